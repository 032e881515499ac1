package io.badhop.streams.summarise;

import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.SuccessCount;
import java.util.Comparator;

/** A key, or a pair of keys, that successes are counted under. */
record Count(KeyKind kind, String value, KeyKind andKind, String andValue)
    implements Comparable<Count> {

  private static final Comparator<Count> ORDER =
      Comparator.comparing(Count::kind)
          .thenComparing(Count::value)
          .thenComparing(Count::andKind, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Count::andValue);

  SuccessCount of(long count) {
    return new SuccessCount(
        new Key(kind, value), andKind == null ? null : new Key(andKind, andValue), count);
  }

  @Override
  public int compareTo(Count other) {
    return ORDER.compare(this, other);
  }
}

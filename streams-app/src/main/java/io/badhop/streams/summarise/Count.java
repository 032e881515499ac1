package io.badhop.streams.summarise;

import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.SuccessCount;

/** A key, or a pair of keys, that successes are counted under. */
record Count(KeyKind kind, String value, KeyKind andKind, String andValue)
    implements Comparable<Count> {

  SuccessCount of(long count) {
    return new SuccessCount(
        new Key(kind, value), andKind == null ? null : new Key(andKind, andValue), count);
  }

  @Override
  public int compareTo(Count other) {
    int order = kind.compareTo(other.kind);
    order = order == 0 ? value.compareTo(other.value) : order;
    if (order != 0 || andKind == other.andKind) {
      return order == 0 ? andValue.compareTo(other.andValue) : order;
    }
    return andKind == null ? -1 : other.andKind == null ? 1 : andKind.compareTo(other.andKind);
  }
}

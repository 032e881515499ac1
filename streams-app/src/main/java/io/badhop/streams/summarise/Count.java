package io.badhop.streams.summarise;

import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.SuccessCount;

/**
 * A key, or a pair of keys, that successes are counted under. The keys that go out are made once:
 * nobody changes them.
 */
final class Count implements Comparable<Count> {

  private final Key key;
  private final Key and;

  private Count(Key key, Key and) {
    this.key = key;
    this.and = and;
  }

  static Count of(KeyKind kind, String value) {
    return new Count(new Key(kind, value), null);
  }

  static Count ofPair(KeyKind kind, String value, KeyKind andKind, String andValue) {
    return new Count(new Key(kind, value), new Key(andKind, andValue));
  }

  SuccessCount times(long count) {
    return new SuccessCount(key, and, count);
  }

  /** By kind and value, and of one key itself before its pairs. */
  @Override
  public int compareTo(Count other) {
    int order = compare(key, other.key);
    if (order != 0 || and == other.and) {
      return order;
    }
    return and == null ? -1 : other.and == null ? 1 : pairs(and, other.and);
  }

  private static int compare(Key one, Key other) {
    int order = one.getKind().compareTo(other.getKind());
    return order == 0 ? one.getValue().compareTo(other.getValue()) : order;
  }

  private static int pairs(Key one, Key other) {
    int order = one.getValue().compareTo(other.getValue());
    return order == 0 ? one.getKind().compareTo(other.getKind()) : order;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Count count && compareTo(count) == 0;
  }

  @Override
  public int hashCode() {
    int hash = 31 * key.getValue().hashCode() + key.getKind().ordinal();
    return and == null
        ? hash
        : 31 * (31 * hash + and.getValue().hashCode()) + and.getKind().ordinal();
  }
}

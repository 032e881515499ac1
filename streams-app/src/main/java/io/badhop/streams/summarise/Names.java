package io.badhop.streams.summarise;

import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of one kind of key, numbered as they come, and their order. The keys that go out are
 * made once: nobody changes them.
 */
final class Names {

  /** Number of the empty text, which is no key. */
  static final int NONE = 0;

  private final KeyKind kind;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Key> keys = new ArrayList<>();
  private final List<Integer> order = new ArrayList<>();
  private int[] ranks = new int[1];
  private String last = "";
  private int lastNumber = NONE;

  Names(KeyKind kind) {
    this.kind = kind;
    add("");
  }

  /** The number of a value, which it has from now on. */
  int of(String value) {
    // Of most kinds one value comes many times in turn.
    if (!value.equals(last)) {
      Integer known = numbers.get(value);
      lastNumber = known == null ? add(value) : known;
      last = value;
    }
    return lastNumber;
  }

  /** Gives a value that is not there its number. */
  int add(String value) {
    numbers.put(value, keys.size());
    keys.add(new Key(kind, value));
    return keys.size() - 1;
  }

  KeyKind kind() {
    return kind;
  }

  int size() {
    return keys.size();
  }

  Key key(int number) {
    return keys.get(number);
  }

  /** Where the value stands in the order of all; what has been added moves others. */
  int rank(int number) {
    if (order.size() < keys.size()) {
      sort();
    }
    return ranks[number];
  }

  /** The number of the value that stands there. */
  int atRank(int rank) {
    return order.get(rank);
  }

  /** A list that is sorted but for its end is sorted in little more than one pass (Timsort). */
  private void sort() {
    for (int number = order.size(); number < keys.size(); number++) {
      order.add(number);
    }
    order.sort(Comparator.comparing(number -> keys.get(number).getValue()));
    ranks = new int[order.size()];
    for (int rank = 0; rank < ranks.length; rank++) {
      ranks[order.get(rank)] = rank;
    }
  }
}

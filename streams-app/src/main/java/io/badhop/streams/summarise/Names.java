package io.badhop.streams.summarise;

import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.scan.ByteHash;
import io.badhop.schemas.scan.RecordScan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
  private final List<byte[]> encoded = new ArrayList<>();
  private int[] hashes = new int[16];

  /** Numbers by hash and one more, so that 0 is free: open addressing with linear probing. */
  private int[] table = new int[32];

  private int[] ranks = new int[1];
  private int last = NONE;

  Names(KeyKind kind) {
    this.kind = kind;
    add("");
  }

  /** The number of a value, which it has from now on. */
  int of(String value) {
    Integer known = numbers.get(value);
    return known == null ? add(value) : known;
  }

  /** The same of a text where it stands. */
  int of(RecordScan event, int field) {
    // Of most kinds one value comes many times in turn.
    if (!event.is(field, encoded.get(last))) {
      last = find(event, field);
    }
    return last;
  }

  private int find(RecordScan event, int field) {
    int hash = event.hash(field);
    int slot = hash & table.length - 1;
    while (table[slot] != 0) {
      int number = table[slot] - 1;
      if (hashes[number] == hash && event.is(field, encoded.get(number))) {
        return number;
      }
      slot = slot + 1 & table.length - 1;
    }
    // What is no UTF-8 may be the same text as other bytes.
    return of(event.text(field));
  }

  /** Gives a value that is not there its number. */
  int add(String value) {
    int number = keys.size();
    numbers.put(value, number);
    keys.add(new Key(kind, value));
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    encoded.add(bytes);
    hashes = number == hashes.length ? Arrays.copyOf(hashes, 2 * number) : hashes;
    hashes[number] = ByteHash.of(bytes, 0, bytes.length);
    if (2 * number >= table.length) {
      table = new int[2 * table.length];
      for (int known = 0; known < number; known++) {
        enter(known);
      }
    }
    enter(number);
    return number;
  }

  private void enter(int number) {
    int slot = hashes[number] & table.length - 1;
    while (table[slot] != 0) {
      slot = slot + 1 & table.length - 1;
    }
    table[slot] = number + 1;
  }

  /** The value in UTF-8; must not be changed. */
  byte[] bytes(int number) {
    return encoded.get(number);
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

package io.badhop.streams.detect;

import java.util.function.ObjLongConsumer;

/**
 * Failures by key. A plain table: failures of ten minutes are added up again and again, each under
 * up to ten keys.
 */
final class KeyTally {

  private static final int FIRST = 64;

  private KeyId[] keys = new KeyId[FIRST];
  private long[] counts = new long[FIRST];
  private int size;

  void add(KeyId key, long count) {
    int at = find(keys, key);
    if (keys[at] == null) {
      if (2 * size >= keys.length) {
        grow();
        at = find(keys, key);
      }
      keys[at] = key;
      size++;
    }
    counts[at] += count;
  }

  /** 0 when there are none. */
  long of(KeyId key) {
    return counts[find(keys, key)];
  }

  /** In no order. */
  void forEach(ObjLongConsumer<KeyId> taker) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != null) {
        taker.accept(keys[i], counts[i]);
      }
    }
  }

  private void grow() {
    KeyId[] wider = new KeyId[2 * keys.length];
    long[] theirs = new long[wider.length];
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != null) {
        int at = find(wider, keys[i]);
        wider[at] = keys[i];
        theirs[at] = counts[i];
      }
    }
    keys = wider;
    counts = theirs;
  }

  /** Where the key stands, or would. */
  private static int find(KeyId[] table, KeyId key) {
    int mask = table.length - 1;
    int hash = key.hashCode() * 0x9E3779B9;
    int at = hash >>> 16 & mask ^ hash & mask;
    while (table[at] != null && !table[at].equals(key)) {
      at = at + 1 & mask;
    }
    return at;
  }
}

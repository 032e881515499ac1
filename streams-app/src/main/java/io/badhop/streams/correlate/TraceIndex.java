package io.badhop.streams.correlate;

import java.util.function.IntPredicate;

/**
 * From the hash of a request ID to the newest record under it: open addressing with linear probing
 * in one array, eight bytes an entry, no tombstones (Knuth, The Art of Computer Programming 3, 6.4,
 * algorithm R). Places of records are their numbers and never 0.
 */
final class TraceIndex {

  private static final int LEAST = 16;

  /** Hash in the upper half, place in the lower; 0 for a free entry. */
  private long[] entries = new long[LEAST];

  private int size;

  /** The newest record under the ID; 0 when there is none. */
  int find(int hash, IntPredicate same) {
    int slot = slot(hash, same);
    return slot < 0 ? 0 : (int) entries[slot];
  }

  private int slot(int hash, IntPredicate same) {
    int mask = entries.length - 1;
    for (int slot = hash & mask; entries[slot] != 0; slot = slot + 1 & mask) {
      if ((int) (entries[slot] >>> 32) == hash && same.test((int) entries[slot])) {
        return slot;
      }
    }
    return -1;
  }

  /** Adds an ID that is not there. */
  void add(int hash, int place) {
    if (size >= entries.length / 8 * 5) {
      resize(entries.length * 2);
    }
    insert((long) hash << 32 | place & 0xffff_ffffL);
    size++;
  }

  private void insert(long entry) {
    int mask = entries.length - 1;
    int slot = (int) (entry >>> 32) & mask;
    while (entries[slot] != 0) {
      slot = slot + 1 & mask;
    }
    entries[slot] = entry;
  }

  /** Gives an ID another newest record. */
  void replace(int hash, int place, int by) {
    entries[slotOf(hash, place)] = (long) hash << 32 | by & 0xffff_ffffL;
  }

  /** Takes out the ID with this newest record. */
  void remove(int hash, int place) {
    int mask = entries.length - 1;
    int free = slotOf(hash, place);
    for (int next = free + 1 & mask; entries[next] != 0; next = next + 1 & mask) {
      int home = (int) (entries[next] >>> 32) & mask;
      if ((next - home & mask) >= (next - free & mask)) {
        entries[free] = entries[next];
        free = next;
      }
    }
    entries[free] = 0;
    size--;
    if (entries.length > LEAST && size < entries.length / 8) {
      resize(entries.length / 2);
    }
  }

  private int slotOf(int hash, int place) {
    int mask = entries.length - 1;
    int slot = hash & mask;
    while (entries[slot] != ((long) hash << 32 | place & 0xffff_ffffL)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void resize(int length) {
    long[] old = entries;
    entries = new long[length];
    for (long entry : old) {
      if (entry != 0) {
        insert(entry);
      }
    }
  }

  int size() {
    return size;
  }

  long bytes() {
    return 8L * entries.length;
  }
}

package io.badhop.streams.summarise;

/** How often which number: open addressing with linear probing, as small as what it holds. */
final class Times {

  /** Hears each number and how often it was. */
  interface Taker {
    void take(int number, int times);
  }

  /** Numbers and one more, so that 0 is free; and beside each how often. */
  private int[] entries = new int[32];

  private int size;

  void add(int number) {
    int slot = slot(number + 1);
    if (entries[slot] == 0) {
      entries[slot] = number + 1;
      size++;
    }
    entries[slot + 1]++;
    if (size > entries.length / 4) {
      grow();
    }
  }

  private int slot(int entry) {
    int mask = entries.length - 1;
    int slot = entry * 0x9E3779B9 >>> 8 << 1 & mask;
    while (entries[slot] != 0 && entries[slot] != entry) {
      slot = slot + 2 & mask;
    }
    return slot;
  }

  private void grow() {
    int[] old = entries;
    entries = new int[2 * old.length];
    for (int i = 0; i < old.length; i += 2) {
      if (old[i] != 0) {
        int slot = slot(old[i]);
        entries[slot] = old[i];
        entries[slot + 1] = old[i + 1];
      }
    }
  }

  int size() {
    return size;
  }

  void forEach(Taker taker) {
    for (int i = 0; i < entries.length; i += 2) {
      if (entries[i] != 0) {
        taker.take(entries[i] - 1, entries[i + 1]);
      }
    }
  }
}

package io.badhop.streams.summarise;

/** How often which number: open addressing with linear probing, as small as what it holds. */
final class Times {

  /** Hears each number and how often it was. */
  interface Taker {
    void take(long number, int times);
  }

  private static final int LEAST = 16;

  /** Numbers from zero up and one more, so that 0 is free. */
  private long[] entries = new long[LEAST];

  private int[] often = new int[LEAST];
  private int size;

  void add(long number) {
    int slot = slot(number + 1);
    if (entries[slot] == 0) {
      entries[slot] = number + 1;
      size++;
    }
    often[slot]++;
    if (size > entries.length / 2) {
      grow();
    }
  }

  private int slot(long entry) {
    int mask = entries.length - 1;
    int slot = (int) (entry * 0x9E3779B97F4A7C15L >>> 40) & mask;
    while (entries[slot] != 0 && entries[slot] != entry) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    long[] old = entries;
    int[] oldOften = often;
    entries = new long[2 * old.length];
    often = new int[2 * old.length];
    for (int i = 0; i < old.length; i++) {
      if (old[i] != 0) {
        int slot = slot(old[i]);
        entries[slot] = old[i];
        often[slot] = oldOften[i];
      }
    }
  }

  /** Different numbers. */
  int size() {
    return size;
  }

  void forEach(Taker taker) {
    for (int i = 0; i < entries.length; i++) {
      if (entries[i] != 0) {
        taker.take(entries[i] - 1, often[i]);
      }
    }
  }
}

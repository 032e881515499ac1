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
  private boolean resting;

  void add(long number) {
    if (resting) {
      resting = false;
      spread(Math.max(LEAST, 2 * Integer.highestOneBit(2 * size)));
    }
    int slot = slot(number + 1);
    if (entries[slot] == 0) {
      entries[slot] = number + 1;
      size++;
    }
    often[slot]++;
    if (size > entries.length / 2) {
      spread(2 * entries.length);
    }
  }

  /** Takes no more room than what it holds, until the next number comes. */
  void rest() {
    if (resting) {
      return;
    }
    long[] packed = new long[size];
    int[] packedOften = new int[size];
    int at = 0;
    for (int i = 0; i < entries.length; i++) {
      if (entries[i] != 0) {
        packed[at] = entries[i];
        packedOften[at++] = often[i];
      }
    }
    entries = packed;
    often = packedOften;
    resting = true;
  }

  private int slot(long entry) {
    int mask = entries.length - 1;
    int slot = (int) (entry * 0x9E3779B97F4A7C15L >>> 40) & mask;
    while (entries[slot] != 0 && entries[slot] != entry) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void spread(int length) {
    long[] old = entries;
    int[] oldOften = often;
    entries = new long[length];
    often = new int[length];
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

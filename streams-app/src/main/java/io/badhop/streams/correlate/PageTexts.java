package io.badhop.streams.correlate;

import java.util.Arrays;

/**
 * Where the texts of a page stand that are worth referring to: open addressing with linear probing.
 * What the texts are is in the page alone.
 */
final class PageTexts {

  private static final int SLOTS = 512;

  /** So that some stay free, which end a search. */
  private static final int MOST = 384;

  private final int[] hashes = new int[SLOTS];

  /** Places and one more, so that 0 is free. */
  private final int[] places = new int[SLOTS];

  private int count;
  private int page = -1;
  long used;

  /** The page it is about; below zero for none. */
  int page() {
    return page;
  }

  /** Forgets everything and is about another page. */
  void turn(int number) {
    if (count > 0) {
      Arrays.fill(places, 0);
      count = 0;
    }
    page = number;
  }

  /** Says of a place whether the text that is looked for stands there. */
  interface Same {
    boolean at(int place);
  }

  /** Where the text stands; -1 when it has to be written, which it will be at the place given. */
  int find(int hash, int place, Same same) {
    int slot = hash & SLOTS - 1;
    while (places[slot] != 0) {
      if (hashes[slot] == hash && same.at(places[slot] - 1)) {
        return places[slot] - 1;
      }
      slot = slot + 1 & SLOTS - 1;
    }
    if (count < MOST) {
      hashes[slot] = hash;
      places[slot] = place + 1;
      count++;
    }
    return -1;
  }
}

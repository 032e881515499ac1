package io.badhop.streams.correlate;

import java.util.Arrays;

/**
 * Which texts stand in a page, and where. It only saves room: what has no place here is written
 * once more.
 */
final class PageTexts {

  private static final int SLOTS = 512;
  private static final int MOST = 384;

  /** Nothing shorter than its own place in the page is worth a slot. */
  private static final int SHORTEST = 2;

  private final String[] texts = new String[SLOTS];
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
      Arrays.fill(texts, null);
      count = 0;
    }
    page = number;
  }

  /** Where the text stands; -1 when it has to be written, which it will be at the place given. */
  int find(String text, int place) {
    if (text.length() < SHORTEST) {
      return -1;
    }
    int slot = text.hashCode();
    slot = (slot ^ slot >>> 15) & SLOTS - 1;
    while (texts[slot] != null) {
      if (texts[slot].equals(text)) {
        return places[slot];
      }
      slot = slot + 1 & SLOTS - 1;
    }
    if (count < MOST) {
      texts[slot] = text;
      places[slot] = place;
      count++;
    }
    return -1;
  }
}

package io.badhop.streams.detect;

import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * In which minutes of the last week a view saw traffic: a shop that closes at night, a batch that
 * runs ten minutes of every hour. Two bits a minute.
 */
final class Rhythm {

  private static final int SLOTS = 240;
  private static final int DAY = 24 * 60;
  private static final int DAYS = 7;
  private static final int WEEK = DAYS * DAY;

  /** How many minutes after the one asked for the pause may begin. */
  private static final int NEAR = 3;

  private static final int OFTEN = 2;

  private BitSet watched = new BitSet(WEEK);
  private BitSet busy = new BitSet(WEEK);

  /** Learns whether a slot had traffic; slots come in order. */
  void learn(long slot, boolean traffic) {
    int minute = index(Math.floorDiv(slot, SLOTS));
    if (Math.floorMod(slot, SLOTS) == 0) {
      watched.set(minute);
      busy.clear(minute);
    }
    if (traffic) {
      busy.set(minute);
    }
  }

  /** Learns that the slots from..to, inclusive, had no traffic. */
  void learnNone(long from, long to) {
    for (long slot = Slots.firstOf(from, SLOTS); slot <= to; slot += SLOTS) {
      learn(slot, false);
    }
  }

  /**
   * True when a silence at this time is nothing new: on two of the last days, or on the same day of
   * last week, half as long a time from about then on had no traffic, a minute at the least. Once
   * is no rhythm: that may have been an outage.
   *
   * @param since slot with which the silence began
   * @param slot newest slot learned
   */
  boolean usuallySilent(long since, long slot) {
    long now = Math.floorDiv(since, SLOTS);
    // The minutes up to the one that runs have already taken the places of last week's.
    int taken = (int) (Math.floorDiv(slot, SLOTS) - now + 1);
    int length = (int) Math.max(1, (slot - since) / SLOTS / 2);
    int days = 0;
    for (int day = 1; day < DAYS; day++) {
      days += silent(now - (long) day * DAY, 0, length) ? 1 : 0;
    }
    return days >= OFTEN || silent(now - WEEK, taken, length);
  }

  /** Whether so many minutes in a row were silent, the first of them near the one asked for. */
  private boolean silent(long minute, int from, int length) {
    int row = 0;
    for (int i = from; i < Math.max(from, NEAR) + length; i++) {
      int index = index(minute + i);
      row = watched.get(index) && !busy.get(index) ? row + 1 : 0;
      if (row >= length) {
        return true;
      }
    }
    return false;
  }

  private static int index(long minute) {
    return (int) Math.floorMod(minute, (long) WEEK);
  }

  ByteBuffer watched() {
    return ByteBuffer.wrap(watched.toByteArray());
  }

  ByteBuffer busy() {
    return ByteBuffer.wrap(busy.toByteArray());
  }

  void restore(ByteBuffer watchedThen, ByteBuffer busyThen) {
    watched = BitSet.valueOf(watchedThen.duplicate());
    busy = BitSet.valueOf(busyThen.duplicate());
  }
}

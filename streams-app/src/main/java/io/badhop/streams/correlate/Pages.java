package io.badhop.streams.correlate;

import io.badhop.schemas.event.Tier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Arrays of 64 KB that records of one tier and one second of event time share, and that are given
 * back together. The first one of a second starts small and grows, as most seconds of most sites
 * hold little. A record larger than a page has one of its own.
 */
final class Pages {

  /** Length of the time whose records share pages, microseconds. */
  static final long BLOCK_US = 1_000_000;

  /** Length of a page, unless a single record is longer. */
  static final int PAGE = 1 << 16;

  private static final int SMALLEST = 512;

  /** Numbers fit the upper half of a place; 0 is none, so that no place is 0. */
  private static final int MOST = 1 << 16;

  /** What a second of 10,000 records gives back, and no more of it than 1 MB. */
  private static final int MOST_SPARE = 16;

  /** Pages of one tier and second; the last one is written to. */
  static final class Block {
    final Tier tier;

    /** Where the second begins, microseconds since the epoch. */
    final long start;

    final List<Integer> numbers = new ArrayList<>(1);

    /** Bytes written to the last page. */
    int used;

    int records;

    private Block(Tier tier, long start) {
      this.tier = tier;
      this.start = start;
    }

    int last() {
      return numbers.get(numbers.size() - 1);
    }
  }

  private final List<TreeMap<Long, Block>> blocks = new ArrayList<>();

  /** By tier, the one that was found last: what comes next is mostly of the same second. */
  private final Block[] last = new Block[Tier.values().length];

  private final List<Integer> free = new ArrayList<>();
  private final ArrayDeque<byte[]> spare = new ArrayDeque<>();
  private byte[][] pages = new byte[8][];
  private Block[] owners = new Block[8];
  private int count = 1;
  private long bytes;

  Pages() {
    for (int i = 0; i < Tier.values().length; i++) {
      blocks.add(new TreeMap<>());
    }
  }

  /** The block of a time; null when nothing is kept of its second. */
  Block find(Tier tier, long time) {
    Block known = last[tier.ordinal()];
    if (known != null && time >= known.start && time - known.start < BLOCK_US) {
      return known;
    }
    Block found = blocks.get(tier.ordinal()).get(Math.floorDiv(time, BLOCK_US));
    last[tier.ordinal()] = found;
    return found;
  }

  /** The block of a time, with a page to write to; null when there are no pages left. */
  Block open(Tier tier, long time) {
    Block known = find(tier, time);
    if (known != null) {
      return known;
    }
    long second = Math.floorDiv(time, BLOCK_US);
    Block block = new Block(tier, second * BLOCK_US);
    if (!turn(block, SMALLEST)) {
      return null;
    }
    blocks.get(tier.ordinal()).put(second, block);
    last[tier.ordinal()] = block;
    return block;
  }

  /** Gives a block its next page; false when there are none left. */
  boolean turn(Block block) {
    return turn(block, PAGE);
  }

  private boolean turn(Block block, int length) {
    if (free.isEmpty() && count == MOST) {
      return false;
    }
    int number = free.isEmpty() ? count++ : free.remove(free.size() - 1);
    if (number >= pages.length) {
      pages = Arrays.copyOf(pages, 2 * number);
      owners = Arrays.copyOf(owners, 2 * number);
    }
    pages[number] = page(length);
    owners[number] = block;
    bytes += length;
    block.numbers.add(number);
    block.used = 0;
    return true;
  }

  /** Pages that were given back are written again: they are old, and new ones would become so. */
  private byte[] page(int length) {
    byte[] used = length == PAGE ? spare.pollLast() : null;
    if (used == null) {
      return new byte[length];
    }
    Arrays.fill(used, (byte) 0);
    return used;
  }

  /** The last page of a block, with room for more bytes behind those written. */
  byte[] room(Block block, int more) {
    int number = block.last();
    byte[] page = pages[number];
    int needed = block.used + more;
    if (needed > page.length) {
      int length = Math.max(needed, Math.min(PAGE, 2 * page.length));
      pages[number] = Arrays.copyOf(page, length);
      bytes += length - page.length;
    }
    return pages[number];
  }

  byte[] get(int number) {
    return pages[number];
  }

  /** The block that a page belongs to. */
  Block owner(int number) {
    return owners[number];
  }

  /** Takes out the oldest block of a tier, if it ends before this time; null when there is none. */
  Block takeBefore(Tier tier, long time) {
    TreeMap<Long, Block> ofTier = blocks.get(tier.ordinal());
    boolean old = !ofTier.isEmpty() && ofTier.firstEntry().getValue().start + BLOCK_US <= time;
    if (!old) {
      return null;
    }
    last[tier.ordinal()] = null;
    return ofTier.pollFirstEntry().getValue();
  }

  /** The page is not used any more. */
  void giveBack(int number) {
    bytes -= pages[number].length;
    if (pages[number].length == PAGE && spare.size() < MOST_SPARE) {
      spare.add(pages[number]);
    }
    pages[number] = null;
    owners[number] = null;
    free.add(number);
  }

  /** Heap that the pages take. */
  long bytes() {
    return bytes;
  }
}

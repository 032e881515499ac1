package io.badhop.streams.correlate;

import io.badhop.schemas.event.Tier;
import io.badhop.schemas.scan.RecordScan;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The records that are kept, packed into pages: about a hundred bytes each, and nothing for the
 * garbage collector to follow. A record is known by its place: the number of its page and where it
 * begins there.
 *
 * <p>A record is a header (21 bytes), its request ID and its fields. The records of a request ID
 * are a list, the newest first; the index knows its head.
 */
final class Memory {

  private static final int NEXT = 0;
  private static final int EVENT_ID = 4;
  private static final int FINISHED = 12;
  private static final int MOMENT = 16;
  private static final int LENGTH = 19;
  private static final int HEADER = 21;

  private static final int LATE = 1 << 20;
  private static final int ALIAS = 1 << 21;
  private static final int CONCERNED = 1 << 22;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private final String site;
  private final TraceIndex index = new TraceIndex();
  private final Texts texts = new Texts();
  private final Packer packer = new Packer();
  private final Unpacker unpacker = new Unpacker();
  private final Pages pages = new Pages();
  private final IntPredicate isSought = this::isSought;
  private PackedKey sought;
  private long seed;
  private long records;

  Memory(String site) {
    this.site = site;
  }

  /** Hash of a request ID, to be given with it. */
  int hash(PackedKey key) {
    return key.hash(seed);
  }

  /** Place of the newest record under a request ID; 0 when there is none. */
  int newest(PackedKey key, int hash) {
    sought = key;
    return index.find(hash, isSought);
  }

  private boolean isSought(int place) {
    return sought.equalsAt(page(place), at(place) + HEADER);
  }

  /** Place of the newest record under the request ID of this one. */
  int newestOf(int place) {
    return newestOf(place, hashOf(place));
  }

  private int newestOf(int place, int hash) {
    byte[] page = page(place);
    int key = at(place) + HEADER;
    int length = PackedKey.end(page, key) - key;
    return index.find(hash, other -> sameKey(other, page, key, length));
  }

  /** Cheaper to be made again than to be kept with each record. */
  private int hashOf(int place) {
    byte[] page = page(place);
    int key = at(place) + HEADER;
    return PackedKey.hash(page, key, PackedKey.end(page, key) - key, seed);
  }

  /** Records kept of the second that the time lies in. */
  int recordsAround(Tier tier, long time) {
    Pages.Block block = pages.find(tier, time);
    return block == null ? 0 : block.records;
  }

  /**
   * Keeps a record.
   *
   * @param late whether it came after its tier's watermark
   * @param newest what {@link #newest} said of its request ID
   * @return its place; 0 when there is no room at all
   */
  int add(RecordScan event, boolean late, PackedKey key, int hash, int newest) {
    if (records == 0 && seed == 0) {
      // The identity is a hash over what the log holds, which no sender of a request ID knows.
      seed = event.number(Fields.EVENT_ID) | 1;
      return add(event, late, key, key.hash(seed), 0);
    }
    Pages.Block block = pages.open(Fields.tier(event), event.number(Fields.TIME));
    if (block == null) {
      return 0;
    }
    int place = write(block, event, late, key, newest);
    if (place != 0 && newest == 0) {
      index.add(hash, place);
    } else if (place != 0) {
      index.replace(hash, newest, place);
    }
    return place;
  }

  private int write(Pages.Block block, RecordScan event, boolean late, PackedKey key, int newest) {
    pack(event, key, block);
    if (block.used + packer.length() > Pages.PAGE && block.used > 0) {
      int full = block.last();
      if (!pages.turn(block)) {
        // What was packed was not written, so no later record may refer to it.
        texts.forget(full);
        return 0;
      }
      pack(event, key, block);
    }
    int at = block.used;
    int length = packer.length();
    byte[] page = pages.room(block, length);
    packer.copyTo(page, at);
    INT.set(page, at + NEXT, newest);
    LONG.set(page, at + EVENT_ID, event.number(Fields.EVENT_ID));
    INT.set(page, at + FINISHED, 0);
    moment(page, at, (int) (event.number(Fields.TIME) - block.start) | flags(event, late));
    SHORT.set(page, at + LENGTH, (short) (length < Pages.PAGE ? length : 0));
    block.used += length;
    block.records++;
    records++;
    return block.last() << 16 | at;
  }

  private static int flags(RecordScan event, boolean late) {
    return (late ? LATE : 0) | (event.flag(Fields.ALIAS) ? ALIAS : 0);
  }

  private void pack(RecordScan event, PackedKey key, Pages.Block block) {
    packer.begin(block.used, pages.get(block.last()), texts.of(block.last()));
    packer.skip(HEADER);
    int start = packer.skip(key.length());
    key.copyTo(packer.bytes(), start);
    Packs.write(event, packer);
  }

  private byte[] page(int place) {
    return pages.get(place >>> 16);
  }

  private static int at(int place) {
    return place & 0xffff;
  }

  /** Place of the next older record under the same request ID; 0 when there is none. */
  int older(int place) {
    return (int) INT.get(page(place), at(place) + NEXT);
  }

  long eventId(int place) {
    return (long) LONG.get(page(place), at(place) + EVENT_ID);
  }

  long time(int place) {
    return pages.owner(place >>> 16).start + (moment(place) & 0xfffff);
  }

  Tier tier(int place) {
    return pages.owner(place >>> 16).tier;
  }

  boolean late(int place) {
    return (moment(place) & LATE) != 0;
  }

  /** Whether the exchange that it anchors was finished. */
  boolean finished(int place) {
    return (int) INT.get(page(place), at(place) + FINISHED) != 0;
  }

  /** Notes that an exchange was finished that this record may belong to. */
  void concern(int place) {
    moment(page(place), at(place), moment(place) | CONCERNED);
  }

  boolean concerned(int place) {
    return (moment(place) & CONCERNED) != 0;
  }

  /** Whether it was finished before this tick. */
  boolean finishedBefore(int place, long tick) {
    int finished = (int) INT.get(page(place), at(place) + FINISHED);
    return finished != 0 && finished != (int) tick;
  }

  /**
   * Notes the tick that finished the exchange; its lower half, as no two ticks of interest share
   * it.
   */
  void finish(int place, long tick) {
    INT.set(page(place), at(place) + FINISHED, (int) tick);
  }

  private int moment(int place) {
    byte[] page = page(place);
    int at = at(place) + MOMENT;
    return page[at] & 0xff | (page[at + 1] & 0xff) << 8 | (page[at + 2] & 0xff) << 16;
  }

  private static void moment(byte[] page, int at, int moment) {
    page[at + MOMENT] = (byte) moment;
    page[at + MOMENT + 1] = (byte) (moment >> 8);
    page[at + MOMENT + 2] = (byte) (moment >> 16);
  }

  /** The record itself, equal to the one that was added. */
  Rec read(int place) {
    byte[] page = page(place);
    int at = at(place) + HEADER;
    String id = PackedKey.read(page, at);
    unpacker.begin(page, PackedKey.end(page, at));
    boolean alias = (moment(place) & ALIAS) != 0;
    Packing.Known known = new Packing.Known(eventId(place), site, time(place), id, alias);
    return new Rec(Packing.read(tier(place), known, unpacker), late(place), place);
  }

  /** Gives back the pages of a tier whose records all are older. */
  void forget(Tier tier, long before) {
    for (Pages.Block block = pages.takeBefore(tier, before);
        block != null;
        block = pages.takeBefore(tier, before)) {
      for (int number : block.numbers) {
        unlink(number, number == block.last() ? block.used : Pages.PAGE);
      }
      for (int number : block.numbers) {
        pages.giveBack(number);
        texts.forget(number);
      }
      records -= block.records;
    }
  }

  /** Takes the records of a page out of their lists; behind the last one of a page are zeros. */
  private void unlink(int number, int end) {
    byte[] page = pages.get(number);
    int at = 0;
    while (at + HEADER <= Math.min(end, page.length)) {
      int length = (short) SHORT.get(page, at + LENGTH) & 0xffff;
      if (at > 0 && length == 0) {
        return;
      }
      unlink(number << 16 | at);
      // A record that is longer than a page has no length, and is alone.
      at = length == 0 ? end : at + length;
    }
  }

  private void unlink(int place) {
    int hash = hashOf(place);
    int head = newestOf(place, hash);
    int older = older(place);
    if (head == place && older == 0) {
      index.remove(hash, place);
    } else if (head == place) {
      index.replace(hash, place, older);
    } else {
      int newer = head;
      while (older(newer) != place) {
        newer = older(newer);
      }
      INT.set(page(newer), at(newer) + NEXT, older);
    }
  }

  private boolean sameKey(int other, byte[] page, int key, int length) {
    byte[] its = page(other);
    int at = at(other) + HEADER;
    return at + length <= its.length
        && Arrays.equals(its, at, at + length, page, key, key + length);
  }

  /** Records kept. */
  long records() {
    return records;
  }

  /** Request IDs known. */
  int traces() {
    return index.size();
  }

  /** Bytes of heap that the pages and the index take. */
  long bytes() {
    return pages.bytes() + index.bytes();
  }
}

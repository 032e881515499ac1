package io.badhop.streams.correlate;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * The records that are kept, packed into pages: about a hundred bytes each, and nothing for the
 * garbage collector to follow. A record is known by its place: the number of its page and where it
 * begins there. Records of one tier and one second of event time share pages, which are given back
 * together.
 *
 * <p>A record is a header (25 bytes), its request ID and its fields. The records of a request ID
 * are a list, the newest first; the index knows its head.
 */
final class Memory {

  /** Length of the time whose records share pages, microseconds. */
  static final long BLOCK = 1_000_000;

  private static final int PAGE = 1 << 16;
  private static final int SMALLEST_PAGE = 512;
  private static final int MOST_PAGES = 1 << 16;

  private static final int NEXT = 0;
  private static final int HASH = 4;
  private static final int EVENT_ID = 8;
  private static final int FINISHED = 16;
  private static final int MOMENT = 20;
  private static final int LENGTH = 23;
  private static final int HEADER = 25;

  private static final int LATE = 1 << 20;
  private static final int ALIAS = 1 << 21;
  private static final int ANCHOR = 1 << 22;
  private static final int CONCERNED = 1 << 23;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  /** Pages of one tier and second; the last one is written to. */
  private static final class Block {
    final long start;
    final Tier tier;
    final List<Integer> pages = new ArrayList<>(1);
    int used;
    int records;

    Block(Tier tier, long start) {
      this.tier = tier;
      this.start = start;
    }
  }

  private final String site;
  private final TraceIndex index = new TraceIndex();
  private final Texts texts = new Texts();
  private final Packer packer = new Packer();
  private final Unpacker unpacker = new Unpacker();
  private final List<TreeMap<Long, Block>> blocks = new ArrayList<>();
  private final List<Integer> freePages = new ArrayList<>();
  private byte[][] pages = new byte[8][];
  private Block[] owners = new Block[8];
  private int pageCount = 1;
  private long seed;
  private long bytes;
  private long records;

  Memory(String site) {
    this.site = site;
    for (int i = 0; i < Tier.values().length; i++) {
      blocks.add(new TreeMap<>());
    }
  }

  /** Hash of a request ID, to be given with it. */
  int hash(PackedKey key) {
    return key.hash(seed);
  }

  /** Place of the newest record under a request ID; 0 when there is none. */
  int newest(PackedKey key, int hash) {
    return index.find(hash, place -> key.equalsAt(page(place), at(place) + HEADER));
  }

  /** Place of the newest record under the request ID of this one. */
  int newestOf(int place) {
    byte[] page = page(place);
    int key = at(place) + HEADER;
    int length = PackedKey.end(page, key) - key;
    int hash = (int) INT.get(page, at(place) + HASH);
    return index.find(hash, other -> sameKey(other, page, key, length));
  }

  /** Records kept of the second that the time lies in. */
  int recordsAround(Tier tier, long time) {
    Block block = blocks.get(tier.ordinal()).get(Math.floorDiv(time, BLOCK));
    return block == null ? 0 : block.records;
  }

  /**
   * Keeps a record.
   *
   * @param newest what {@link #newest} said of its request ID
   * @return its place; 0 when there is no room at all
   */
  int add(Rec rec, PackedKey key, int hash, int newest) {
    if (records == 0 && seed == 0) {
      // The identity is a hash over what the log holds, which no sender of a request ID knows.
      seed = rec.eventId | 1;
      return add(rec, key, key.hash(seed), 0);
    }
    Block block =
        blocks
            .get(rec.tier.ordinal())
            .computeIfAbsent(
                Math.floorDiv(rec.time, BLOCK), second -> new Block(rec.tier, second * BLOCK));
    if (block.pages.isEmpty() && !turn(block, SMALLEST_PAGE)) {
      return 0;
    }
    int place = write(block, rec, key, hash, newest);
    if (place != 0 && newest == 0) {
      index.add(hash, place);
    } else if (place != 0) {
      index.replace(hash, newest, place);
    }
    return place;
  }

  private int write(Block block, Rec rec, PackedKey key, int hash, int newest) {
    int number = block.pages.get(block.pages.size() - 1);
    pack(rec, key, number, block.used);
    if (block.used + packer.length() > PAGE && block.used > 0) {
      if (!turn(block, PAGE)) {
        // What was packed was not written, so no later record may refer to it.
        texts.forget(number);
        return 0;
      }
      number = block.pages.get(block.pages.size() - 1);
      pack(rec, key, number, 0);
    }
    grow(number, block.used + packer.length());
    byte[] page = pages[number];
    int at = block.used;
    packer.copyTo(page, at);
    INT.set(page, at + NEXT, newest);
    INT.set(page, at + HASH, hash);
    LONG.set(page, at + EVENT_ID, rec.eventId);
    INT.set(page, at + FINISHED, 0);
    moment(page, at, (int) (rec.time - block.start) | flags(rec));
    SHORT.set(page, at + LENGTH, (short) (packer.length() < PAGE ? packer.length() : 0));
    block.used += packer.length();
    block.records++;
    records++;
    return number << 16 | at;
  }

  private static int flags(Rec rec) {
    return (rec.late ? LATE : 0) | (rec.alias ? ALIAS : 0) | (rec.anchors() ? ANCHOR : 0);
  }

  private void pack(Rec rec, PackedKey key, int number, int at) {
    packer.begin(at, texts.of(number));
    packer.skip(HEADER);
    int start = packer.skip(key.length());
    key.copyTo(packer.bytes(), start);
    if (rec.event instanceof EdgeEvent edge) {
      Packing.write(edge, packer);
    } else if (rec.event instanceof ProxyEvent proxy) {
      Packing.write(proxy, packer);
    } else {
      Packing.write((AppEvent) rec.event, packer);
    }
  }

  private void grow(int number, int needed) {
    byte[] page = pages[number];
    if (needed > page.length) {
      int length = Math.max(needed, Math.min(PAGE, 2 * page.length));
      pages[number] = Arrays.copyOf(page, length);
      bytes += length - page.length;
    }
  }

  private boolean turn(Block block, int length) {
    int number;
    if (!freePages.isEmpty()) {
      number = freePages.remove(freePages.size() - 1);
    } else if (pageCount < MOST_PAGES) {
      number = pageCount++;
    } else {
      return false;
    }
    if (number >= pages.length) {
      pages = Arrays.copyOf(pages, 2 * number);
      owners = Arrays.copyOf(owners, 2 * number);
    }
    pages[number] = new byte[length];
    owners[number] = block;
    bytes += length;
    block.pages.add(number);
    block.used = 0;
    return true;
  }

  private byte[] page(int place) {
    return pages[place >>> 16];
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
    return owners[place >>> 16].start + (moment(place) & 0xfffff);
  }

  Tier tier(int place) {
    return owners[place >>> 16].tier;
  }

  boolean late(int place) {
    return (moment(place) & LATE) != 0;
  }

  boolean anchors(int place) {
    return (moment(place) & ANCHOR) != 0;
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
    SpecificRecord event =
        switch (tier(place)) {
          case EDGE -> edge(place, id, alias);
          case PROXY -> proxy(place, id, alias);
          case APP -> app(place, id, alias);
        };
    return new Rec(event, late(place), place);
  }

  private EdgeEvent edge(int place, String id, boolean alias) {
    EdgeEvent edge = new EdgeEvent();
    edge.setEventId(eventId(place));
    edge.setSite(site);
    edge.setTime(time(place));
    edge.setRequestId(id);
    edge.setAlias(alias);
    Packing.read(edge, unpacker);
    return edge;
  }

  private ProxyEvent proxy(int place, String id, boolean alias) {
    ProxyEvent proxy = new ProxyEvent();
    proxy.setEventId(eventId(place));
    proxy.setSite(site);
    proxy.setTime(time(place));
    proxy.setRequestId(id);
    proxy.setAlias(alias);
    Packing.read(proxy, unpacker);
    return proxy;
  }

  private AppEvent app(int place, String id, boolean alias) {
    AppEvent app = new AppEvent();
    app.setEventId(eventId(place));
    app.setSite(site);
    app.setTime(time(place));
    app.setRequestId(id);
    app.setAlias(alias);
    Packing.read(app, unpacker);
    return app;
  }

  /** Gives back the pages of a tier whose records all are older. */
  void forget(Tier tier, long before) {
    TreeMap<Long, Block> ofTier = blocks.get(tier.ordinal());
    while (!ofTier.isEmpty() && ofTier.firstEntry().getValue().start + BLOCK <= before) {
      Block block = ofTier.pollFirstEntry().getValue();
      for (int i = 0; i < block.pages.size(); i++) {
        int number = block.pages.get(i);
        unlink(number, i == block.pages.size() - 1 ? block.used : PAGE);
      }
      block.pages.forEach(this::giveBack);
      records -= block.records;
    }
  }

  private void giveBack(int number) {
    bytes -= pages[number].length;
    pages[number] = null;
    owners[number] = null;
    freePages.add(number);
    texts.forget(number);
  }

  private void unlink(int number, int end) {
    byte[] page = pages[number];
    int at = 0;
    while (at + HEADER <= Math.min(end, page.length)) {
      int length = (short) SHORT.get(page, at + LENGTH) & 0xffff;
      boolean written = at == 0 || length > 0;
      if (!written) {
        return;
      }
      unlink(number << 16 | at);
      if (length == 0) {
        return;
      }
      at += length;
    }
  }

  private void unlink(int place) {
    int hash = (int) INT.get(page(place), at(place) + HASH);
    int head = newestOf(place);
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
    return bytes + index.bytes();
  }
}

package io.badhop.streams.detect;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.FlowState;
import io.badhop.schemas.event.FlowsState;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.SuccessCount;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much traffic a view gets: all of it, and through each proxy and each location of the edge.
 * What fails is traffic, too.
 */
final class Flows {

  /** More proxies and locations than these are not watched one by one. */
  private static final int MOST = 256;

  private static final long FORGOTTEN = 2 * 60 * 240L;
  private static final int MINUTE = 240;
  private static final int DAY = 24 * 60;
  private static final int WEEK = 7 * DAY;

  /** A shop does not close on the minute. */
  private static final int ABOUT = 30;

  private static final int OFTEN = 2;

  private final Map<KeyId, Flow> flows = new TreeMap<>();
  private final Flow nothing = new Flow();
  private final Stage2Counters counters;
  private BitSet fallen = new BitSet(WEEK);
  private long newest = Slots.NONE;

  Flows(Stage2Counters counters) {
    this.counters = counters;
  }

  /**
   * Counts a slot; slots come in order. After a gap all begins anew.
   *
   * @param bucket what the slot holds; null when nothing
   * @return true when 10 s end with it
   */
  boolean learn(Bucket bucket, long slot) {
    if (slot != newest + 1) {
      flows.clear();
    }
    newest = slot;
    add(KeyId.ALL, slot, bucket == null ? 0 : bucket.getExchanges());
    if (bucket != null) {
      bucket.getSuccesses().forEach(success -> succeeded(success, slot));
      bucket.getFailures().forEach(cell -> failed(cell, slot));
    }
    begin(slot, slot);
    boolean ends = Math.floorMod(slot + 1, Flow.BASE) == 0;
    if (ends) {
      flows.values().forEach(flow -> flow.close(number()));
      flows.values().removeIf(flow -> slot - flow.lastTraffic() > FORGOTTEN);
    }
    return ends;
  }

  /** Clears the minutes of last week whose places those take that begin in the slots from..to. */
  private void begin(long from, long to) {
    for (long slot = Slots.firstOf(from, MINUTE); slot <= to; slot += MINUTE) {
      fallen.clear(index(slot / MINUTE));
    }
  }

  /**
   * Counts slots up to one, inclusive, that hold nothing and end no 10 s in which something came.
   */
  void learnNone(long to) {
    begin(newest + 1, to);
    newest = to;
  }

  /** True while no traffic of late is known. */
  boolean none() {
    return flows.isEmpty();
  }

  /** First slot after the newest with which 10 s end. */
  long nextEnd() {
    return Slots.firstOf(newest + 2, Flow.BASE) - 1;
  }

  private void succeeded(SuccessCount success, long slot) {
    if (success.getAnd() == null && watched(success.getKey().getKind())) {
      add(KeyId.of(success.getKey(), null), slot, success.getCount());
    }
  }

  private static boolean watched(KeyKind kind) {
    return kind == KeyKind.PROXY || kind == KeyKind.EDGE_LOCATION;
  }

  private void failed(FailureCell cell, long slot) {
    if (!cell.getHidden() && !cell.getProxy().isEmpty()) {
      add(KeyId.of(KeyKind.PROXY, cell.getProxy()), slot, cell.getCount());
    }
    if (!cell.getHidden() && !cell.getEdgeLocation().isEmpty()) {
      add(KeyId.of(KeyKind.EDGE_LOCATION, cell.getEdgeLocation()), slot, cell.getCount());
    }
  }

  private void add(KeyId key, long slot, long count) {
    Flow flow = flows.get(key);
    if (flow == null && flows.size() >= MOST) {
      counters.keysOverflowed++;
      return;
    }
    if (flow == null && count > 0) {
      flow = new Flow();
      flows.put(key, flow);
    }
    if (flow != null) {
      flow.add(slot, count);
    }
  }

  /** Number of the 10 s that ended last. */
  long number() {
    return Math.floorDiv(newest + 1, Flow.BASE) - 1;
  }

  /** That of a key; an empty one when nothing came under it of late. */
  Flow of(KeyId key) {
    return flows.getOrDefault(key, nothing);
  }

  /** Proxies and locations of the edge that are watched, in order. */
  List<KeyId> parts() {
    return flows.keySet().stream().filter(key -> key.kind() != KeyKind.ALL).toList();
  }

  /** Notes that all traffic has fallen now. */
  void fell() {
    fallen.set(index(newest / MINUTE));
  }

  /**
   * True when it falls at this time of the day anyway: it did on two of the last days, or on the
   * same day of last week, half an hour earlier or later.
   */
  boolean usuallyFalls() {
    long now = newest / MINUTE;
    int days = 0;
    for (int day = 1; day < 7; day++) {
      days += fell(now - (long) day * DAY, -ABOUT) ? 1 : 0;
    }
    // Minutes up to the one that runs have taken the places of last week's.
    return days >= OFTEN || fell(now - WEEK, 1);
  }

  private boolean fell(long minute, int from) {
    for (int i = from; i <= ABOUT; i++) {
      if (fallen.get(index(minute + i))) {
        return true;
      }
    }
    return false;
  }

  private static int index(long minute) {
    return (int) Math.floorMod(minute, (long) WEEK);
  }

  void save(FlowsState state) {
    List<FlowState> saved = new ArrayList<>();
    flows.forEach((key, flow) -> saved.add(flow.state(key)));
    state.setSlot(newest);
    state.setKeys(saved);
    state.setFallenMinutes(ByteBuffer.wrap(fallen.toByteArray()));
  }

  void restore(FlowsState state) {
    newest = state.getSlot();
    fallen = BitSet.valueOf(state.getFallenMinutes().duplicate());
    state
        .getKeys()
        .forEach(saved -> flows.put(KeyId.of(saved.getKey(), null), Flow.restore(saved)));
  }
}

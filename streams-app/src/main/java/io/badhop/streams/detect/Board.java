package io.badhop.streams.detect;

import io.badhop.schemas.event.BoardState;
import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.HistoryState;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Refinement;
import io.badhop.schemas.event.SuccessCount;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.WindowCell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What one view of one site has counted: buckets that are still being filled, the history of every
 * key, and the failures of the last ten minutes. Memory is bounded by the number of keys; a key
 * beyond the bound is counted under ALL only, and counted as such.
 */
final class Board {

  /** Failures are looked at together for ten minutes. */
  static final int WINDOW = KeyHistory.COARSE * 40;

  private static final int MAX_WINDOW = 200_000;

  final Tier view;
  final List<Refinement> refinements = new ArrayList<>();
  private final TreeMap<Long, List<Cell>> window = new TreeMap<>();
  private final TreeMap<Long, Bucket> pending = new TreeMap<>();
  private int windowSize;
  private final Map<KeyId, KeyHistory> histories = new HashMap<>();
  private final DetectConfig config;
  private final Stage2Counters counters;
  private long frontier = Slots.NONE;

  Board(Tier view, DetectConfig config, Stage2Counters counters) {
    this.view = view;
    this.config = config;
    this.counters = counters;
  }

  /** Takes in what a tick counted. A bucket may come in parts, one by one tick. */
  void add(Bucket bucket) {
    long slot = Slots.of(bucket.getStart());
    if (frontier != Slots.NONE && slot < frontier) {
      counters.tooLate++;
      return;
    }
    pending.merge(slot, bucket, Buckets::merge);
  }

  /**
   * The next slot that can be evaluated.
   *
   * @param end slots before this one are complete
   * @return {@link Slots#NONE} when none is complete; a long pause without data is passed over at
   *     once
   */
  long next(long end) {
    if (frontier == Slots.NONE && !pending.isEmpty()) {
      frontier = pending.firstKey();
    }
    if (frontier == Slots.NONE || frontier >= end) {
      return Slots.NONE;
    }
    if (window.isEmpty() && !pending.isEmpty() && pending.firstKey() - frontier > WINDOW) {
      frontier = pending.firstKey();
    }
    return pending.isEmpty() && end == Long.MAX_VALUE || frontier >= end ? Slots.NONE : frontier;
  }

  /** Moves one slot on and counts what it holds. */
  Bucket take(long slot) {
    frontier = slot + 1;
    Bucket bucket = pending.remove(slot);
    if (bucket != null) {
      count(slot, bucket);
    }
    forget(slot);
    return bucket;
  }

  private void count(long slot, Bucket bucket) {
    history(KeyId.ALL).add(slot, bucket.getExchanges());
    for (SuccessCount success : bucket.getSuccesses()) {
      KeyId key = KeyId.of(success.getKey(), success.getAnd());
      if (key.kind() != KeyKind.ALL) {
        history(key).add(slot, success.getCount());
      }
    }
    for (FailureCell failure : bucket.getFailures()) {
      countFailure(slot, failure);
    }
  }

  /** A failure that comes in with its bucket, or later as an amendment. */
  Cell countFailure(long slot, FailureCell failure) {
    Cell cell = new Cell(slot, failure);
    for (KeyId key : cell.keys) {
      if (key.kind() != KeyKind.ALL) {
        history(key).add(slot, failure.getCount());
      }
    }
    put(cell);
    return cell;
  }

  /** Keeps a failure in the window; the oldest slot goes when the window is full. */
  void put(Cell cell) {
    if (windowSize >= MAX_WINDOW) {
      int gone = window.pollFirstEntry().getValue().size();
      windowSize -= gone;
      counters.windowOverflowed += gone;
    }
    window.computeIfAbsent(cell.slot, slot -> new ArrayList<>()).add(cell);
    windowSize++;
  }

  /** Takes a failure out of the window. */
  void drop(Cell cell) {
    if (window.getOrDefault(cell.slot, new ArrayList<>()).remove(cell)) {
      windowSize--;
    }
  }

  /** Failures of one slot. */
  List<Cell> at(long slot) {
    return window.getOrDefault(slot, List.of());
  }

  /** Failures from a slot on, in order of slot. */
  Stream<Cell> since(long slot) {
    return window.tailMap(slot, true).values().stream().flatMap(List::stream);
  }

  private KeyHistory history(KeyId key) {
    KeyHistory known = histories.get(key);
    if (known != null) {
      return known;
    }
    if (histories.size() >= config.maxKeys() && key.kind() != KeyKind.ALL) {
      counters.keysOverflowed++;
      return new KeyHistory();
    }
    KeyHistory made = new KeyHistory();
    histories.put(key, made);
    return made;
  }

  private void forget(long slot) {
    while (!window.isEmpty() && slot - window.firstKey() >= WINDOW) {
      for (Cell cell : window.pollFirstEntry().getValue()) {
        windowSize--;
        if (cell.owner == null && !cell.hidden()) {
          cell.keys.forEach(key -> history(key).usualFailures(cell.count()));
        }
      }
    }
    if (slot % WINDOW == 0) {
      histories.values().removeIf(history -> history.forgettable(slot - 6L * WINDOW));
    }
  }

  long exchanges(KeyId key, long from, long to) {
    KeyHistory history = histories.get(key);
    return history == null ? 0 : history.exchanges(from, to);
  }

  /** All exchanges of the 10 s that begin at the slot. */
  long coarseExchanges(long slot) {
    KeyHistory history = histories.get(KeyId.ALL);
    return history == null ? 0 : history.coarseExchanges(slot);
  }

  double expectedRatio(KeyId key) {
    KeyHistory history = histories.get(key);
    return history == null ? config.priorRatio() : history.expectedRatio(config.priorRatio());
  }

  double baselineRatio(KeyId key) {
    KeyHistory history = histories.get(key);
    return history == null ? 0 : history.baselineRatio();
  }

  int keyCount() {
    return histories.size();
  }

  /** Upstreams that a path has been seen on, in order. */
  Collection<String> upstreamsOf(String path) {
    TreeSet<String> upstreams = new TreeSet<>();
    for (KeyId key : histories.keySet()) {
      if (key.pair() && key.kind() == KeyKind.PATH && key.value().equals(path)) {
        upstreams.add(key.andValue());
      }
    }
    return upstreams;
  }

  /** Slot after the last one evaluated; {@link Slots#NONE} before the first. */
  long frontier() {
    return frontier;
  }

  BoardState state() {
    List<WindowCell> cells = new ArrayList<>();
    for (Cell cell : since(Long.MIN_VALUE).toList()) {
      cells.add(new WindowCell(cell.slot, cell.owner == null ? "" : cell.owner.id(), cell.data));
    }
    List<HistoryState> keys = new ArrayList<>();
    new TreeMap<>(histories).forEach((id, history) -> keys.add(history.state(id)));
    return new BoardState(
        view,
        frontier,
        new ArrayList<>(pending.values()),
        new ArrayList<>(refinements),
        cells,
        keys);
  }

  static Board restore(
      BoardState state,
      Function<String, Incident> incidents,
      DetectConfig config,
      Stage2Counters counters) {
    Board board = new Board(state.getView(), config, counters);
    board.frontier = state.getFrontier();
    state.getPending().forEach(bucket -> board.pending.put(Slots.of(bucket.getStart()), bucket));
    board.refinements.addAll(state.getRefinements());
    for (WindowCell saved : state.getWindow()) {
      Cell cell = new Cell(saved.getSlot(), saved.getCell());
      cell.owner = saved.getIncident().isEmpty() ? null : incidents.apply(saved.getIncident());
      board.put(cell);
    }
    for (HistoryState saved : state.getHistories()) {
      board.histories.put(KeyId.of(saved.getKey(), saved.getAnd()), KeyHistory.restore(saved));
    }
    return board;
  }
}

package io.badhop.streams.detect;

import io.badhop.schemas.event.BoardState;
import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Refinement;
import io.badhop.schemas.event.SuccessCount;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.WindowCell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
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

  final Tier view;
  final List<Refinement> refinements = new ArrayList<>();
  private final FailureWindow window = new FailureWindow();
  private final Unexplained unexplained = new Unexplained();
  private final TreeMap<Long, BucketSum> pending = new TreeMap<>();
  private final Histories histories;
  private final SeenTraffic seen;
  private final Rhythm rhythm = new Rhythm();
  private final Stage2Counters counters;
  private final FoldedPaths paths;
  private final Paces paces;
  private IncidentState slowness;
  private long frontier = Slots.NONE;
  private boolean counted = true;

  /**
   * @param given templates of paths that users gave, without host
   */
  Board(Tier view, DetectConfig config, Set<String> given, Stage2Counters counters) {
    this.view = view;
    this.histories = new Histories(config, counters);
    this.seen = new SeenTraffic(view, histories);
    this.counters = counters;
    this.paces = new Paces(config, counters);
    this.paths = new FoldedPaths(Math.max(1, config.maxKeys() / 2), given);
  }

  /** Takes in what a tick counted. A bucket may come in parts, one by one tick. */
  void add(long slot, BucketSum sum) {
    if (frontier != Slots.NONE && slot < frontier) {
      counters.tooLate++;
      return;
    }
    BucketSum known = pending.putIfAbsent(slot, sum);
    if (known != null) {
      known.add(sum);
    }
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

  /** Takes out corrections of buckets up to the slot, under paths as they are folded now. */
  List<Refinement> due(long slot) {
    List<Refinement> due = new ArrayList<>();
    refinements.removeIf(
        refinement ->
            Slots.of(refinement.getBucket()) <= slot && due.add(paths.folded(refinement)));
    return due;
  }

  /** Moves one slot on and counts what it holds. */
  Bucket take(long slot) {
    frontier = slot + 1;
    BucketSum sum = pending.remove(slot);
    Bucket bucket = sum == null ? null : sum.build();
    if (bucket != null) {
      count(slot, bucket);
    }
    forget(slot);
    return bucket;
  }

  /** True when nothing is to come, to be corrected, or in the windows. */
  boolean still() {
    return pending.isEmpty()
        && refinements.isEmpty()
        && window.isEmpty()
        && paces.still()
        && slowness == null;
  }

  /**
   * First slot after one in which {@link #take} or {@link #fold} drops what was not seen for long.
   */
  static long nextForgetting(long slot) {
    return Slots.firstOf(slot + 1, WINDOW) == slot + 1
        ? slot + 1
        : Slots.firstOf(slot + 1, WINDOW) - 1;
  }

  /** Moves on as far as a slot when all until then is empty, and the board {@link #still}. */
  void passOver(long slot) {
    frontier = slot + 1;
    unexplained.forget(slot);
  }

  private void count(long slot, Bucket bucket) {
    histories.of(KeyId.ALL).add(slot, bucket.getExchanges());
    counters.pathsOther += paths.learn(bucket, slot);
    paces.learn(slot, bucket);
    long named = 0;
    for (SuccessCount success : bucket.getSuccesses()) {
      KeyId key = paths.folded(KeyId.of(success.getKey(), success.getAnd()));
      named += key.kind() == KeyKind.UPSTREAM && !key.pair() ? success.getCount() : 0;
      if (key.kind() != KeyKind.ALL) {
        histories.of(key).add(slot, success.getCount());
      }
    }
    if (named > 0) {
      histories.of(SeenTraffic.NAMED).add(slot, named);
    }
    for (FailureCell failure : paths.folded(bucket.getFailures())) {
      countFailure(slot, failure);
    }
  }

  /**
   * Folds paths of which there are too many, from the next bucket on. What was counted goes over to
   * the folded paths; those that incidents are keyed by stay as they are.
   */
  void fold(Collection<Incident> incidents) {
    boolean forget = frontier % WINDOW == 0;
    if (!forget && !paths.crowded()) {
      return;
    }
    Set<String> pinned = pinned(incidents);
    int folds = paths.fold(pinned);
    if (forget) {
      paths.forget(frontier, pinned);
    }
    if (folds > 0) {
      counters.pathsFolded += folds;
      rename();
      incidents.stream()
          .filter(incident -> incident.state().getView() == view)
          .forEach(incident -> incident.renamePaths(paths::path));
    }
  }

  private Set<String> pinned(Collection<Incident> incidents) {
    Set<String> pinned = new TreeSet<>();
    for (Incident incident : incidents) {
      if (incident.state().getView() == view) {
        Stream.concat(Stream.of(incident.state().getKey()), incident.lines().stream())
            .filter(key -> key.getKind() == KeyKind.PATH || key.getKind() == KeyKind.HOST)
            .forEach(key -> pinned.add(key.getValue()));
      }
    }
    return pinned;
  }

  private void rename() {
    histories.rename(paths::folded);
    window.replaceAll(this::folded);
    unexplained.replaceAll(this::folded);
  }

  private Cell folded(Cell cell) {
    if (!paths.moves(cell.data)) {
      return cell;
    }
    Cell folded = new Cell(cell.slot, paths.folded(cell.data));
    folded.owner = cell.owner;
    return folded;
  }

  /** A failure that comes in with its bucket, or later as an amendment. */
  Cell countFailure(long slot, FailureCell failure) {
    Cell cell = new Cell(slot, failure);
    for (KeyId key : cell.keys) {
      if (key.kind() != KeyKind.ALL) {
        histories.of(key).add(slot, failure.getCount());
      }
    }
    put(cell);
    return cell;
  }

  /** Keeps a failure in the window. */
  void put(Cell cell) {
    counters.windowOverflowed += window.put(cell);
  }

  /** Takes a failure out of the window. */
  void drop(Cell cell) {
    window.drop(cell);
  }

  /** Failures of one slot. */
  List<Cell> at(long slot) {
    return window.at(slot);
  }

  /** Failures from a slot on, in order of slot. */
  Stream<Cell> since(long slot) {
    return window.since(slot);
  }

  /** The failures of the last ten minutes. */
  FailureWindow window() {
    return window;
  }

  private void forget(long slot) {
    for (Cell cell : window.takeUpTo(slot - WINDOW)) {
      if (cell.owner == null && !cell.hidden()) {
        cell.keys.forEach(key -> histories.of(key).usualFailures(cell.count()));
        counters.windowOverflowed += unexplained.add(cell);
      }
    }
    unexplained.forget(slot);
    if (slot % WINDOW == 0) {
      histories.forget(slot - 6L * WINDOW);
    }
  }

  long exchanges(KeyId key, long from, long to) {
    return histories.exchanges(key, from, to);
  }

  /**
   * Failures that no incident has claimed, of up to six hours back: of a slow burn ten minutes show
   * too little.
   */
  Stream<Cell> unexplainedSince(long slot) {
    return Stream.concat(
        unexplained.since(slot), since(slot).filter(cell -> cell.owner == null && !cell.hidden()));
  }

  /** Takes failures that an incident claimed after all out of what is usual. */
  void notUsual(Collection<Cell> claimed) {
    for (Cell cell : claimed) {
      if (frontier - 1 - cell.slot >= WINDOW) {
        cell.keys.forEach(key -> histories.of(key).notUsual(cell.slot, cell.count()));
      }
    }
  }

  /** How long exchanges take that go well. */
  Paces paces() {
    return paces;
  }

  /** The incident that says that they take long; null while there is none. */
  IncidentState slowness() {
    return slowness;
  }

  /** Keeps the incident that says that they take long. */
  void slowness(IncidentState incident) {
    slowness = incident;
  }

  /** Exchanges that surely fell into the slots from..to, where history is coarse fewer than did. */
  long exchangesInside(KeyId key, long from, long to) {
    return histories.exchangesInside(key, from, to);
  }

  /** Of which keys the logs show what went well. */
  SeenTraffic seen() {
    return seen;
  }

  /** The key by whose traffic a key is measured, see {@link SeenTraffic#measure}. */
  KeyId measure(KeyId key) {
    return seen.measure(key, frontier);
  }

  /** Whether the view is counted: that of the application is not where proxies are logged. */
  boolean counted() {
    return counted;
  }

  /** Notes whether this tick counts the view. */
  void counted(boolean now) {
    counted = now;
  }

  /** When the view has traffic. */
  Rhythm rhythm() {
    return rhythm;
  }

  /** What every key has seen. */
  Histories histories() {
    return histories;
  }

  /** Slot after the last one evaluated; {@link Slots#NONE} before the first. */
  long frontier() {
    return frontier;
  }

  BoardState state() {
    List<WindowCell> cells = new ArrayList<>();
    for (Cell cell :
        Stream.concat(unexplained.since(Long.MIN_VALUE), since(Long.MIN_VALUE)).toList()) {
      cells.add(new WindowCell(cell.slot, cell.owner == null ? "" : cell.owner.id(), cell.data));
    }
    return new BoardState(
        view,
        frontier,
        new ArrayList<>(pending.values().stream().map(BucketSum::build).toList()),
        new ArrayList<>(refinements),
        cells,
        histories.state(),
        paths.state(),
        rhythm.watched(),
        rhythm.busy(),
        paces.state(),
        slowness);
  }

  static Board restore(
      BoardState state,
      Function<String, Incident> incidents,
      DetectConfig config,
      Set<String> given,
      Stage2Counters counters) {
    Board board = new Board(state.getView(), config, given, counters);
    board.paths.restore(state.getPaths());
    board.frontier = state.getFrontier();
    for (Bucket bucket : state.getPending()) {
      board.pending.put(Slots.of(bucket.getStart()), new BucketSum().add(bucket));
    }
    board.refinements.addAll(state.getRefinements());
    for (WindowCell saved : state.getWindow()) {
      Cell cell = new Cell(saved.getSlot(), saved.getCell());
      cell.owner = saved.getIncident().isEmpty() ? null : incidents.apply(saved.getIncident());
      if (board.frontier - 1 - cell.slot >= WINDOW) {
        board.unexplained.add(cell);
      } else {
        board.put(cell);
      }
    }
    board.paces.restore(state.getPaces());
    board.slowness = state.getSlowness();
    board.rhythm.restore(state.getWatchedMinutes(), state.getBusyMinutes());
    board.histories.restore(state.getHistories());
    return board;
  }
}

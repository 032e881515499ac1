package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.KeyKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds clusters among the failures that no incident has claimed, and makes incidents of them: a
 * new one, or a part of one that is open, or one that came back.
 *
 * <p>Each cause is looked at by itself over 2 s, 5 s, 30 s and 10 min, from its first failure in
 * that span on. The short spans find outages at their third failure. The first failure in ten
 * seconds is looked at over an hour and six hours besides, for slow burns.
 */
final class Clusters {

  private static final int[] HORIZONS = {8, 20, KeyHistory.FINE, Board.WINDOW};

  /** Cells that are no reason to wait. */
  private static final int EVERY_SLOT = 1_000;

  private static final int[] HOURS = {6 * Board.WINDOW, KeyHistory.HOURS * Board.WINDOW};
  private static final long SELDOM = 40;

  private final String site;
  private final DetectConfig config;
  private final Stage2Counters counters;
  private final Map<String, Incident> incidents;
  private final Joining joining;
  private final Reopening reopening;

  Clusters(
      String site, DetectConfig config, Stage2Counters counters, Map<String, Incident> incidents) {
    this.site = site;
    this.config = config;
    this.counters = counters;
    this.incidents = incidents;
    this.joining = new Joining();
    this.reopening = new Reopening(config);
  }

  /**
   * Gives new failures to the open incidents that take them; an exact match of the cause goes
   * first.
   */
  void assign(Board board, Collection<Cell> fresh) {
    for (Cell cell : fresh) {
      if (cell.owner == null) {
        openOn(board)
            .filter(incident -> incident.takes(cell))
            .filter(incident -> Machines.mayBeOf(board, incident, cell))
            .min(
                Comparator.comparing((Incident incident) -> incident.cause() != cell.cause())
                    .thenComparing(Incident::id))
            .ifPresent(incident -> take(incident, cell));
      }
    }
  }

  private static void take(Incident incident, Cell cell) {
    if (incident.followsFrom(cell)) {
      incident.note("follows from this: no live upstreams in " + cell.data.getPool());
    }
    incident.absorb(cell);
  }

  /**
   * Looks for clusters among unclaimed failures, of the causes that the slot brought something of.
   */
  void detect(Board board, long now) {
    Set<String> brought = new TreeSet<>();
    board
        .since(now - 1)
        .filter(cell -> cell.owner == null)
        .forEach(cell -> brought.add(cell.group));
    if (brought.isEmpty()) {
      return;
    }
    brought.forEach(group -> detectIn(board, group, now));
  }

  private void detectIn(Board board, String group, long now) {
    Explainer explainer = new Explainer(board, config);
    for (int horizon : HORIZONS) {
      List<Cell> cells = looked(board, group, horizon, now);
      if (Explainer.count(cells) >= config.minFailures()) {
        Optional<Explanation> found = explainer.explain(cells, now);
        if (found.isPresent()) {
          place(board, explainer, found.get(), cells, now);
          return;
        }
      }
    }
    List<Cell> lately = board.window().unclaimed(group, now / SELDOM * SELDOM);
    boolean first = lately.isEmpty() || lately.get(0).slot >= now;
    List<Cell> brought = board.window().unclaimed(group, now - 1);
    if (first && !brought.isEmpty() && !brought.get(0).hidden()) {
      burning(board, explainer, group, now);
    }
  }

  private void burning(Board board, Explainer explainer, String group, long now) {
    for (int horizon : HOURS) {
      List<Cell> cells =
          board.unexplainedSince(now - horizon + 1).filter(c -> c.group.equals(group)).toList();
      Optional<Explanation> found = explainer.explain(cells, now);
      if (found.isPresent()) {
        place(board, explainer, found.get(), cells, now);
        board.notUsual(cells.stream().filter(cell -> cell.owner != null).toList());
        return;
      }
    }
  }

  /**
   * The unclaimed failures of a span; none when it is not the slot to look at it. Looking costs
   * what the span holds. So a long span with a constant noise of failures is looked at less often,
   * by what its group holds: of 10,000 cells every 11th slot.
   */
  private static List<Cell> looked(Board board, String group, int horizon, long now) {
    if (horizon == Board.WINDOW && !due(board.window().size(group), now)) {
      return List.of();
    }
    List<Cell> cells = board.window().unclaimed(group, now - horizon + 1);
    return horizon < KeyHistory.FINE || due(cells.size(), now) ? cells : List.of();
  }

  private static boolean due(int cells, long now) {
    return now % (1 + cells / EVERY_SLOT) == 0;
  }

  private void place(
      Board board, Explainer explainer, Explanation found, List<Cell> cells, long now) {
    Cause cause = cells.get(0).cause();
    if (cause == Cause.NO_HEALTHY_UPSTREAM && followOn(board, explainer, found, cells, now)) {
      return;
    }
    Optional<Incident> joined =
        joining.join(board, openOn(board).toList(), explainer, found, cells, now);
    if (joined.isPresent() || reopening.reopen(board, incidents.values(), found, cells)) {
      return;
    }
    if (openOn(board).count() >= config.maxIncidents()) {
      counters.incidentsOverflowed++;
      return;
    }
    open(board, found, cells, now);
  }

  /**
   * "No live upstreams" says that something took them out: what failed in the same pool shortly
   * before is the origin, and names cause and cluster.
   */
  private boolean followOn(
      Board board, Explainer explainer, Explanation found, List<Cell> cells, long now) {
    List<String> pools =
        cells.stream()
            .map(cell -> cell.data.getPool())
            .filter(pool -> !pool.isEmpty())
            .distinct()
            .toList();
    List<Cell> origins =
        board
            .since(now - KeyHistory.FINE + 1)
            .filter(
                cell ->
                    cell.owner == null
                        && Causes.takesOut(cell.cause())
                        && pools.contains(cell.data.getPool()))
            .toList();
    if (origins.isEmpty()) {
      return false;
    }
    List<KeyId> inner =
        explainer.explain(origins, now).map(origin -> List.of(origin.key())).orElse(List.of());
    List<Cell> all = new ArrayList<>(origins);
    all.addAll(cells);
    KeyId pool = KeyId.of(KeyKind.POOL, pools.get(0));
    open(
        board,
        new Explanation(
            pool, List.of(), inner, found.since(), found.failed(), found.total(), found.coverage()),
        all,
        now);
    return true;
  }

  private void open(Board board, Explanation found, List<Cell> cells, long now) {
    IncidentState state =
        IncidentState.newBuilder()
            .setId(id(found.key(), now))
            .setView(board.view)
            .setKey(found.key().key())
            .setKeyAnd(found.key().and())
            .setHidden(cells.stream().allMatch(Cell::hidden))
            .setOpenedSlot(now)
            .setFirstSlot(found.since())
            .setLastSlot(found.since())
            .setTotalledSlot(now)
            .setStatuses(new TreeMap<>())
            .setBaselineRatio(board.histories().baselineRatio(board.measure(found.key())))
            .build();
    Incident incident = new Incident(state);
    incident.rekey(found);
    cells.stream()
        .filter(cell -> found.key().kind() == KeyKind.POOL || found.covers(cell))
        .forEach(incident::absorb);
    state.setTotal(Math.max(state.getFailed(), found.total()));
    Slowness.foreshadowed(board, incident);
    incidents.put(incident.id(), incident);
  }

  private Stream<Incident> openOn(Board board) {
    return incidents.values().stream()
        .filter(incident -> incident.open() && incident.state().getView() == board.view);
  }

  /** Hash of site, key and opening bucket; never of the cause, which may be corrected. */
  String id(KeyId key, long openedSlot) {
    long hash = 0xcbf29ce484222325L;
    String words = site + '\u0001' + key + '\u0001' + Slots.startMs(openedSlot);
    for (int i = 0; i < words.length(); i++) {
      hash = (hash ^ words.charAt(i)) * 0x100000001b3L;
    }
    hash ^= hash >>> 32;
    return String.format(Locale.ROOT, "%016x", hash * 0x9E3779B97F4A7C15L);
  }
}

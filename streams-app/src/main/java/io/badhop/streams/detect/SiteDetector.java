package io.badhop.streams.detect;

import io.badhop.schemas.event.BoardState;
import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.Refinement;
import io.badhop.schemas.event.SiteState;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Detection for one site: a board a view, the incidents of all views, and what history knows. Views
 * do not look at each other but for {@link Echo}, so an edge whose logs come minutes late opens
 * what it would have opened on time.
 */
final class SiteDetector {

  /**
   * Slots that one tick evaluates, three and a half hours of them; the next ticks go on. When a log
   * of last week has been read and time jumps to now, all at once would take longer than a
   * transaction may: the task would be fenced, begin again, and be fenced again.
   */
  private static final int MOST_STEPS = 50_000;

  private static final List<Tier> VIEWS = List.of(Tier.PROXY, Tier.EDGE, Tier.APP);

  private final String site;
  private final DetectConfig config;
  private final Set<String> given;
  private final Stage2Counters counters;
  private final Map<Tier, Board> boards = new EnumMap<>(Tier.class);
  private final Map<String, Incident> incidents = new TreeMap<>();
  private final SiteFacts facts;
  private final Clusters clusters;
  private final Rekeying rekeying;
  private final Life life;
  private final Silence silence;
  private final TrafficWatch traffic;
  private final Slowness slowness;
  private final Pause pause;

  /**
   * @param given templates of paths that users gave, without host
   */
  SiteDetector(String site, DetectConfig config, Set<String> given, Stage2Counters counters) {
    this.site = site;
    this.config = config;
    this.given = given;
    this.counters = counters;
    this.facts = new SiteFacts(site, counters);
    EscalationWriter writer = new EscalationWriter(site, config, facts);
    this.clusters = new Clusters(site, config, counters, incidents);
    this.rekeying = new Rekeying(config);
    this.life = new Life(config, writer, facts, new Echo(boards));
    this.silence = new Silence(config, clusters, writer, incidents);
    this.traffic = new TrafficWatch(silence, clusters, writer, counters);
    this.slowness = new Slowness(clusters, writer);
    this.pause = new Pause(life, traffic, facts, incidents);
  }

  /** Takes in one tick and evaluates the buckets that it completes, in order. */
  List<Escalation> advance(SiteTick tick) {
    tick.sort();
    facts.learn(tick);
    List<Escalation> said = new ArrayList<>();
    for (Tier view : VIEWS) {
      Board board = boards.computeIfAbsent(view, tier -> new Board(tier, config, given, counters));
      board.seen().upstreamsNamed(facts::answersSeen, upstream -> !facts.neverAnswered(upstream));
      board.counted(view != Tier.APP || !tick.watermarks.containsKey(Tier.PROXY));
      tick.bucketsOf(view).forEach((start, sum) -> board.add(Slots.of(start), sum));
      tick.refinements.stream()
          .filter(refinement -> refinement.getView() == view)
          .forEach(board.refinements::add);
      Long watermark = tick.watermarks.get(view);
      if (watermark != null) {
        evaluate(board, watermark == Long.MAX_VALUE ? Long.MAX_VALUE : Slots.of(watermark), said);
      }
    }
    said.addAll(silence.logs(tick, newestSlot(tick)));
    counters.escalations += said.size();
    return said;
  }

  /** Where there was no traffic yet, that of the watermarks. */
  private long newestSlot(SiteTick tick) {
    long evaluated = boards.values().stream().mapToLong(Board::frontier).max().orElse(Slots.NONE);
    return evaluated != Slots.NONE
        ? evaluated
        : tick.watermarks.values().stream()
            .filter(mark -> mark != Long.MAX_VALUE)
            .mapToLong(Slots::of)
            .max()
            .orElse(Slots.NONE);
  }

  private void evaluate(Board board, long end, List<Escalation> said) {
    long refinements = counters.refinements;
    int steps = 0;
    for (long slot = board.next(end);
        slot != Slots.NONE && (steps < MOST_STEPS || end == Long.MAX_VALUE);
        slot = board.next(end)) {
      steps++;
      counters.buckets++;
      Bucket bucket = board.take(slot);
      if (bucket != null) {
        facts.learn(slot, bucket);
      }
      List<Cell> fresh = refine(board, slot);
      board.at(slot).stream()
          .filter(cell -> cell.owner == null && !fresh.contains(cell))
          .forEach(fresh::add);
      clusters.assign(board, fresh);
      if (fresh.stream().anyMatch(cell -> cell.owner == null)) {
        clusters.detect(board, slot);
      }
      if (board.counted()) {
        said.addAll(traffic.watch(board, bucket, slot));
      }
      live(board, bucket, slot, said);
      slowness.watch(board, openOn(board), slot).ifPresent(said::add);
      board.fold(incidents.values());
      if (bucket == null && board.still()) {
        long passed =
            pause.pass(board, openOn(board), slot, Math.min(end, slot + 1 + MOST_STEPS - steps));
        steps += (int) passed;
        counters.buckets += passed;
      }
    }
    if (board.frontier() != Slots.NONE) {
      clusters.assign(board, refine(board, board.frontier() - 1));
    }
    if (counters.refinements != refinements) {
      over(board)
          .forEach(
              incident ->
                  life.afterwards(incident, board, board.frontier() - 1).ifPresent(said::add));
    }
    if (end == Long.MAX_VALUE) {
      openOn(board)
          .forEach(
              incident -> life.atEnd(incident, board, board.frontier() - 1).ifPresent(said::add));
    }
  }

  private List<Incident> openOn(Board board) {
    return on(board).filter(Incident::open).toList();
  }

  private List<Incident> over(Board board) {
    return on(board)
        .filter(incident -> !incident.open() && !Causes.silence(incident.cause()))
        .toList();
  }

  private Stream<Incident> on(Board board) {
    return incidents.values().stream()
        .filter(
            incident ->
                incident.state().getView() == board.view && incident.cause() != Cause.LOGS_MISSING)
        .sorted(
            Comparator.comparingLong((Incident incident) -> incident.state().getOpenedSlot())
                .thenComparing(Incident::id));
  }

  private void live(Board board, Bucket bucket, long slot, List<Escalation> said) {
    for (Incident incident : openOn(board)) {
      rekeying.reconsider(board, incident, slot);
      life.count(incident, board, bucket, slot);
      life.speak(incident, board, slot).ifPresent(said::add);
    }
    incidents.values().removeIf(incident -> !incident.open() && slot >= life.forgottenAt(incident));
  }

  /** Applies corrected diagnoses of buckets up to the slot; returns failures that they added. */
  private List<Cell> refine(Board board, long slot) {
    List<Cell> added = new ArrayList<>();
    List<Refinement> due = board.due(slot);
    if (due.isEmpty()) {
      return added;
    }
    Refiner refiner = new Refiner(board, incidents.values(), facts, counters);
    due.forEach(refinement -> refiner.apply(refinement).ifPresent(added::add));
    return added;
  }

  List<ClockSkew> clockSkews() {
    return facts.clocks().skews();
  }

  SiteState state() {
    List<BoardState> views = boards.values().stream().map(Board::state).toList();
    List<IncidentState> all = incidents.values().stream().map(Incident::state).toList();
    SiteState state = new SiteState();
    state.setSite(site);
    state.setBoards(new ArrayList<>(views));
    state.setIncidents(new ArrayList<>(all));
    state.setFlows(traffic.state());
    facts.save(state);
    return state;
  }

  static SiteDetector restore(
      SiteState state, DetectConfig config, Set<String> given, Stage2Counters counters) {
    SiteDetector detector = new SiteDetector(state.getSite(), config, given, counters);
    state
        .getIncidents()
        .forEach(saved -> detector.incidents.put(saved.getId(), new Incident(saved)));
    for (BoardState saved : state.getBoards()) {
      detector.boards.put(
          saved.getView(), Board.restore(saved, detector.incidents::get, config, given, counters));
    }
    detector.traffic.restore(state.getFlows());
    detector.facts.restore(state);
    return detector;
  }
}

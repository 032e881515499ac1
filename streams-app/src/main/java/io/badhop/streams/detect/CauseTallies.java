package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.CauseTally;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.IncidentState;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An incident's failures by cause and hop, and the cause that they speak for. */
final class CauseTallies {

  /**
   * A cause of which one failure in ten is the origin of the others, when it is one that starves
   * requests.
   */
  private static final double ORIGIN_SHARE = 0.1;

  /** From this confidence on a failure speaks plainly: its record has a text or a state for it. */
  private static final double PLAIN = 0.85;

  /** Below, the cause is a guess, as from a count of retries or a status alone. */
  private static final double GUESS = 0.6;

  /** Where so many of the failures speak plainly, guesses about the others do not count. */
  private static final double PLAIN_SHARE = 0.1;

  private final IncidentState state;

  /** Asked for with each failure; null when tallies have changed since. */
  private CauseTally leading;

  CauseTallies(IncidentState state) {
    this.state = state;
  }

  /** True when failures of the cause and hop are counted here. */
  boolean has(Cause cause, FaultDomain domain) {
    return state.getCauses().stream()
        .anyMatch(
            tally ->
                tally.getCause() == cause
                    && tally.getFaultDomain() == domain
                    && tally.getCount() > 0);
  }

  /** True when nothing says more of an incident's cause, or of that of a cluster, than a guess. */
  static boolean guessed(Incident incident, Collection<Cell> cells) {
    return incident.leading().getConfidence() < GUESS
        || cells.stream().allMatch(cell -> cell.data.getConfidence() < GUESS);
  }

  /** Adds failures, or takes away when the count is negative. */
  void add(Cause cause, FaultDomain domain, long count, double confidence) {
    leading = null;
    for (CauseTally tally : state.getCauses()) {
      if (tally.getCause() == cause && tally.getFaultDomain() == domain) {
        tally.setCount(Math.max(0, tally.getCount() + count));
        tally.setConfidence(Math.max(tally.getConfidence(), confidence));
        return;
      }
    }
    if (count > 0) {
      state.getCauses().add(new CauseTally(cause, domain, count, confidence));
      state
          .getCauses()
          .sort(
              Comparator.comparing(CauseTally::getCause).thenComparing(CauseTally::getFaultDomain));
    }
  }

  /**
   * The tally of the cause that the failures speak for: never a mere symptom while anything else is
   * known, nor a guess while one in ten speaks plainly, and a starved pool rather than the
   * time-outs that follow from it.
   */
  CauseTally leading() {
    if (leading == null) {
      leading = found();
    }
    return leading;
  }

  private CauseTally found() {
    TreeMap<Cause, Long> byCause = new TreeMap<>();
    heard().forEach(tally -> byCause.merge(tally.getCause(), tally.getCount(), Long::sum));
    Cause leading = leading(byCause);
    return state.getCauses().stream()
        .filter(tally -> tally.getCause() == leading)
        .max(
            Comparator.comparingLong(CauseTally::getCount)
                .thenComparing(CauseTally::getFaultDomain, Comparator.reverseOrder()))
        .orElse(new CauseTally(Cause.UNKNOWN, FaultDomain.UNKNOWN, 0L, 0.0));
  }

  /** The tallies that take part: all of them, or those that are no guess where others are plain. */
  private List<CauseTally> heard() {
    List<CauseTally> all =
        state.getCauses().stream().filter(tally -> tally.getCount() > 0).toList();
    List<CauseTally> origins =
        all.stream().filter(tally -> !Causes.symptom(tally.getCause())).toList();
    long plain = count(origins.stream().filter(tally -> tally.getConfidence() >= PLAIN));
    if (plain <= count(origins.stream()) * PLAIN_SHARE) {
      return all;
    }
    return all.stream().filter(tally -> tally.getConfidence() >= GUESS).toList();
  }

  private static long count(Stream<CauseTally> tallies) {
    return tallies.mapToLong(CauseTally::getCount).sum();
  }

  private static Cause leading(TreeMap<Cause, Long> byCause) {
    long origins =
        byCause.entrySet().stream()
            .filter(entry -> !Causes.symptom(entry.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    if (byCause.getOrDefault(Cause.POOL_EXHAUSTED, 0L) > origins * ORIGIN_SHARE) {
      return Cause.POOL_EXHAUSTED;
    }
    return byCause.entrySet().stream()
        .filter(entry -> origins == 0 || !Causes.symptom(entry.getKey()))
        .max(
            Map.Entry.<Cause, Long>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .map(Map.Entry::getKey)
        .orElse(Cause.UNKNOWN);
  }
}

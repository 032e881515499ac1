package io.badhop.cli.report;

import io.badhop.streams.detect.DetectConfig;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What each threshold would have opened over a history, and the settings to take: those with the
 * fewest false alarms among those that tell of every outage in time; of equals those with the least
 * change, then the fastest.
 */
public final class TuningReport {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final List<Trial> trials;
  private final List<Outage> outages;
  private final Duration delay;

  /**
   * @param trials at least one; the first by the thresholds to start from
   * @param outages when something did fail; may be empty
   * @param delay how long after its beginning an outage is to be told at the latest
   */
  public TuningReport(List<Trial> trials, List<Outage> outages, Duration delay) {
    this.trials = List.copyOf(trials);
    this.outages = List.copyOf(outages);
    this.delay = delay;
  }

  /** The settings to take; empty when none tells of every outage in time. */
  public Optional<DetectConfig> proposal() {
    DetectConfig from = base().rules();
    return trials.stream()
        .filter(trial -> trial.slowestMs(outages) <= delay.toMillis())
        .min(
            Comparator.comparingLong((Trial trial) -> trial.falseAlarms(outages))
                .thenComparing(trial -> trial.changes(from))
                .thenComparing(trial -> trial.slowestMs(outages)))
        .map(Trial::rules);
  }

  /** Prints a block for each single change of a threshold, and the proposal. */
  public void print(PrintStream out) {
    if (outages.isEmpty()) {
      out.println("No --outage is given, so every alarm counts as false.");
    }
    trials.stream().filter(trial -> trial.changes(base().rules()) <= 1).forEach(t -> block(t, out));
    out.println();
    Optional<DetectConfig> proposal = proposal();
    if (proposal.isEmpty()) {
      out.println(none());
      return;
    }
    Trial chosen =
        trials.stream().filter(t -> t.rules().equals(proposal.get())).findFirst().orElseThrow();
    out.println(
        "# of "
            + trials.size()
            + " settings tried the one to take: "
            + counted(chosen)
            + (chosen.equals(base()) ? "; it is the one that you have" : ""));
    out.println("detect:");
    out.println("  minFailures: " + chosen.rules().minFailures());
    out.println("  significance: " + chosen.rules().significance());
    out.println("  blipLimit: " + chosen.rules().blipLimit().toMillis() + "ms");
  }

  /** Why nothing is proposed: an outage that no setting tells of at all, or none in time. */
  private String none() {
    for (Outage outage : outages) {
      if (trials.stream().allMatch(trial -> trial.delayMs(outage).isEmpty())) {
        return "No setting tells of the outage "
            + outage.from()
            + "/"
            + outage.to()
            + ": see that its times are right (UTC) and that the logs cover it.";
      }
    }
    long fastest = trials.stream().mapToLong(t -> t.slowestMs(outages)).min().orElseThrow();
    return fastest == Long.MAX_VALUE
        ? "No setting tells of every outage."
        : "No setting tells of every outage within "
            + delay.toSeconds()
            + " s; the fastest takes "
            + seconds(fastest)
            + ", so give it --delay "
            + (fastest + 999) / 1000
            + ".";
  }

  private Trial base() {
    return trials.get(0);
  }

  private void block(Trial trial, PrintStream out) {
    out.println(name(trial) + ": " + counted(trial));
    for (ToldIncident alarm : trial.alarms()) {
      long at = alarm.loudAtMs().orElseThrow();
      boolean known = outages.stream().anyMatch(outage -> outage.covers(at));
      out.println(
          "   "
              + CLOCK.format(Instant.ofEpochMilli(at))
              + (known || outages.isEmpty() ? "  " : "  false  ")
              + alarm.last().getCause()
              + " at "
              + alarm.last().getKey().getKind()
              + " "
              + alarm.last().getKey().getValue());
    }
  }

  private String name(Trial trial) {
    DetectConfig rules = trial.rules();
    DetectConfig from = base().rules();
    if (trial.changes(from) == 0) {
      return "as given";
    }
    if (rules.minFailures() != from.minFailures()) {
      return "minFailures " + rules.minFailures();
    }
    return rules.blipLimit().equals(from.blipLimit())
        ? "significance " + rules.significance()
        : "blipLimit " + rules.blipLimit().toMillis() + "ms";
  }

  private String counted(Trial trial) {
    int alarms = trial.alarms().size();
    String told = alarms + (alarms == 1 ? " alarm, " : " alarms, ");
    long missed = outages.stream().filter(outage -> trial.delayMs(outage).isEmpty()).count();
    String slowest =
        missed > 0
            ? ", " + missed + " of " + outages.size() + " outages not told"
            : outages.isEmpty()
                ? ""
                : ", slowest outage told after " + seconds(trial.slowestMs(outages));
    return told + trial.falseAlarms(outages) + " of them false" + slowest;
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}

package io.badhop.cli;

import io.badhop.cli.config.Rules;
import io.badhop.cli.report.ReadingReport;
import io.badhop.ingest.ship.Accounting;
import io.badhop.ingest.ship.LogFile;
import io.badhop.schemas.event.Escalation;
import io.badhop.streams.detect.DetectConfig;
import io.badhop.streams.replay.OfflineReplay;
import io.badhop.streams.replay.ReplayConfig;
import io.badhop.streams.replay.ReplayResult;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Replays logs offline and keeps what was read and found together. */
final class LogReplay {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int MAX_NOTES = 5;

  private final Terminal terminal;

  LogReplay(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * What came of a replay.
   *
   * @param reading what became of the lines
   * @param result what was found
   */
  record Outcome(ReadingReport reading, ReplayResult result) {

    List<Escalation> escalations() {
      return result.escalations();
    }

    /** One line on the time that the logs cover; empty without events. */
    String span() {
      if (result.events() == 0) {
        return "No events. ";
      }
      String from = CLOCK.format(at(result.firstTime()));
      String to = CLOCK.format(at(result.lastTime()));
      return String.format(
          Locale.ROOT, "%,d events from %s to %s UTC. ", result.events(), from, to);
    }

    private static Instant at(long micros) {
      return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** What the reader of the summary has to know of its limits. */
    List<String> notes() {
      List<String> notes = new ArrayList<>();
      new TreeMap<>(result.failures())
          .forEach((source, why) -> notes.add(source + " was not read to its end: " + why));
      if (result.ahead() > 0) {
        notes.add(
            result.ahead()
                + " events left out: their times lie far ahead of all others in their log");
      }
      return notes.size() > MAX_NOTES ? notes.subList(0, MAX_NOTES) : notes;
    }
  }

  Outcome run(Logs logs, Rules rules) {
    return run(logs, rules, List.of()).get(0);
  }

  /**
   * Replays by several sets of thresholds, reading the logs once.
   *
   * @param rules give the templates of paths for all, and the thresholds of the first outcome
   * @param others thresholds of the further outcomes
   */
  List<Outcome> run(Logs logs, Rules rules, List<DetectConfig> others) {
    List<LogSource> sources = new ArrayList<>();
    for (LogFile file : logs.files()) {
      sources.add(new LogSource(logs.reader(file)));
    }
    List<DetectConfig> all = new ArrayList<>(List.of(rules.detect()));
    all.addAll(others);
    try (ReplayProgress progress = ReplayProgress.on(terminal, logs.bytes())) {
      List<ReplayResult> results =
          new OfflineReplay(ReplayConfig.DEFAULT.routing(rules.routes()).exempting(rules.exempt()))
              .run(List.copyOf(sources), all, progress);
      Map<String, Accounting> outcomes = outcomes(sources);
      ReadingReport reading = new ReadingReport(logs.byName(outcomes.keySet()), outcomes);
      return results.stream().map(result -> new Outcome(reading, result)).toList();
    } catch (IOException e) {
      throw CommandException.failed("Reading failed: " + e.getMessage(), e);
    }
  }

  private static Map<String, Accounting> outcomes(List<LogSource> sources) {
    Map<String, Accounting> outcomes = new TreeMap<>();
    sources.forEach(source -> outcomes.putAll(source.reader().accountingByFile()));
    return outcomes;
  }
}

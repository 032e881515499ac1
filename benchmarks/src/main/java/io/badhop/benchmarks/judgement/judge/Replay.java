package io.badhop.benchmarks.judgement.judge;

import io.badhop.benchmarks.judgement.world.Fault;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.cli.LogSource;
import io.badhop.ingest.ship.LogFile;
import io.badhop.ingest.ship.LogSet;
import io.badhop.ingest.ship.LogSetException;
import io.badhop.ingest.ship.LogSetOptions;
import io.badhop.schemas.event.Escalation;
import io.badhop.streams.replay.EventSource;
import io.badhop.streams.replay.OfflineReplay;
import io.badhop.streams.replay.ReplayConfig;
import io.badhop.streams.replay.ReplayListener;
import io.badhop.streams.summarise.Exempt;
import io.badhop.streams.summarise.Period;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What {@code badhop replay FOLDER} does: the same reading and the same replay. Maintenance is
 * planned, so whoever planned it has said when: it stands in the rules, as a user writes it there.
 */
final class Replay {

  /** Nobody plans to the second: so much longer is the window at both ends. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final String SITE = "default";

  private Replay() {}

  /** The escalations, in order. */
  static List<Escalation> of(Path folder, List<Fault> faults) throws IOException, LogSetException {
    LogSet set = LogSet.open(List.of(folder), LogSetOptions.DEFAULT);
    List<EventSource> sources = new ArrayList<>();
    for (LogFile file : set.files()) {
      sources.add(new LogSource(set.reader(file)));
    }
    ReplayConfig config = ReplayConfig.DEFAULT.exempting(Map.of(SITE, exempt(faults)));
    return new OfflineReplay(config).run(sources, ReplayListener.NONE).escalations();
  }

  private static Exempt exempt(List<Fault> faults) {
    return new Exempt(
        Exempt.DEFAULT.paths(),
        Exempt.DEFAULT.clients(),
        Exempt.DEFAULT.hosts(),
        faults.stream()
            .filter(fault -> fault.kind() == Kind.MAINTENANCE)
            .map(fault -> new Period(at(fault.from()).minus(MARGIN), at(fault.to()).plus(MARGIN)))
            .toList());
  }

  private static Instant at(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}

package io.badhop.benchmarks.judgement.judge;

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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code badhop replay FOLDER} does: the same reading and the same replay. */
final class Replay {

  private Replay() {}

  /** The escalations, in order. */
  static List<Escalation> of(Path folder) throws IOException, LogSetException {
    LogSet set = LogSet.open(List.of(folder), LogSetOptions.DEFAULT);
    List<EventSource> sources = new ArrayList<>();
    for (LogFile file : set.files()) {
      sources.add(new LogSource(set.reader(file)));
    }
    return new OfflineReplay(ReplayConfig.DEFAULT).run(sources, ReplayListener.NONE).escalations();
  }
}

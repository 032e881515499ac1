package io.badhop.benchmarks.judgement.judge;

import io.badhop.ingest.ship.EventReader;
import io.badhop.ingest.ship.LogFile;
import io.badhop.ingest.ship.LogSet;
import io.badhop.ingest.ship.LogSetException;
import io.badhop.ingest.ship.LogSetOptions;
import io.badhop.ingest.ship.ShippedEvent;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.replay.EventSource;
import io.badhop.streams.replay.OfflineReplay;
import io.badhop.streams.replay.ReplayConfig;
import io.badhop.streams.replay.ReplayListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** What {@code badhop replay FOLDER} does: the same reading and the same replay. */
final class Replay {

  private Replay() {}

  /** The escalations, in order. */
  static List<Escalation> of(Path folder) throws IOException, LogSetException {
    LogSet set = LogSet.open(List.of(folder), LogSetOptions.DEFAULT);
    List<EventSource> sources = new ArrayList<>();
    for (LogFile file : set.files()) {
      sources.add(new Source(set.reader(file)));
    }
    return new OfflineReplay(ReplayConfig.DEFAULT).run(sources, ReplayListener.NONE).escalations();
  }

  private record Source(EventReader reader) implements EventSource {

    @Override
    public String name() {
      return reader.source();
    }

    @Override
    public String site() {
      return reader.site();
    }

    @Override
    public Tier tier() {
      return reader.tier();
    }

    @Override
    public SpecificRecord next() throws IOException {
      ShippedEvent event = reader.next();
      return event == null ? null : event.event();
    }

    @Override
    public long bytesRead() {
      return reader.bytesRead();
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}

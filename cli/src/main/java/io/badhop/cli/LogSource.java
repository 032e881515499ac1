package io.badhop.cli;

import io.badhop.ingest.ship.EventReader;
import io.badhop.ingest.ship.ShippedEvent;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.replay.EventSource;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;

/**
 * The reader of a log as the replay wants it: ingest and streams do not know each other.
 *
 * @param reader reads one log; closed with this
 */
public record LogSource(EventReader reader) implements EventSource {

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

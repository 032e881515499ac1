package io.badhop.streams.replay;

import io.badhop.schemas.event.Tier;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;

/** A log that breaks off at a time. */
record Until(EventSource source, long end) implements EventSource {

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public String site() {
    return source.site();
  }

  @Override
  public Tier tier() {
    return source.tier();
  }

  @Override
  public SpecificRecord next() throws IOException {
    SpecificRecord event = source.next();
    return event == null || EventTime.of(event) >= end ? null : event;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}

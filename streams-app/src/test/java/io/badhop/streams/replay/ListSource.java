package io.badhop.streams.replay;

import io.badhop.schemas.event.Tier;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** A log that stands in a list. */
public final class ListSource implements EventSource {

  private final String name;
  private final Tier tier;
  private final Iterator<? extends SpecificRecord> events;
  private final IOException atEnd;
  private boolean closed;

  public ListSource(String name, Tier tier, List<? extends SpecificRecord> events) {
    this(name, tier, events, null);
  }

  ListSource(String name, Tier tier, List<? extends SpecificRecord> events, IOException atEnd) {
    this.name = name;
    this.tier = tier;
    this.events = events.iterator();
    this.atEnd = atEnd;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String site() {
    return "default";
  }

  @Override
  public Tier tier() {
    return tier;
  }

  @Override
  public SpecificRecord next() throws IOException {
    if (events.hasNext()) {
      return events.next();
    }
    if (atEnd != null) {
      throw atEnd;
    }
    return null;
  }

  @Override
  public void close() {
    closed = true;
  }

  boolean closed() {
    return closed;
  }
}

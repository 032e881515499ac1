package io.badhop.ingest.ship;

import io.badhop.schemas.event.Tier;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Reads logs that have an end. */
final class LogReader implements EventReader {
  private final String source;
  private final String site;
  private final Tier tier;
  private final ServerLog log;
  private final ReorderBuffer buffer;
  private boolean ended;

  LogReader(String source, String site, Tier tier, ServerLog log, ReorderBuffer buffer) {
    this.source = source;
    this.site = site;
    this.tier = tier;
    this.log = log;
    this.buffer = buffer;
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public String site() {
    return site;
  }

  @Override
  public Tier tier() {
    return tier;
  }

  @Override
  public ShippedEvent next() throws IOException {
    while (!ended) {
      ShippedEvent event = buffer.poll();
      if (event != null) {
        return event;
      }
      if (!log.advance(buffer::add)) {
        log.drain(buffer::add);
        ended = true;
      }
    }
    return buffer.drain();
  }

  @Override
  public Accounting accounting() {
    return accountingByFile().values().stream().reduce(Accounting.NONE, Accounting::plus);
  }

  @Override
  public Map<String, Accounting> accountingByFile() {
    Map<String, Accounting> files = new TreeMap<>();
    for (Pump pump : log.pumps()) {
      files.merge(pump.origin().file(), pump.tally().accounting(), Accounting::plus);
    }
    return files;
  }

  @Override
  public long unordered() {
    return buffer.unordered();
  }

  @Override
  public long bytesRead() {
    return log.pumps().stream().mapToLong(pump -> pump.lines().bytesRead()).sum();
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}

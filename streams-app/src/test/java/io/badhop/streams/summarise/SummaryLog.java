package io.badhop.streams.summarise;

import io.badhop.schemas.event.TrafficSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A partition of the summaries' topic. Offsets have gaps, where transactions began and ended. */
final class SummaryLog {

  /** A summary and its offset. */
  record Entry(long offset, TrafficSummary summary) {}

  private final Random random;
  private final List<Entry> entries = new ArrayList<>();
  private long next;

  SummaryLog(Random random) {
    this.random = random;
  }

  void append(TrafficSummary summary) {
    next += random.nextInt(5) == 0 ? random.nextInt(4) : 0;
    entries.add(new Entry(next++, summary));
  }

  List<Entry> entries() {
    return entries;
  }
}

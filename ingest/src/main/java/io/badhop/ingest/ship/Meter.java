package io.badhop.ingest.ship;

import java.util.concurrent.atomic.LongAdder;

/** What is counted while shipping. */
final class Meter {
  final LongAdder events = new LongAdder();
  final LongAdder aliases = new LongAdder();
  final LongAdder deadLetters = new LongAdder();
  final LongAdder acknowledged = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder redactions = new LongAdder();
  final LongAdder reports = new LongAdder();
  final LongAdder readFailures = new LongAdder();

  /** Counts what was counted elsewhere, what was sent before what was answered. */
  void add(Meter other) {
    events.add(other.events.sum());
    aliases.add(other.aliases.sum());
    deadLetters.add(other.deadLetters.sum());
    refused.add(other.refused.sum());
    acknowledged.add(other.acknowledged.sum());
    reports.add(other.reports.sum());
  }

  /** Records that are sent and not answered. */
  long inFlight() {
    long answered = acknowledged.sum() + refused.sum();
    return Math.max(0, events.sum() + aliases.sum() + deadLetters.sum() - answered);
  }

  ShipperCounters snapshot(Course course) {
    long answered = acknowledged.sum() + refused.sum();
    long sent = events.sum() + aliases.sum() + deadLetters.sum();
    return new ShipperCounters(
        course.accounting(),
        events.sum(),
        aliases.sum(),
        deadLetters.sum(),
        acknowledged.sum(),
        refused.sum(),
        Math.max(0, sent - answered),
        reports.sum(),
        course.unordered(),
        readFailures.sum(),
        course.lost(),
        course.unrecognised(),
        redactions.sum(),
        course.limited(),
        course.forgotten());
  }
}

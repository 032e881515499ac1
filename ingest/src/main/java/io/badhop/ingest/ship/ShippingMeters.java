package io.badhop.ingest.ship;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The meters of a shipper. All of a scrape come from one look at the counters, so that what must
 * add up adds up.
 */
final class ShippingMeters implements Runnable {

  private final MeterRegistry registry;
  private final Tags tags;
  private final Supplier<ShipperCounters> counters;
  private final Set<String> known = new HashSet<>();
  private volatile ShipperCounters seen;

  /** Registers what is known beforehand; {@link #run} has to be called before each scrape. */
  ShippingMeters(MeterRegistry registry, String shipper, Supplier<ShipperCounters> counters) {
    this.registry = registry;
    this.tags = Tags.of("shipper", shipper);
    this.counters = counters;
    this.seen = counters.get();
    counter("badhop.lines.read", Tags.empty(), now -> now.lines().lines());
    lines();
    counter("badhop.shipped.events", Tags.empty(), ShipperCounters::events);
    counter("badhop.shipped.aliases", Tags.empty(), ShipperCounters::aliases);
    counter("badhop.shipped.dead.letters", Tags.empty(), ShipperCounters::deadLetters);
    counter("badhop.shipped.acknowledged", Tags.empty(), ShipperCounters::acknowledged);
    counter("badhop.shipped.refused", Tags.empty(), ShipperCounters::refused);
    counter("badhop.shipped.reports", Tags.empty(), ShipperCounters::reports);
    counter("badhop.shipped.unordered", Tags.empty(), ShipperCounters::unordered);
    counter("badhop.shipped.redactions", Tags.empty(), ShipperCounters::redactions);
    counter("badhop.source.failures", Tags.empty(), ShipperCounters::readFailures);
    counter("badhop.source.lost", Tags.empty(), ShipperCounters::lost);
    counter("badhop.source.limited", Tags.empty(), ShipperCounters::limited);
    counter("badhop.source.forgotten", Tags.empty(), ShipperCounters::forgotten);
    gauge("badhop.shipped.in.flight", ShipperCounters::inFlight);
    gauge("badhop.source.unrecognised", ShipperCounters::unrecognised);
  }

  private void lines() {
    outcome("parsed", now -> now.lines().parsed());
    outcome("component", now -> now.lines().component());
    outcome("bound", now -> now.lines().bound());
    outcome("continued", now -> now.lines().continued());
    outcome("skipped", now -> now.lines().skipped());
    outcome("rejected", now -> now.lines().rejected());
  }

  private void outcome(String outcome, ToLongFunction<ShipperCounters> value) {
    counter("badhop.lines", Tags.of("outcome", outcome), value);
  }

  /** Looks at the counters, and registers reasons that were not there before. */
  @Override
  public void run() {
    seen = counters.get();
    seen.lines()
        .skippedBy()
        .keySet()
        .forEach(reason -> reason("badhop.lines.skipped", reason, ShippingMeters::skipped));
    seen.lines()
        .rejectedBy()
        .keySet()
        .forEach(reason -> reason("badhop.lines.rejected", reason, ShippingMeters::rejected));
  }

  private static Map<String, Long> skipped(ShipperCounters now) {
    return now.lines().skippedBy();
  }

  private static Map<String, Long> rejected(ShipperCounters now) {
    return now.lines().rejectedBy();
  }

  private interface ByReason {
    Map<String, Long> of(ShipperCounters now);
  }

  private void reason(String name, String reason, ByReason counts) {
    if (known.add(name + " " + reason)) {
      counter(name, Tags.of("reason", reason), now -> counts.of(now).getOrDefault(reason, 0L));
    }
  }

  private void counter(String name, Tags more, ToLongFunction<ShipperCounters> value) {
    FunctionCounter.builder(name, this, meters -> value.applyAsLong(meters.seen))
        .tags(tags.and(more))
        .register(registry);
  }

  private void gauge(String name, ToLongFunction<ShipperCounters> value) {
    Gauge.builder(name, this, meters -> value.applyAsLong(meters.seen))
        .tags(tags)
        .register(registry);
  }
}

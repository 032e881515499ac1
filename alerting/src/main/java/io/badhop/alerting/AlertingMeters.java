package io.badhop.alerting;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The meters of one route. */
final class AlertingMeters implements Runnable {

  private final MeterRegistry registry;
  private final Alerting alerting;
  private final Tags tags;
  private final Set<String> known = new HashSet<>();
  private volatile Map<String, Long> counts = Map.of();

  /** Registers what is known beforehand; {@link #run} has to be called before each scrape. */
  AlertingMeters(MeterRegistry registry, Alerting alerting, String route, String sink) {
    this.registry = registry;
    this.alerting = alerting;
    this.tags = Tags.of("route", route, "sink", sink);
    Gauge.builder("badhop.alerts.waiting", alerting, Alerting::waitingSeconds)
        .baseUnit("seconds")
        .tags(tags)
        .register(registry);
    Gauge.builder("badhop.alerts.open", alerting, Alerting::openIncidents)
        .tags(tags)
        .register(registry);
  }

  /** Looks at the counts, and registers outcomes that were not there before. */
  @Override
  public void run() {
    counts = alerting.counts();
    for (String outcome : counts.keySet()) {
      if (known.add(outcome)) {
        FunctionCounter.builder("badhop.alerts", this, now -> now.counts.getOrDefault(outcome, 0L))
            .tags(tags.and("outcome", outcome))
            .register(registry);
      }
    }
  }
}

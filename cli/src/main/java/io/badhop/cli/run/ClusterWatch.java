package io.badhop.cli.run;

import io.badhop.cli.monitor.Health;
import io.badhop.cli.monitor.Watched;
import io.badhop.schemas.serde.RegistryCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Whether the brokers answer, and what the schema registry was asked. */
final class ClusterWatch implements Watched, AutoCloseable {

  private static final Duration AWAY = Duration.ofSeconds(10);

  private final String bootstrapServers;
  private final RegistryCounters registry;
  private final Admin admin;
  private volatile long answeredAt = System.nanoTime();

  ClusterWatch(Cluster cluster) {
    this.bootstrapServers = cluster.settings().kafka().bootstrapServers();
    this.registry = cluster.registryCounters();
    this.admin = Admin.create(cluster.admin());
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Runnable bindTo(MeterRegistry meters) {
    for (RegistryCounters.Call call : RegistryCounters.Call.values()) {
      for (RegistryCounters.Outcome outcome : RegistryCounters.Outcome.values()) {
        FunctionCounter.builder(
                "badhop.registry.calls", registry, counters -> counters.calls(call, outcome))
            .tag("call", word(call))
            .tag("outcome", word(outcome))
            .register(meters);
      }
    }
    FunctionCounter.builder("badhop.registry.pauses", registry, RegistryCounters::pauses)
        .register(meters);
    FunctionCounter.builder(
            "badhop.registry.call.time", registry, counters -> counters.nanos() / 1e9)
        .baseUnit("seconds")
        .register(meters);
    return () -> {};
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Asks for the next time; says what the last answers were. */
  @Override
  public Health health() {
    var unused =
        admin
            .describeCluster(new DescribeClusterOptions().timeoutMs((int) AWAY.toMillis()))
            .clusterId()
            .whenComplete(
                (id, failure) -> {
                  if (failure == null) {
                    answeredAt = System.nanoTime();
                  }
                });
    long seconds = Duration.ofNanos(System.nanoTime() - answeredAt).toSeconds();
    return seconds >= AWAY.toSeconds()
        ? Health.notReady(bootstrapServers + " has not answered for " + seconds + " s")
        : Health.ready(bootstrapServers + " answers");
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}

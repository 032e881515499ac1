package io.badhop.cli.run;

import io.badhop.cli.monitor.Health;
import io.badhop.ingest.ship.ShipException;
import io.badhop.ingest.ship.Shipper;
import io.badhop.ingest.ship.ShipperCounters;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/** A shipper in a thread of its own. */
public final class ShippingPart implements Part {

  /** Longer than a leader's election takes. */
  private static final Duration BLOCKED = Duration.ofSeconds(15);

  private final String name;
  private final Opening opening;
  private final Consumer<String> onFailure;
  private volatile boolean failed;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Shipper shipper;
  private long lastAnswered = -1;
  private long lastMoved;

  /** Opens a shipper. */
  @FunctionalInterface
  public interface Opening {

    /** Opens it; called when the part starts. */
    Shipper open();
  }

  /**
   * @param onFailure told when shipping cannot go on; must not block
   */
  public ShippingPart(String name, Opening opening, Consumer<String> onFailure) {
    this.name = name;
    this.opening = opening;
    this.onFailure = onFailure;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {
    shipper = opening.open();
    new Thread(this::work, name).start();
  }

  private void work() {
    try {
      shipper.run();
    } catch (IOException | ShipException | KafkaException e) {
      failed = true;
      onFailure.accept("Shipping stopped (" + name + "): " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      // A defect must not look like a log that came to its end.
      failed = true;
      onFailure.accept("Shipping stopped (" + name + "): " + e);
      throw e;
    } finally {
      ended.countDown();
    }
  }

  /** True when a recording is shipped to its end. */
  public boolean ended() {
    return ended.getCount() == 0;
  }

  /** What was shipped so far. */
  public ShipperCounters counters() {
    return shipper.counters();
  }

  @Override
  public Runnable bindTo(MeterRegistry registry) {
    return shipper.bindTo(registry, name);
  }

  @Override
  public Health health() {
    if (failed) {
      return Health.notReady("shipping stopped");
    }
    ShipperCounters now = shipper.counters();
    long answered = now.acknowledged() + now.refused();
    long time = System.nanoTime();
    boolean idle = now.inFlight() == 0 && !shipper.waiting();
    if (answered != lastAnswered || idle) {
      lastAnswered = answered;
      lastMoved = time;
    }
    long waited = Duration.ofNanos(time - lastMoved).toSeconds();
    return waited >= BLOCKED.toSeconds()
        ? Health.notReady("Kafka has taken nothing for " + waited + " s; what is read waits")
        : Health.ready(ended() ? "all is shipped" : answered + " records are on the topics");
  }

  @Override
  public void close() {
    if (shipper == null) {
      return;
    }
    shipper.close();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

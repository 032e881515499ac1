package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.badhop.alerting.decide.Route;
import io.badhop.alerting.deliver.Delivery;
import io.badhop.alerting.deliver.Notification;
import io.badhop.alerting.deliver.Sink;
import io.badhop.cli.config.SettingsFile;
import io.badhop.cli.demo.Recordings;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Severity;
import io.badhop.streams.topology.TickRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All parts in one process on an embedded broker, as {@code badhop up} runs them. */
class RunningIT {

  /** Reports of five sources over two seconds. */
  private static final int REPORTS = 100;

  @TempDir Path folder;

  private ShippingPart shipping;

  @Test
  void logsAreFollowedPeopleAreToldAndARestartTellsNothingTwice() throws IOException {
    Path logs = plain(Recordings.unpack(folder.resolve("logs")).get(1).folder());
    Files.writeString(
        folder.resolve("badhop.yml"),
        "ingest: {sources: [{files: ["
            + logs
            + "/*.ndjson, "
            + logs
            + "/*.log], site: market}], haproxy: "
            + logs
            + "/haproxy.cfg}\n");
    Told first = new Told();
    try (Running running = start(first)) {
      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(
              () ->
                  assertThat(first.told)
                      .anyMatch(each -> each.escalation().getPhase() == Phase.RESOLVED));
      assertThat(running.await(Duration.ZERO)).isFalse();
    }
    assertThat(first.told)
        .extracting(each -> each.escalation().getCause())
        .contains(Cause.CONNECTION_REFUSED);
    assertThat(first.told).extracting(each -> each.escalation().getSite()).containsOnly("market");
    Told second = new Told();
    try (Running running = start(second)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> shipping.counters().reports() >= REPORTS);
      assertThat(shipping.counters().events()).isZero();
      assertThat(running.await(Duration.ZERO)).isFalse();
    }
    assertThat(second.told).isEmpty();
  }

  @Test
  void whatFailsToStartEndsWhatWasStarted() {
    assertThatThrownBy(
            () ->
                Running.start(
                    SettingsFile.load(Files.writeString(folder.resolve("badhop.yml"), "")),
                    step -> {},
                    (cluster, onFailure) -> {
                      throw new RunException("no parts", null);
                    }))
        .hasMessage("no parts");
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().contains("raft-io-thread"));
  }

  private static Path plain(Path folder) throws IOException {
    try (Stream<Path> packed = Files.list(folder).filter(path -> path.toString().endsWith(".gz"))) {
      for (Path path : packed.toList()) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(path))) {
          Files.copy(in, Path.of(path.toString().replace(".gz", "")));
        }
        Files.delete(path);
      }
    }
    return folder;
  }

  private Running start(Told told) {
    Routes.Line line = new Routes.Line(Route.all("test", Severity.INFO), told);
    return Running.start(
        SettingsFile.load(folder.resolve("badhop.yml")),
        step -> {},
        (cluster, onFailure) -> {
          shipping = new ShippingPart("ingest", () -> Shipping.following(cluster), onFailure);
          return List.of(
              new StreamsPart(cluster, TickRules.DEFAULT, onFailure),
              new AlertingPart(cluster, List.of(line), onFailure),
              shipping);
        });
  }

  private static final class Told implements Sink {

    private final List<Notification> told = new CopyOnWriteArrayList<>();

    @Override
    public String name() {
      return "test";
    }

    @Override
    public Delivery deliver(Notification notification) {
      told.add(notification);
      return new Delivery.Delivered();
    }
  }
}

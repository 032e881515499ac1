package io.badhop.benchmarks.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.cli.embedded.EmbeddedBroker;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.Tick;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job in a process of its own, as the benchmark runs it, over the topics of a real broker. */
class FlinkJoinTest {
  private static final long NOON = 1_760_000_400_000_000L;
  private static final String TEMPLATE = "shop.example.com/orders/{id}";
  private static final String UPSTREAM = "10.0.3.7:8080";

  @TempDir static Path folder;

  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(folder.resolve("broker"), 0, System.err::println);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest
  @CsvSource({"false, 1", "true, 1", "false, 2"})
  void countsEveryRequestOnceAndWritesTheFailedOnes(boolean chained, int parallelism)
      throws Exception {
    try (JobRun run = new JobRun(broker.bootstrapServers(), folder, 3)) {
      for (int i = 0; i < 400; i++) {
        // Two a second; the tiers come in another order with each request.
        String id = String.format("%032x", i);
        long time = NOON + i * 500_000L;
        int status = i % 40 == 7 ? 502 : 200;
        if (i % 2 == 0) {
          run.app(app(id, time, status));
        }
        run.edge(edge(id, time, status));
        run.proxy(proxy(id, time, status));
        if (i % 2 == 1) {
          run.app(app(id, time, status));
        }
        run.tick(Tick.newBuilder().setNumber(i + 1).setWatermarks(List.of()).build());
      }

      run.runJob(chained, parallelism);

      Map<String, Long> counts = run.counts();
      assertThat(counts)
          .hasSize(2 * 200)
          .allSatisfy((key, count) -> assertThat(count).isEqualTo(2));
      assertThat(counts)
          .containsKey(NOON / 1_000_000 + "|PATH|" + TEMPLATE)
          .containsKey(NOON / 1_000_000 + 199 + "|UPSTREAM|" + UPSTREAM);
      assertThat(run.failures())
          .hasSize(10)
          .allSatisfy(
              trace -> {
                assertThat(trace.getEdge().getRequestId()).isEqualTo(trace.getRequestId());
                assertThat(trace.getProxy().getRequestId()).isEqualTo(trace.getRequestId());
                assertThat(trace.getApp())
                    .singleElement()
                    .extracting(AppEvent::getStatus)
                    .isEqualTo(502);
              });
    }
  }

  @Test
  void requestsThatATierIsSilentOfAreClosedByTheWindow() throws Exception {
    try (JobRun run = new JobRun(broker.bootstrapServers(), folder, 1)) {
      // 12:00:00 the proxy cannot reach the application; 12:00:01 the edge's record is lost.
      run.edge(edge("no-app", NOON, 502));
      run.proxy(proxy("no-app", NOON, 502));
      run.proxy(proxy("no-edge", NOON + 1_000_000, 502));
      run.app(app("no-edge", NOON + 1_000_000, 500));
      // 12:10:00 all is well; both windows have passed long before the end of the input.
      run.edge(edge("well", NOON + 600_000_000, 200));
      run.proxy(proxy("well", NOON + 600_000_000, 200));
      run.app(app("well", NOON + 600_000_000, 200));

      run.runJob(false, 1);

      assertThat(run.failures())
          .singleElement()
          .satisfies(
              (RequestTrace trace) -> {
                assertThat(trace.getRequestId()).isEqualTo("no-app");
                assertThat(trace.getApp()).isEmpty();
              });
      long second = NOON / 1_000_000;
      assertThat(run.counts())
          .containsOnly(
              Map.entry(second + "|PATH|" + TEMPLATE, 1L),
              Map.entry(second + "|UPSTREAM|" + UPSTREAM, 1L),
              Map.entry(second + 1 + "|PATH|" + TEMPLATE, 1L),
              Map.entry(second + 1 + "|UPSTREAM|" + UPSTREAM, 1L),
              Map.entry(second + 600 + "|PATH|" + TEMPLATE, 1L),
              Map.entry(second + 600 + "|UPSTREAM|" + UPSTREAM, 1L));
    }
  }

  private static EdgeEvent edge(String id, long time, int status) {
    return EdgeEvent.newBuilder()
        .setEventId(id.hashCode())
        .setTime(time)
        .setRequestId(id)
        .setHost("shop.example.com")
        .setPath("/orders/4711")
        .setStatus(status)
        .build();
  }

  private static ProxyEvent proxy(String id, long time, int status) {
    return ProxyEvent.newBuilder()
        .setEventId(id.hashCode())
        .setTime(time)
        .setRequestId(id)
        .setHost("shop.example.com")
        .setPath("/orders/4711")
        .setStatus(status)
        .setAttempts(List.of(Attempt.newBuilder().setAddress(UPSTREAM).setStatus(status).build()))
        .build();
  }

  private static AppEvent app(String id, long time, int status) {
    return AppEvent.newBuilder()
        .setEventId(id.hashCode())
        .setTime(time)
        .setRequestId(id)
        .setStatus(status)
        .build();
  }
}

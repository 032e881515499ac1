package io.badhop.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.benchmarks.Traffic;
import io.badhop.schemas.event.RequestTrace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A contender that does less than the work is found out. */
class JoinOutputTest {
  private static final int REQUESTS = 500;

  private final Traffic traffic = new Traffic(1, 200);
  private final Truth truth = Truth.of(traffic, REQUESTS);
  @TempDir private Path folder;
  private Terms terms;
  private JoinOutput output;

  @BeforeEach
  void start() {
    terms = new Terms("", "t.", 1, 1, folder.resolve("schemas.json"), "run", folder);
    output = new JoinOutput(terms, truth);
  }

  @Test
  void theTruthIsRightAlsoAfterAFile() throws Exception {
    Path file = folder.resolve("truth.txt");
    truth.write(file);

    assertThat(Truth.read(file)).isEqualTo(truth);
  }

  @Test
  void whatIsCompleteAndRightPasses() {
    // Said too early, then corrected: the last one counts.
    truth.byEdgeEnd().forEach((key, count) -> output.see(count(key, count - 1)));
    failures();
    assertThat(output.complete()).isFalse();

    truth.byEdgeEnd().forEach((key, count) -> output.see(count(key, count)));

    assertThat(output.complete()).isTrue();
    output.check();
  }

  @Test
  void aRequestCountedUnderAnotherPathIsFoundOut() {
    failures();
    Map.Entry<String, Long> one = truth.byEdgeEnd().entrySet().iterator().next();
    truth.byEdgeEnd().forEach((key, count) -> output.see(count(key, count)));
    output.see(count(one.getKey(), one.getValue() - 1));
    output.see(count("1|PATH|elsewhere", 1));

    assertThat(output.complete()).isTrue();
    assertThatThrownBy(output::check)
        .isInstanceOf(WrongOutputException.class)
        .hasMessageContaining("counts differ");
  }

  @Test
  void aFailureToldTwiceIsFoundOut() {
    failures();

    assertThatThrownBy(this::failures)
        .isInstanceOf(WrongOutputException.class)
        .hasMessageContaining("told twice");
  }

  @Test
  void aFailureThatWasNotJoinedIsFoundOut() {
    RequestTrace alone = Traces.of(traffic.edge(1), traffic.proxyEvent(1));

    assertThatThrownBy(() -> output.see(failure(alone)))
        .isInstanceOf(WrongOutputException.class)
        .hasMessageContaining("not joined");
  }

  private void failures() {
    for (long number = 0; number < REQUESTS; number++) {
      if (traffic.failed(number)) {
        RequestTrace trace = Traces.of(traffic.edge(number), traffic.proxyEvent(number));
        output.see(failure(Traces.with(trace, traffic.app(number))));
      }
    }
  }

  private ConsumerRecord<byte[], byte[]> failure(RequestTrace trace) {
    byte[] value = terms.events().traces().values().serializer().serialize(terms.failures(), trace);
    return record(terms.failures(), trace.getRequestId(), value);
  }

  private ConsumerRecord<byte[], byte[]> count(String key, long count) {
    return record(terms.counts(), key, ByteBuffer.allocate(Long.BYTES).putLong(count).array());
  }

  private static ConsumerRecord<byte[], byte[]> record(String topic, String key, byte[] value) {
    return new ConsumerRecord<>(topic, 0, 0, key.getBytes(StandardCharsets.UTF_8), value);
  }

  @Test
  void topicsAreThoseOfTheRun() {
    assertThat(output.topics()).isEqualTo(List.of("t.run.counts", "t.run.failures"));
  }
}

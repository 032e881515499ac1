package io.badhop.benchmarks.pipeline;

import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Output of a contender that writes counts and failed exchanges to topics of its own. */
final class JoinOutput implements Output {
  private final Terms terms;
  private final Topic<String, RequestTrace> traces;
  private final Tally tally;

  JoinOutput(Terms terms, Truth truth) {
    this.terms = terms;
    this.traces = terms.events().traces();
    this.tally = new Tally(truth, truth.byEdgeEnd());
  }

  @Override
  public List<String> topics() {
    return List.of(terms.counts(), terms.failures());
  }

  @Override
  public void see(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(terms.counts())) {
      String key = new String(record.key(), StandardCharsets.UTF_8);
      tally.set(key, ByteBuffer.wrap(record.value()).getLong());
    } else {
      tally.failed(traces.values().deserializer().deserialize(traces.name(), record.value()));
    }
  }

  @Override
  public boolean complete() {
    return tally.complete();
  }

  @Override
  public void check() {
    tally.check();
  }

  @Override
  public String progress() {
    return tally.progress();
  }
}

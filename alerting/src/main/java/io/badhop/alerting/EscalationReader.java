package io.badhop.alerting;

import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.Escalation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads escalations. A record that is none goes to the dead letters; a registry that is away is
 * waited for, as that says nothing of the record.
 */
final class EscalationReader {

  private static final Logger LOG = LoggerFactory.getLogger(EscalationReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int PAYLOAD = 65_536;

  private final Consumer<String, Escalation> consumer;
  private final Alerting.Surroundings surroundings;
  private final Pause pause;
  private final java.util.function.Consumer<String> count;

  /**
   * @param count told of each outcome that is not an escalation
   */
  EscalationReader(
      Consumer<String, Escalation> consumer,
      Alerting.Surroundings surroundings,
      Pause pause,
      java.util.function.Consumer<String> count) {
    this.consumer = consumer;
    this.surroundings = surroundings;
    this.pause = pause;
    this.count = count;
  }

  ConsumerRecords<String, Escalation> read() {
    try {
      return consumer.poll(POLL);
    } catch (RecordDeserializationException e) {
      if (transientFailure(e)) {
        count.accept("registry-away");
        pause.lengthen(surroundings.clock().instant());
        LOG.warn("cannot read {}, will be tried again: {}", e.topicPartition(), e.getMessage());
      } else {
        bury(e);
      }
      return ConsumerRecords.empty();
    }
  }

  private void bury(RecordDeserializationException e) {
    count.accept("undecodable");
    LOG.error(
        "record cannot be read, goes to the dead letters: partition={} offset={} why={}",
        e.topicPartition(),
        e.offset(),
        e.getMessage());
    surroundings.deadLetters().accept(letter(e, surroundings.clock().instant()));
    consumer.seek(e.topicPartition(), e.offset() + 1);
    done(e.topicPartition(), e.offset());
  }

  /** Nothing is left to do for the record at this offset, nor for those before it. */
  void done(TopicPartition partition, long offset) {
    consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset + 1)));
  }

  private static boolean transientFailure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RetriableException) {
        return true;
      }
    }
    return false;
  }

  private static DeadLetter letter(RecordDeserializationException e, Instant now) {
    ByteBuffer value = e.valueBuffer() == null ? ByteBuffer.allocate(0) : e.valueBuffer();
    int length = Math.min(value.remaining(), PAYLOAD);
    Throwable why = e.getCause() == null ? e : e.getCause();
    return DeadLetter.newBuilder()
        .setSource(e.topicPartition().toString())
        .setOffset(e.offset())
        .setRejectedAt(now.toEpochMilli() * 1000)
        .setReason("undecodable")
        .setDetail(String.valueOf(why.getMessage()))
        .setPayload(value.slice(value.position(), length))
        .setTruncated(length < value.remaining())
        .build();
  }
}

package io.badhop.streams.topology;

import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that cannot be read go to the dead-letter topic, in the same transaction as everything
 * else, and are counted; they stop nobody. When it is not the record's fault (a registry that is
 * away), the thread is stopped and tries again.
 */
public final class DeadLetterHandler implements DeserializationExceptionHandler {

  /** Name of the setting that holds the {@link Topics}. */
  static final String TOPICS = "badhop.topics";

  /** Name of the setting that holds the {@link PipelineCounters}. */
  static final String COUNTERS = "badhop.counters";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);
  private static final int PAYLOAD = 65_536;

  private Topic<String, DeadLetter> topic;
  private PipelineCounters counters;

  @Override
  public void configure(Map<String, ?> settings) {
    topic = ((Topics) settings.get(TOPICS)).deadLetters();
    counters = (PipelineCounters) settings.get(COUNTERS);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
    if (transientFailure(exception)) {
      return Response.fail();
    }
    counters.undecodable();
    DeadLetter letter =
        letter(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.value() == null ? new byte[0] : record.value(),
            exception);
    return Response.resume(
        List.of(
            new ProducerRecord<>(
                topic.name(),
                topic.keys().serializer().serialize(topic.name(), letter.getSource()),
                topic.values().serializer().serialize(topic.name(), letter))));
  }

  static boolean transientFailure(Throwable exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof RetriableException) {
        return true;
      }
    }
    return false;
  }

  /** Of a record that cannot be read; it is logged, too. */
  static DeadLetter letter(
      String topic, int partition, long offset, long timestamp, byte[] value, Exception exception) {
    LOG.atWarn()
        .addKeyValue("topic", topic)
        .addKeyValue("partition", partition)
        .addKeyValue("offset", offset)
        .addKeyValue("reason", exception.getMessage())
        .log("record cannot be read, goes to the dead letters");
    int length = Math.min(value.length, PAYLOAD);
    return DeadLetter.newBuilder()
        .setSource(topic + "-" + partition)
        .setOffset(offset)
        .setRejectedAt(timestamp * 1000)
        .setReason("undecodable")
        .setDetail(String.valueOf(exception.getMessage()))
        .setPayload(ByteBuffer.wrap(value, 0, length).slice())
        .setTruncated(length < value.length)
        .build();
  }
}

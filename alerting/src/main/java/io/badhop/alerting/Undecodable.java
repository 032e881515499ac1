package io.badhop.alerting;

import io.badhop.schemas.event.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.errors.RecordDeserializationException;

/** Dead letters of records on the escalations' topic that are no escalations. */
final class Undecodable {

  private static final int PAYLOAD = 65_536;

  private Undecodable() {}

  static DeadLetter letter(RecordDeserializationException e, Instant now) {
    ByteBuffer value = e.valueBuffer() == null ? ByteBuffer.allocate(0) : e.valueBuffer();
    int length = Math.min(value.remaining(), PAYLOAD);
    return DeadLetter.newBuilder()
        .setSource(e.topicPartition().toString())
        .setOffset(e.offset())
        .setRejectedAt(now.toEpochMilli() * 1000)
        .setReason("undecodable")
        .setDetail(
            String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()))
        .setPayload(value.slice(value.position(), length))
        .setTruncated(length < value.remaining())
        .build();
  }
}

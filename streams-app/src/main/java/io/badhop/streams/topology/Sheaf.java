package io.badhop.streams.topology;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records of one partition that follow each other, as the value of one record. Kafka Streams does
 * for each record what it does (a queue, a choice among partitions, contexts, meters), which costs
 * about what joining costs; for a sheaf it does it once.
 *
 * <p>After a mark of one byte come the records: offset and timestamp as eight bytes each, length of
 * the value as four, the value. A length of -1 is a value of null.
 */
final class Sheaf {

  /** Values in the wire format begin with 0. */
  private static final byte MARK = 0x53;

  private static final int HEAD = 2 * Long.BYTES + Integer.BYTES;

  private final byte[] bytes;
  private final ByteBuffer head;
  private int at;
  private int length;

  private Sheaf(byte[] bytes, int at) {
    this.bytes = bytes;
    this.head = ByteBuffer.wrap(bytes);
    this.at = at;
  }

  /** Binds records, at least one. */
  static byte[] bind(List<ConsumerRecord<byte[], byte[]>> records) {
    int size = 1;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      size += sizeOf(record);
    }
    ByteBuffer sheaf = ByteBuffer.allocate(size).put(MARK);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      byte[] value = record.value();
      sheaf.putLong(record.offset()).putLong(record.timestamp());
      sheaf.putInt(value == null ? -1 : value.length);
      if (value != null) {
        sheaf.put(value);
      }
    }
    return sheaf.array();
  }

  /** Bytes that a record takes in a sheaf. */
  static int sizeOf(ConsumerRecord<byte[], byte[]> record) {
    return HEAD + (record.value() == null ? 0 : record.value().length);
  }

  /** Whether a value is a sheaf; it is none where the consumer's interceptor was taken out. */
  static boolean is(byte[] value) {
    return value != null && value.length > HEAD && value[0] == MARK;
  }

  /** Before the first record of a sheaf. */
  static Sheaf of(byte[] bytes) {
    return new Sheaf(bytes, 1 - HEAD);
  }

  /** Goes to the next record; false when there is none. */
  boolean next() {
    at += HEAD + length;
    if (at >= bytes.length) {
      return false;
    }
    length = Math.max(0, head.getInt(at + 2 * Long.BYTES));
    return true;
  }

  long offset() {
    return head.getLong(at);
  }

  long timestamp() {
    return head.getLong(at + Long.BYTES);
  }

  boolean isNull() {
    return head.getInt(at + 2 * Long.BYTES) < 0;
  }

  /** Holds the value from {@link #start} to {@link #end}. */
  byte[] bytes() {
    return bytes;
  }

  int start() {
    return at + HEAD;
  }

  int end() {
    return at + HEAD + length;
  }
}

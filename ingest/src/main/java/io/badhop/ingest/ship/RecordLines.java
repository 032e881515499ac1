package io.badhop.ingest.ship;

import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.source.LineSource;
import io.badhop.ingest.source.LineSources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The lines in the values of records of one partition. A line's offset is made of topic, partition,
 * the record's offset and the place in its value: the same whenever the record is read, and unlike
 * that of any line of another record.
 */
final class RecordLines implements LineSource {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long MIX_1 = 0xBF58476D1CE4E5B9L;
  private static final long MIX_2 = 0x94D049BB133111EBL;

  /** Leaves room behind each place for the bytes of a value. */
  private static final long PLACES = Long.MAX_VALUE >>> 1;

  private final String id;
  private final long partition;
  private final Iterator<ConsumerRecord<byte[], byte[]>> records;
  private LineSource value;
  private long offset = -1;
  private long before;

  RecordLines(String id, TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    this.id = id;
    this.partition = seed(partition);
    this.records = records.iterator();
  }

  private static long seed(TopicPartition partition) {
    CRC32 topic = new CRC32();
    topic.update(partition.topic().getBytes(StandardCharsets.UTF_8));
    return mix(topic.getValue() << 32 | partition.partition());
  }

  /** The 64-bit mix of SplitMix: neighbours are far apart. */
  private static long mix(long value) {
    long hash = (value ^ (value >>> 30)) * MIX_1;
    hash = (hash ^ (hash >>> 27)) * MIX_2;
    return hash ^ (hash >>> 31);
  }

  @Override
  public RawLine next() throws IOException {
    while (true) {
      RawLine line = value == null ? null : value.next();
      if (line != null || !records.hasNext()) {
        return line;
      }
      ConsumerRecord<byte[], byte[]> record = records.next();
      before = bytesRead();
      offset = record.offset();
      long place = mix(partition + offset * GOLDEN) & PLACES;
      value = LineSources.bytes(record.value(), place, id);
    }
  }

  /** Offset of the record that the last line is in; -1 before the first. */
  long recordOffset() {
    return offset;
  }

  @Override
  public boolean cut() {
    return value.cut();
  }

  @Override
  public long bytesRead() {
    return before + (value == null ? 0 : value.bytesRead());
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void close() {
    value = null;
  }
}

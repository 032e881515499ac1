package io.badhop.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SheafBinderTest {

  private static final TopicPartition EVENTS = new TopicPartition("t.events.proxy", 1);
  private static final TopicPartition SUMMARIES = new TopicPartition("t.summaries", 0);

  private final Topics topics = new Topics(new AvroSerdes(new InProcessRegistry()), "t.", 2, 1);
  private final SheafBinder binder = new SheafBinder();

  @BeforeEach
  void configure() {
    binder.configure(Map.of(SheafBinder.TOPICS, new EventTopics(topics)));
  }

  @Test
  void everyRecordComesOutOfItsSheafAsItWas() {
    Random random = new Random(5);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      byte[] value = i % 50 == 0 ? null : new byte[random.nextInt(i % 500 == 1 ? 200_000 : 300)];
      if (value != null) {
        random.nextBytes(value);
      }
      records.add(record(EVENTS, 7L + 2L * i, 1_000L + i, value));
    }

    List<ConsumerRecord<byte[], byte[]>> sheaves = bound(EVENTS, records);

    assertThat(sheaves.size()).isLessThan(records.size() / 50);
    List<String> unbound = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> sheaf : sheaves) {
      assertThat(Sheaf.is(sheaf.value())).isTrue();
      int first = unbound.size();
      for (Sheaf each = Sheaf.of(sheaf.value()); each.next(); ) {
        byte[] value =
            each.isNull() ? null : Arrays.copyOfRange(each.bytes(), each.start(), each.end());
        unbound.add(told(each.offset(), each.timestamp(), value));
      }
      assertThat(sheaf.offset()).isEqualTo(records.get(first).offset());
      assertThat(sheaf.timestamp()).isEqualTo(records.get(first).timestamp());
    }
    assertThat(unbound)
        .isEqualTo(records.stream().map(r -> told(r.offset(), r.timestamp(), r.value())).toList());
  }

  @Test
  void otherTopicsArePassedOn() {
    ConsumerRecord<byte[], byte[]> record = record(SUMMARIES, 3, 4, new byte[] {0, 1});

    assertThat(bound(SUMMARIES, List.of(record, record))).containsExactly(record, record);
  }

  @Test
  void whereTheConsumerGoesOnStaysKnown() {
    Map<TopicPartition, OffsetAndMetadata> next = Map.of(EVENTS, new OffsetAndMetadata(12));
    ConsumerRecords<byte[], byte[]> polled =
        new ConsumerRecords<>(Map.of(EVENTS, List.of(record(EVENTS, 9, 4, new byte[3]))), next);

    assertThat(binder.onConsume(polled).nextOffsets()).isEqualTo(next);
  }

  @Test
  void valuesInTheWireFormatAreNoSheaves() {
    assertThat(Sheaf.is(null)).isFalse();
    assertThat(Sheaf.is(new byte[100])).isFalse();
  }

  private List<ConsumerRecord<byte[], byte[]>> bound(
      TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    return binder
        .onConsume(new ConsumerRecords<>(Map.of(partition, records), Map.of()))
        .records(partition);
  }

  private static String told(long offset, long timestamp, byte[] value) {
    return offset + " " + timestamp + " " + Arrays.toString(value);
  }

  static ConsumerRecord<byte[], byte[]> record(
      TopicPartition partition, long offset, long timestamp, byte[] value) {
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        offset,
        timestamp,
        TimestampType.LOG_APPEND_TIME,
        0,
        value == null ? 0 : value.length,
        null,
        value,
        new RecordHeaders(),
        Optional.empty());
  }
}

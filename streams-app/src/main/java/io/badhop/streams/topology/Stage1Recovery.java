package io.badhop.streams.topology;

import io.badhop.streams.summarise.Stage1;
import io.badhop.streams.topology.PipelineCounters.Rebuild;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a task of stage 1 to where it was at the committed offsets: reads again, in silence, what
 * was still needed there. What this leads to was published before those offsets were committed.
 */
final class Stage1Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(Stage1Recovery.class);

  private final EventTopics topics;
  private final int partition;
  private final InputLog log;

  Stage1Recovery(EventTopics topics, int partition, InputLog log) {
    this.topics = topics;
    this.partition = partition;
    this.log = log;
  }

  /**
   * Rebuilds a new stage 1.
   *
   * @param needed by number of the event topic, where its partition has to be read from; 0 for the
   *     beginning
   * @return what it took
   */
  Rebuild rebuild(Stage1 stage1, IntToLongFunction needed) {
    long begin = System.nanoTime();
    Map<TopicPartition, Integer> partitions = new HashMap<>();
    for (int topic = 0; topic < Stage1.TOPICS; topic++) {
      partitions.put(new TopicPartition(topics.get(topic).name(), partition), topic);
    }
    Map<TopicPartition, Long> committed = log.committed(partitions.keySet());
    if (committed.isEmpty()) {
      return new Rebuild(0, System.nanoTime() - begin);
    }
    Map<TopicPartition, Long> firstTicks = new HashMap<>();
    Map<TopicPartition, Long> from = new HashMap<>();
    long[] starts = starts(partitions, needed, firstTicks, from);
    stage1.resume(starts);
    Reader reader = new Reader(stage1);
    log.read(firstTicks, next(firstTicks), reader::hear);
    log.read(from, committed, reader::hear);
    Rebuild took = new Rebuild(reader.records, System.nanoTime() - begin);
    LOG.atInfo()
        .addKeyValue("partition", partition)
        .addKeyValue("records", took.records())
        .addKeyValue("milliseconds", took.nanos() / 1_000_000)
        .addKeyValue("from", from)
        .addKeyValue("to", committed)
        .addKeyValue("closedTick", stage1.closedTick())
        .log("stage 1 rebuilt from its input");
    return took;
  }

  private long[] starts(
      Map<TopicPartition, Integer> partitions,
      IntToLongFunction needed,
      Map<TopicPartition, Long> firstTicks,
      Map<TopicPartition, Long> from) {
    long[] starts = new long[Stage1.TOPICS];
    Map<TopicPartition, Long> earliest = log.earliest(Set.copyOf(partitions.keySet()));
    partitions.forEach(
        (place, topic) -> {
          long start = needed.applyAsLong(topic);
          long kept = earliest.get(place);
          if (start > 0 && start >= kept) {
            starts[topic] = start;
            firstTicks.put(place, start);
            from.put(place, start + 1);
          } else {
            from.put(place, kept);
            warnWhenLost(place, start, kept);
          }
        });
    return starts;
  }

  /** Retention was shorter than what was open: what is left is the best that there is. */
  private static void warnWhenLost(TopicPartition place, long start, long kept) {
    if (start > 0) {
      LOG.atWarn()
          .addKeyValue("partition", place)
          .addKeyValue("needed", start)
          .addKeyValue("earliest", kept)
          .log("records that are still needed have expired; raise the retention of event topics");
    }
  }

  private static Map<TopicPartition, Long> next(Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, Long> next = new HashMap<>();
    offsets.forEach((place, offset) -> next.put(place, offset + 1));
    return next;
  }

  private final class Reader {
    private final Stage1 stage1;
    private final EventReader reader = new EventReader(topics);
    private long records;

    Reader(Stage1 stage1) {
      this.stage1 = stage1;
    }

    void hear(ConsumerRecord<byte[], byte[]> record) {
      records++;
      byte[] value = record.value();
      int topic = topics.number(record.topic());
      if (value != null && read(topic, value)) {
        reader.handTo(stage1, topic, record.offset(), Stage1.Output.NONE);
      }
    }

    /** What cannot be read was passed over the first time, too; it is among the dead letters. */
    private boolean read(int topic, byte[] value) {
      try {
        reader.read(topic, value, 0, value.length);
        return true;
      } catch (SerializationException e) {
        if (DeadLetterHandler.transientFailure(e)) {
          throw e;
        }
        return false;
      }
    }
  }
}

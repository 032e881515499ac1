package io.badhop.streams.topology;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.streams.summarise.Stage1;
import io.badhop.streams.summarise.Stage1Config;
import java.util.Arrays;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/** Drives {@link Stage1}, and notes now and then from where a successor has to read. */
final class Stage1Processor
    implements Processor<byte[], byte[], Object, SpecificRecord>, Stage1.Output {

  /** Length of a bucket of event time, microseconds. */
  private static final long BUCKET_US = 250_000;

  private final EventTopics events;
  private final int sitePartitions;
  private final TopologyConfig config;
  private final InputLog log;
  private final PipelineCounters counters;
  private ProcessorContext<Object, SpecificRecord> context;
  private KeyValueStore<Integer, Long> needed;
  private PromptCommit commit;
  private EventReader reader;
  private Stage1 stage1;
  private long rememberedTick;
  private long timestamp;

  Stage1Processor(
      EventTopics events,
      int sitePartitions,
      TopologyConfig config,
      InputLog log,
      PipelineCounters counters) {
    this.events = events;
    this.sitePartitions = sitePartitions;
    this.config = config;
    this.log = log;
    this.counters = counters;
  }

  /**
   * May be called again on the same object, so everything is made anew here. Committed offsets are
   * known by now, and the store is restored.
   */
  @Override
  public void init(ProcessorContext<Object, SpecificRecord> processorContext) {
    context = processorContext;
    commit = new PromptCommit(context);
    needed = context.getStateStore(PipelineTopology.STAGE_1_STORE);
    int partition = context.taskId().partition();
    reader = new EventReader(events);
    stage1 =
        new Stage1(
            new Stage1Config(
                partition,
                events.partitions(),
                sitePartitions,
                config.limits(),
                config.routes(),
                config.exempt()));
    counters.rebuilt(
        partition, new Stage1Recovery(events, partition, log).rebuild(stage1, this::neededOffset));
    rememberedTick = stage1.closedTick();
    counters.stage1(partition, stage1);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata origin = context.recordMetadata().orElseThrow();
    int topic = events.number(origin.topic());
    byte[] value = record.value();
    if (!Sheaf.is(value)) {
      timestamp = record.timestamp();
      process(topic, origin.offset(), value, 0, value == null ? -1 : value.length);
      return;
    }
    for (Sheaf sheaf = Sheaf.of(value); sheaf.next(); ) {
      timestamp = sheaf.timestamp();
      process(topic, sheaf.offset(), value, sheaf.start(), sheaf.isNull() ? -1 : sheaf.end());
    }
  }

  /**
   * @param end below zero for a value of null
   */
  private void process(int topic, long offset, byte[] array, int start, int end) {
    if (end < 0 || !read(topic, offset, array, start, end)) {
      return;
    }
    long before = stage1.closedTick();
    reader.handTo(stage1, topic, offset, this);
    if (stage1.closedTick() != before) {
      ticked();
    }
  }

  private boolean read(int topic, long offset, byte[] array, int start, int end) {
    try {
      reader.read(topic, array, start, end);
      return true;
    } catch (SerializationException e) {
      if (DeadLetterHandler.transientFailure(e)) {
        throw e;
      }
      counters.undecodable();
      DeadLetter letter =
          DeadLetterHandler.letter(
              events.get(topic).name(),
              context.taskId().partition(),
              offset,
              timestamp,
              Arrays.copyOfRange(array, start, end),
              e);
      context.forward(
          new Record<>(letter.getSource(), letter, timestamp), PipelineTopology.DEAD_LETTERS_OUT);
      return false;
    }
  }

  @Override
  public void close() {
    if (stage1 != null) {
      counters.stage1(context.taskId().partition(), stage1);
    }
  }

  @Override
  public void summary(int sitePartition, TrafficSummary summary) {
    long now = context.currentSystemTimeMs();
    for (SiteSummary site : summary.getSites()) {
      for (Bucket bucket : site.getBuckets()) {
        counters.delays().counted(now, bucket.getStart() + BUCKET_US);
      }
    }
    context.forward(
        new Record<>(sitePartition, summary, timestamp), PipelineTopology.SUMMARIES_OUT);
  }

  @Override
  public void trace(RequestTrace trace) {
    if (trace.getFailed()) {
      counters.delays().diagnosed(context.currentSystemTimeMs(), trace.getTime());
    }
    context.forward(
        new Record<>(trace.getRequestId(), trace, timestamp), PipelineTopology.TRACES_OUT);
  }

  private void ticked() {
    commit.said(timestamp);
    counters.stage1(context.taskId().partition(), stage1);
    if (stage1.closedTick() - rememberedTick < config.rememberTicks()) {
      return;
    }
    rememberedTick = stage1.closedTick();
    for (int topic = 0; topic < Stage1.TOPICS; topic++) {
      long offset = stage1.neededOffset(topic);
      if (offset != neededOffset(topic)) {
        needed.put(topic, offset);
      }
    }
  }

  private long neededOffset(int topic) {
    Long offset = needed.get(topic);
    return offset == null ? 0 : offset;
  }
}

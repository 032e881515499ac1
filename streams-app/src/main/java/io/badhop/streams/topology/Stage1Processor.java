package io.badhop.streams.topology;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.streams.summarise.Stage1;
import io.badhop.streams.summarise.Stage1Config;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/** Drives {@link Stage1}, and notes now and then from where a successor has to read. */
final class Stage1Processor
    implements Processor<String, SpecificRecord, Object, SpecificRecord>, Stage1.Output {

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
  public void process(Record<String, SpecificRecord> record) {
    if (record.value() == null) {
      return;
    }
    RecordMetadata origin = context.recordMetadata().orElseThrow();
    long before = stage1.closedTick();
    timestamp = record.timestamp();
    stage1.event(events.number(origin.topic()), origin.offset(), record.value(), this);
    if (stage1.closedTick() != before) {
      ticked();
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

package io.badhop.streams.topology;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.schemas.topic.Topic;
import io.badhop.streams.detect.Stage2;
import io.badhop.streams.summarise.Routes;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives {@link Stage2}. A successor starts from the last snapshot and hears the summaries since
 * then again, in silence.
 */
final class Stage2Processor implements Processor<Integer, TrafficSummary, String, Escalation> {

  private static final Logger LOG = LoggerFactory.getLogger(Stage2Processor.class);

  private final Topic<Integer, TrafficSummary> summaries;
  private final TopologyConfig config;
  private final InputLog log;
  private final PipelineCounters counters;
  private ProcessorContext<String, Escalation> context;
  private SnapshotStore snapshots;
  private PromptCommit commit;
  private Stage2 stage2;
  private long snapshotTick;

  Stage2Processor(
      Topic<Integer, TrafficSummary> summaries,
      TopologyConfig config,
      InputLog log,
      PipelineCounters counters) {
    this.summaries = summaries;
    this.config = config;
    this.log = log;
    this.counters = counters;
  }

  /** May be called again on the same object, so everything is made anew here. */
  @Override
  public void init(ProcessorContext<String, Escalation> processorContext) {
    context = processorContext;
    commit = new PromptCommit(context);
    snapshots = new SnapshotStore(context.getStateStore(PipelineTopology.STAGE_2_STORE));
    stage2 = new Stage2(config.detect(), Routes.templates(config.routes()));
    long needed = snapshots.read().map(this::restore).orElse(0L);
    snapshotTick = stage2.lastTick();
    rebuild(needed);
    counters.stage2(context.taskId().partition(), stage2);
  }

  /**
   * The offset from which the summaries are to be heard on top of it. One that cannot be read would
   * stop every successor alike; without it all summaries that the topic holds are heard again.
   */
  private long restore(SnapshotStore.Snapshot snapshot) {
    try {
      stage2.restore(snapshot.state());
      return snapshot.neededOffset();
    } catch (IllegalArgumentException e) {
      counters.snapshotUnreadable();
      LOG.atWarn()
          .addKeyValue("task", context.taskId())
          .setCause(e)
          .log("the snapshot of stage 2 cannot be read: all summaries are heard again");
      return 0;
    }
  }

  @Override
  public void process(Record<Integer, TrafficSummary> record) {
    if (record.value() == null) {
      return;
    }
    long before = stage2.lastTick();
    long offset = context.recordMetadata().orElseThrow().offset();
    for (Escalation escalation : stage2.summary(record.value(), offset)) {
      counters.delays().escalated(context.currentSystemTimeMs(), escalation.getEventTimeMs());
      context.forward(new Record<>(escalation.getSite(), escalation, record.timestamp()));
      commit.said(record.timestamp());
    }
    if (stage2.lastTick() != before) {
      counters.stage2(context.taskId().partition(), stage2);
    }
    if (stage2.lastTick() - snapshotTick >= config.snapshotTicks()) {
      snapshotTick = stage2.lastTick();
      snapshots.write(new SnapshotStore.Snapshot(stage2.neededOffset(), stage2.snapshot()));
    }
  }

  @Override
  public void close() {
    if (stage2 != null) {
      counters.stage2(context.taskId().partition(), stage2);
    }
  }

  private void rebuild(long needed) {
    TopicPartition partition = new TopicPartition(summaries.name(), context.taskId().partition());
    Map<TopicPartition, Long> committed = log.committed(Set.of(partition));
    if (committed.isEmpty()) {
      return;
    }
    long from = Math.max(needed, log.earliest(Set.of(partition)).get(partition));
    log.read(Map.of(partition, from), committed, this::hear);
    LOG.atInfo()
        .addKeyValue("task", context.taskId())
        .addKeyValue("from", from)
        .addKeyValue("to", committed.get(partition))
        .addKeyValue("lastTick", stage2.lastTick())
        .log("stage 2 rebuilt from its input");
  }

  /** What this leads to was published before the offset was committed. */
  private void hear(ConsumerRecord<byte[], byte[]> record) {
    try {
      TrafficSummary summary =
          summaries.values().deserializer().deserialize(record.topic(), record.value());
      if (summary != null) {
        stage2.summary(summary, record.offset());
      }
    } catch (SerializationException e) {
      LOG.atDebug().addKeyValue("offset", record.offset()).log("not a summary, was passed over");
    }
  }
}

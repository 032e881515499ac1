package io.badhop.streams.replay;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.streams.detect.DetectConfig;
import io.badhop.streams.detect.Stage2;
import io.badhop.streams.summarise.Stage1;
import io.badhop.streams.summarise.Stage1Config;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Both stages on a driven clock: a tick every 250 ms, each tier's log as late as it is said to be.
 */
final class DelayedTiers implements Stage1.Output {

  /**
   * An escalation and the clock when it was said.
   *
   * @param atUs microseconds since the epoch; {@link Long#MAX_VALUE} at the end of the logs
   */
  record Said(long atUs, Escalation escalation) {}

  private static final long STEP = 250_000;

  final Stage1 stage1 = new Stage1(Stage1Config.single());
  final Stage2 stage2 = new Stage2(DetectConfig.DEFAULT);
  final List<Said> said = new ArrayList<>();
  final List<RequestTrace> traces = new ArrayList<>();
  private final Map<Tier, Long> delays = new EnumMap<>(Tier.class);
  private final long[] offsets = new long[Stage1.TOPICS];
  private long now;
  private long tick;

  DelayedTiers late(Tier tier, long seconds) {
    delays.put(tier, seconds * 1_000_000);
    return this;
  }

  /** Runs from the first event until the slowest tier has delivered all, and then to the end. */
  DelayedTiers run(List<SpecificRecord> events) {
    List<SpecificRecord> waiting =
        new ArrayList<>(
            events.stream().sorted(Comparator.comparingLong(this::deliveredAt)).toList());
    now = Math.floorDiv(EventTime.of(waiting.get(0)), STEP) * STEP;
    long slowest = delays.values().stream().mapToLong(Long::longValue).max().orElse(0);
    long end = waiting.stream().mapToLong(EventTime::of).max().orElseThrow() + slowest + 4_000_000;
    while (now < end) {
      now += STEP;
      while (!waiting.isEmpty() && deliveredAt(waiting.get(0)) < now) {
        deliver(waiting.remove(0));
      }
      tick(false);
    }
    now = Long.MAX_VALUE;
    tick(true);
    return this;
  }

  private long deliveredAt(SpecificRecord event) {
    return EventTime.of(event) + delays.getOrDefault(EventTime.tier(event), 0L);
  }

  private void deliver(SpecificRecord event) {
    int topic = EventTime.topic(event);
    stage1.event(topic, offsets[topic]++, event, this);
  }

  private void tick(boolean last) {
    List<TierWatermark> marks = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      long mark = last ? Long.MAX_VALUE : now - delays.getOrDefault(tier, 0L);
      marks.add(new TierWatermark("default", tier, mark));
    }
    Tick next = new Tick(++tick, marks, List.of());
    for (int topic = 0; topic < Stage1.TOPICS; topic++) {
      stage1.event(topic, offsets[topic]++, next, this);
    }
  }

  @Override
  public void summary(int sitePartition, TrafficSummary summary) {
    stage2
        .summary(summary, summary.getTick())
        .forEach(escalation -> said.add(new Said(now, escalation)));
  }

  @Override
  public void trace(RequestTrace trace) {
    traces.add(trace);
  }
}

package io.badhop.streams.summarise;

import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.TrafficSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;

/**
 * A task of stage 1 with its partitions, its transactions and its death: what it says between two
 * commits is published by the second, or never was. A successor has the committed offsets and what
 * was noted of needed offsets by then, and reads again from there in silence.
 */
final class SimulatedTask implements Stage1.Output {

  private final List<List<SpecificRecord>> topics;
  private final Stage1Config config;
  private final int rememberTicks;
  private final List<SummaryLog> summaries;
  private final List<RequestTrace> traces;

  private Stage1 stage1;
  private final int[] read = new int[Stage1.TOPICS];
  private final long[] noted = new long[Stage1.TOPICS];
  private long notedTick;
  private final List<Runnable> unpublished = new ArrayList<>();

  private int[] committed = read.clone();
  private long[] committedNotes = noted.clone();

  /**
   * At the beginning of its partitions.
   *
   * @param rememberTicks after how many ticks it notes the offsets that it needs
   * @param summaries by partition of stage 2
   */
  SimulatedTask(
      List<List<SpecificRecord>> topics,
      Stage1Config config,
      int rememberTicks,
      List<SummaryLog> summaries,
      List<RequestTrace> traces) {
    this.topics = topics;
    this.config = config;
    this.rememberTicks = rememberTicks;
    this.summaries = summaries;
    this.traces = traces;
    this.stage1 = new Stage1(config);
  }

  boolean finished(int topic) {
    return read[topic] == topics.get(topic).size();
  }

  boolean finished() {
    boolean all = true;
    for (int topic = 0; topic < Stage1.TOPICS; topic++) {
      all &= finished(topic);
    }
    return all;
  }

  /** Reads on in one topic. */
  void poll(int topic, int most) {
    for (int i = 0; i < most && !finished(topic); i++) {
      long before = stage1.closedTick();
      hear(stage1, topic, read[topic]++, this);
      if (stage1.closedTick() != before && stage1.closedTick() - notedTick >= rememberTicks) {
        notedTick = stage1.closedTick();
        for (int t = 0; t < Stage1.TOPICS; t++) {
          noted[t] = stage1.neededOffset(t);
        }
      }
    }
  }

  /** Reads all topics to their end, each to its next tick before any goes on. */
  void inStep() {
    while (!finished()) {
      for (int topic = 0; topic < Stage1.TOPICS; topic++) {
        boolean tick = finished(topic);
        while (!tick) {
          tick = topics.get(topic).get(read[topic]) instanceof Tick;
          poll(topic, 1);
        }
      }
    }
  }

  private void hear(Stage1 hearer, int topic, int offset, Stage1.Output out) {
    hearer.event(topic, offset, topics.get(topic).get(offset), out);
  }

  @Override
  public void summary(int sitePartition, TrafficSummary summary) {
    unpublished.add(() -> summaries.get(sitePartition).append(summary));
  }

  @Override
  public void trace(RequestTrace trace) {
    unpublished.add(() -> traces.add(trace));
  }

  void commit() {
    unpublished.forEach(Runnable::run);
    unpublished.clear();
    committed = read.clone();
    committedNotes = noted.clone();
  }

  /** Dies between two commits, and a successor takes its place. */
  void crash(Random random) {
    unpublished.clear();
    System.arraycopy(committedNotes, 0, noted, 0, noted.length);
    stage1 = new Stage1(config);
    stage1.resume(noted);
    for (int topic = 0; topic < Stage1.TOPICS; topic++) {
      read[topic] = (int) noted[topic];
      if (noted[topic] > 0) {
        hear(stage1, topic, read[topic]++, Stage1.Output.NONE);
      }
    }
    while (behind()) {
      int topic = random.nextInt(Stage1.TOPICS);
      for (int i = random.nextInt(300); i > 0 && read[topic] < committed[topic]; i--) {
        hear(stage1, topic, read[topic]++, Stage1.Output.NONE);
      }
    }
    notedTick = stage1.closedTick();
  }

  private boolean behind() {
    boolean behind = false;
    for (int topic = 0; topic < Stage1.TOPICS; topic++) {
      behind |= read[topic] < committed[topic];
    }
    return behind;
  }

  Stage1Counters counters() {
    return stage1.counters();
  }
}

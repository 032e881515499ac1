package io.badhop.streams.replay;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.streams.detect.DetectConfig;
import io.badhop.streams.detect.Stage2;
import io.badhop.streams.summarise.Routes;
import io.badhop.streams.summarise.Stage1;
import io.badhop.streams.summarise.Stage1Config;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.specific.SpecificRecord;

/**
 * Works through recorded logs without Kafka: the two stages of live running in this process, with
 * one partition. The same sources and rules give the same result, whatever the threads do.
 */
public final class OfflineReplay {

  private final ReplayConfig config;

  /** By the given rules. */
  public OfflineReplay(ReplayConfig config) {
    this.config = config;
  }

  /**
   * Reads all sources to their ends and closes them.
   *
   * @param sources in any order; names differ
   * @param listener told what goes on
   * @throws IOException when a source cannot be closed. One that cannot be read any further ends
   *     there, and the result says so
   */
  public ReplayResult run(List<EventSource> sources, ReplayListener listener) throws IOException {
    return run(sources, List.of(config.detect()), listener).get(0);
  }

  /**
   * Reads all sources once and detects by several sets of rules side by side.
   *
   * @param sources in any order; names differ
   * @param rules at least one; those of the configuration do not count
   * @param listener told what goes on; hears the escalations of the first rules only
   * @return a result for each set of rules, in their order
   * @throws IOException when a source cannot be closed
   */
  public List<ReplayResult> run(
      List<EventSource> sources, List<DetectConfig> rules, ReplayListener listener)
      throws IOException {
    ExecutorService readers = Executors.newFixedThreadPool(config.threads(), OfflineReplay::reader);
    Core core = new Core(config, rules, listener);
    try (TickDriver driver =
        new TickDriver(sources, config.step(), config.disorder(), readers, core)) {
      core.driver = driver;
      driver.run();
      return core.results();
    } finally {
      readers.shutdownNow();
    }
  }

  private static Thread reader(Runnable task) {
    Thread thread = new Thread(task, "replay-reader");
    thread.setDaemon(true);
    return thread;
  }

  /** The two stages, one after the other. */
  private static final class Core implements TickDriver.Sink, Stage1.Output {
    private static final int PROGRESS_TICKS = 64;

    private final ReplayListener listener;
    private final Stage1 stage1;
    private final List<Detection> detections;
    private final long[] offsets = new long[Stage1.TOPICS];
    private TickDriver driver;
    private long summaries;

    private record Detection(Stage2 stage2, List<Escalation> escalations) {}

    Core(ReplayConfig config, List<DetectConfig> rules, ReplayListener listener) {
      this.listener = listener;
      this.stage1 =
          new Stage1(new Stage1Config(0, 1, 1, config.limits(), config.routes(), config.exempt()));
      this.detections =
          rules.stream()
              .map(each -> new Stage2(each, Routes.templates(config.routes())))
              .map(stage2 -> new Detection(stage2, new ArrayList<>()))
              .toList();
    }

    @Override
    public void event(int topic, SpecificRecord event) {
      stage1.event(topic, offsets[topic]++, event, this);
    }

    @Override
    public void tick(Tick tick, long time) {
      for (int topic = 0; topic < Stage1.TOPICS; topic++) {
        stage1.event(topic, offsets[topic]++, tick, this);
        // Nobody will resume from here, so what a successor would need is forgotten.
        stage1.neededOffset(topic);
      }
      if (tick.getNumber() % PROGRESS_TICKS == 0 || time == Long.MAX_VALUE) {
        listener.progress(driver.events(), time, driver.bytesRead());
      }
    }

    @Override
    public void summary(int sitePartition, TrafficSummary summary) {
      // A detector keeps and corrects what it is given, so each gets its own.
      for (int i = detections.size() - 1; i >= 0; i--) {
        TrafficSummary own = i == 0 ? summary : TrafficSummary.newBuilder(summary).build();
        Detection detection = detections.get(i);
        List<Escalation> said = detection.stage2.summary(own, summaries);
        detection.escalations.addAll(said);
        if (i == 0) {
          said.forEach(listener::escalation);
        }
      }
      summaries++;
    }

    @Override
    public void trace(RequestTrace trace) {
      listener.trace(trace);
    }

    List<ReplayResult> results() {
      return detections.stream().map(this::result).toList();
    }

    private ReplayResult result(Detection detection) {
      long[] range = driver.range();
      boolean empty = range[0] > range[1];
      return new ReplayResult(
          detection.escalations,
          stage1.counters(),
          detection.stage2.counters().snapshot(),
          driver.events(),
          driver.ticks(),
          empty ? -1 : range[0],
          empty ? -1 : range[1],
          driver.ahead(),
          driver.failures());
    }
  }
}

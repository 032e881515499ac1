package io.badhop.benchmarks;

import io.badhop.schemas.event.TrafficSummary;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.detect.DetectConfig;
import io.badhop.streams.detect.Stage2;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What stage 2 costs per tick, by the number of partitions, sites and keys, and by the rate of
 * requests: CPU time of decoding and of evaluating, bytes on the summaries topic, heap and snapshot
 * of the state. One thread; medians over the ticks after a warm-up.
 *
 * <p>Arguments: ticks to measure (default 40), and the rate of requests to measure alone (default
 * all).
 */
public final class Stage2ScaleBenchmark {

  private static final int WARM_UP = 20;
  private static final int PARTITIONS = 1_000;
  private static final int PATHS = 5_000;
  private static final int UPSTREAMS = 2_000;

  private static final List<Stage2Load.Shape> SHAPES =
      List.of(
          new Stage2Load.Shape(PARTITIONS, 100, PATHS, UPSTREAMS, 2_000),
          new Stage2Load.Shape(PARTITIONS, 100, PATHS, UPSTREAMS, 20_000),
          new Stage2Load.Shape(PARTITIONS, 100, PATHS, UPSTREAMS, 200_000),
          new Stage2Load.Shape(PARTITIONS, 1, PATHS, UPSTREAMS, 20_000),
          new Stage2Load.Shape(4, 100, PATHS, UPSTREAMS, 20_000),
          new Stage2Load.Shape(4, 100, PATHS, UPSTREAMS, 200_000),
          new Stage2Load.Shape(4, 1, 50, 20, 2_000),
          new Stage2Load.Shape(4, 1, 50, 20, 20_000),
          new Stage2Load.Shape(4, 1, 50, 20, 200_000));

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Topic<Integer, TrafficSummary> topic =
      new Topics(new AvroSerdes(new InProcessRegistry()), "", 1, 1).summaries();
  private final Stage2 stage2 = new Stage2(DetectConfig.DEFAULT);
  private long offset;

  private Stage2ScaleBenchmark() {}

  /** Measures and prints a table. */
  public static void main(String[] args) {
    int ticks = args.length > 0 ? Integer.parseInt(args[0]) : 40;
    int only = args.length > 1 ? Integer.parseInt(args[1]) : 0;
    System.out.println(
        "| partitions | sites | paths | upstreams | requests/s | KB/tick | decode ms/tick |"
            + " evaluate ms/tick | us/site-tick | ns/request | state MB | snapshot MB |");
    System.out.println("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (Stage2Load.Shape shape : SHAPES) {
      if (only == 0 || shape.rate() == only) {
        System.out.println(new Stage2ScaleBenchmark().run(shape, ticks));
      }
    }
  }

  private String run(Stage2Load.Shape shape, int ticks) {
    long before = heap();
    Stage2Load load = new Stage2Load(shape);
    long[] bytes = new long[ticks];
    long[] decoding = new long[ticks];
    long[] evaluating = new long[ticks];
    for (int i = -WARM_UP; i < ticks; i++) {
      List<byte[]> records = encode(load.next());
      long start = THREADS.getCurrentThreadCpuTime();
      List<TrafficSummary> summaries = decode(records);
      long decoded = THREADS.getCurrentThreadCpuTime();
      summaries.forEach(summary -> stage2.summary(summary, offset++));
      long evaluated = THREADS.getCurrentThreadCpuTime();
      if (i >= 0) {
        bytes[i] = records.stream().mapToLong(record -> record.length).sum();
        decoding[i] = decoded - start;
        evaluating[i] = evaluated - decoded;
      }
    }
    long state = heap() - before;
    return row(shape, median(bytes), median(decoding), median(evaluating), state);
  }

  private String row(Stage2Load.Shape shape, long bytes, long decode, long evaluate, long state) {
    double perTick = shape.rate() * Stage2Load.TICK_US / 1e6;
    return String.format(
        Locale.ROOT,
        "| %,d | %d | %,d | %,d | %,d | %,d | %.2f | %.2f | %.1f | %,.0f | %.1f | %.2f |",
        shape.partitions(),
        shape.sites(),
        shape.paths(),
        shape.upstreams(),
        shape.rate(),
        bytes / 1_000,
        decode / 1e6,
        evaluate / 1e6,
        (decode + evaluate) / 1e3 / shape.sites(),
        (decode + evaluate) / perTick,
        state / 1e6,
        stage2.snapshot().length / 1e6);
  }

  private List<byte[]> encode(List<TrafficSummary> summaries) {
    List<byte[]> records = new ArrayList<>(summaries.size());
    summaries.forEach(
        summary -> records.add(topic.values().serializer().serialize(topic.name(), summary)));
    return records;
  }

  private List<TrafficSummary> decode(List<byte[]> records) {
    List<TrafficSummary> summaries = new ArrayList<>(records.size());
    records.forEach(
        record -> summaries.add(topic.values().deserializer().deserialize(topic.name(), record)));
    return summaries;
  }

  private static long median(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}

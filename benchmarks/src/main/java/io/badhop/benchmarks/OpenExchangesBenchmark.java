package io.badhop.benchmarks;

import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InPlace;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.correlate.CorrelatorCounters;
import io.badhop.streams.correlate.CorrelatorLimits;
import io.badhop.streams.summarise.Stage1;
import io.badhop.streams.summarise.Stage1Config;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;

/**
 * What stage 1 pays for open exchanges: heap bytes for each, and processor time for each event
 * while so many are open. {@code OpenExchangesBenchmark [memory|cost [OPEN]]}; without arguments
 * all of it, each figure from a JVM of its own.
 *
 * <p>Each exchange is a record of the edge, of the proxy and of the application, all with 200. Each
 * record is written in Avro, an array for each, and read from there as stage 1 does it.
 */
public final class OpenExchangesBenchmark {
  private static final int MOST_OPEN = 1_000_000;
  private static final long PER_SECOND = 10_000;
  private static final long SECOND_US = 1_000_000;
  private static final long TICKS_A_SECOND = SECOND_US / Traffic.TICK_US;

  /** Requests between two looks at the clock: what is written stays in the processor's cache. */
  private static final int BATCH = 100;

  private static final int MEASURED_SECONDS = 60;
  private static final int TIERS = 3;

  /** Which of the exchanges' tiers the watermarks have passed. */
  private enum Passed {
    /** None: nothing is counted yet. */
    NONE,
    /** The edge delivers late: the PROXY view has counted, the EDGE view waits. */
    PROXY_AND_APP,
    /** All: the horizon keeps them for records that come late. */
    ALL
  }

  private final Traffic traffic = new Traffic(1, PER_SECOND);
  private final List<Topic<String, SpecificRecord>> topics =
      new Topics(new AvroSerdes(new InProcessRegistry()), "", 1, 1).forJoining();
  private final List<InPlace> readers = new ArrayList<>();
  private final byte[][][] written = new byte[TIERS][BATCH][];
  private final long[] offsets = new long[Stage1.TOPICS];
  private final Counted out = new Counted();
  private final Stage1 stage1;
  private long ticks;
  private long next;

  /** Adds up what is counted, so that a run that loses something is found out. */
  private static final class Counted implements Stage1.Output {
    private long exchanges;

    @Override
    public void summary(int sitePartition, TrafficSummary summary) {
      for (SiteSummary site : summary.getSites()) {
        site.getBuckets().forEach(bucket -> exchanges += bucket.getExchanges());
      }
    }

    @Override
    public void trace(RequestTrace trace) {}
  }

  private OpenExchangesBenchmark(Duration horizon) {
    stage1 = new Stage1(new Stage1Config(0, 1, 1, new CorrelatorLimits(64, 4_000_000, horizon)));
    topics.forEach(topic -> readers.add((InPlace) topic.values().deserializer()));
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      all();
    } else if (args[0].equals("memory")) {
      int open = args.length > 1 ? Integer.parseInt(args[1]) : MOST_OPEN;
      for (Passed passed : Passed.values()) {
        new OpenExchangesBenchmark(Duration.ofHours(1)).memory(open, passed);
      }
    } else {
      int open = args.length > 1 ? Integer.parseInt(args[1]) : MOST_OPEN;
      new OpenExchangesBenchmark(Duration.ofSeconds(1)).cost(open);
    }
  }

  private static void all() throws IOException, InterruptedException {
    run("memory", MOST_OPEN);
    for (int round = 0; round < 3; round++) {
      for (int open : new int[] {10_000, 100_000, MOST_OPEN}) {
        run("cost", open);
      }
    }
  }

  private static void run(String what, int open) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx3g",
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                OpenExchangesBenchmark.class.getName(),
                what,
                Integer.toString(open))
            .inheritIO()
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(what + " with " + open + " open failed");
    }
  }

  private void memory(int open, Passed passed) {
    long before = usedHeap();
    while (next < open) {
      feed(Math.min(BATCH, open - next));
      if (next % (PER_SECOND / TICKS_A_SECOND) == 0) {
        tick(Traffic.BEGIN, Traffic.BEGIN, Traffic.BEGIN);
      }
    }
    long end = traffic.start(open) + 10 * SECOND_US;
    long below = passed == Passed.NONE ? Traffic.BEGIN : end;
    tick(passed == Passed.ALL ? end : Traffic.BEGIN, below, below);
    long after = usedHeap();
    check(passed == Passed.NONE ? 0 : passed == Passed.PROXY_AND_APP ? open : 2L * open);
    System.out.printf(
        Locale.ROOT,
        "%,d open, watermarks have passed %-13s: %,6d bytes of heap for each%n",
        open,
        passed,
        (after - before) / open);
  }

  /**
   * Requests come at a constant rate; the edge's watermark is so far behind that the wanted number
   * is open, a second of which is the horizon.
   */
  private void cost(int open) {
    long lag = Math.max(0, open * SECOND_US / PER_SECOND - SECOND_US);
    long filled = open / PER_SECOND + 2;
    // Small numbers warm up as long as large ones take to fill.
    second(lag, Math.max(filled, 40));
    long collected = collectionMs();
    long begin = next;
    long nanos = second(lag, MEASURED_SECONDS);
    long events = TIERS * (next - begin);
    check(-1);
    System.out.printf(
        Locale.ROOT,
        "%,9d open: %,6d ns for each event, of %,d; garbage collection of writing and keeping %,5d"
            + " ns%n",
        open,
        nanos / events,
        events,
        TimeUnit.MILLISECONDS.toNanos(collectionMs() - collected) / events);
  }

  /**
   * Feeds seconds of event time with their ticks, and gives the processor's nanoseconds that stage
   * 1 took.
   */
  private long second(long lag, long seconds) {
    long nanos = 0;
    for (long tick = 0; tick < seconds * TICKS_A_SECOND; tick++) {
      long watermark = Traffic.BEGIN + (ticks + 1) * Traffic.TICK_US;
      long end = traffic.firstFrom(watermark);
      while (next < end) {
        nanos += feed(Math.min(BATCH, end - next));
      }
      long begin = now();
      tick(Math.max(Traffic.BEGIN, watermark - lag), watermark, watermark);
      nanos += now() - begin;
    }
    return nanos;
  }

  private long feed(long count) {
    for (int i = 0; i < count; i++) {
      written[0][i] = write(0, traffic.edge(next + i));
      written[1][i] = write(1, traffic.proxyEvent(next + i));
      written[2][i] = write(2, traffic.app(next + i));
    }
    next += count;
    long begin = now();
    for (int topic = 0; topic < TIERS; topic++) {
      for (int i = 0; i < count; i++) {
        byte[] bytes = written[topic][i];
        String name = topics.get(topic).name();
        stage1.event(topic, readers.get(topic).scan(name, bytes, 0, bytes.length));
        offsets[topic]++;
      }
    }
    return now() - begin;
  }

  private byte[] write(int topic, SpecificRecord event) {
    Topic<String, SpecificRecord> of = topics.get(topic);
    return of.values().serializer().serialize(of.name(), event);
  }

  private void tick(long edge, long proxy, long app) {
    Tick tick = Traffic.tick(++ticks, edge, proxy, app);
    for (int topic = 0; topic < Stage1.TOPICS; topic++) {
      stage1.event(topic, offsets[topic]++, tick, out);
    }
  }

  private void check(long exchanges) {
    CorrelatorCounters counters = stage1.counters().correlated();
    boolean lost = counters.joined() != TIERS * next || counters.overflowed() > 0;
    if (lost || exchanges >= 0 && out.exchanges != exchanges) {
      throw new IllegalStateException(out.exchanges + " counted of " + exchanges + ": " + counters);
    }
  }

  /** Of the processor, so that other work on the machine does not count. */
  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long collectionMs() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }
}

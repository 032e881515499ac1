package io.badhop.streams.summarise;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.streams.correlate.CorrelatorLimits;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is said is a function of the log: not of the reading order, the number of partitions, or
 * crashes.
 */
class DeterminismTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theReadingOrderAndTheNumberOfPartitionsChangeNothing(long seed) {
    RandomLog log = new RandomLog(seed);
    Merged expected = new Merged();
    read(log, 0, 1, CorrelatorLimits.DEFAULT, new Random(seed), 1, expected);
    assertThat(expected.lines()).hasSizeGreaterThan(3_000);

    for (int partitions : new int[] {1, 2, 4}) {
      for (int burst : new int[] {1, 40, 100_000}) {
        Merged said = new Merged();
        for (int partition = 0; partition < partitions; partition++) {
          read(
              log,
              partition,
              partitions,
              CorrelatorLimits.DEFAULT,
              new Random(seed * 31 + burst),
              burst,
              said);
        }
        assertThat(said.summaries).isEqualTo((long) log.ticks() * partitions);
        assertThat(said.lines()).isEqualTo(expected.lines());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void aCrashAnywhereChangesNothing(long seed) {
    crash(seed, CorrelatorLimits.DEFAULT, 12);
  }

  private static void crash(long seed, CorrelatorLimits limits, int crashes) {
    List<List<SpecificRecord>> topics = new RandomLog(seed).partition(0, 1);
    Merged expected = new Merged();
    Run undisturbed = new Run(topics, limits, expected);
    undisturbed.go(new Random(seed), 1, Integer.MAX_VALUE);

    Random random = new Random(seed * 7);
    for (int round = 0; round < 2; round++) {
      Merged said = new Merged();
      Run run = new Run(topics, limits, said);
      for (int crash = 0; crash < crashes; crash++) {
        run.go(random, 1 + random.nextInt(300), random.nextInt(600));
        long[] remembered = run.needed();
        run.go(random, 1 + random.nextInt(300), random.nextInt(600));
        run = run.crash(remembered, random);
      }
      run.go(random, 50, Integer.MAX_VALUE);
      assertThat(said.lines()).isEqualTo(expected.lines());
    }
  }

  private static void read(
      RandomLog log,
      int partition,
      int count,
      CorrelatorLimits limits,
      Random random,
      int burst,
      Merged out) {
    Run run = new Run(log.partition(partition, count), limits, out);
    run.go(random, burst, Integer.MAX_VALUE);
    assertThat(run.stage1.counters().correlated().counted())
        .isEqualTo(run.stage1.counters().correlated().exchanges());
  }

  /** One task reading its partitions in bursts of random length. */
  private static final class Run {
    final List<List<SpecificRecord>> topics;
    final CorrelatorLimits limits;
    final Merged out;
    final int[] read = new int[Stage1.TOPICS];
    Stage1 stage1;

    Run(List<List<SpecificRecord>> topics, CorrelatorLimits limits, Merged out) {
      this.topics = topics;
      this.limits = limits;
      this.out = out;
      this.stage1 = new Stage1(new Stage1Config(0, 1, 1, limits));
    }

    /** Reads on, topics in random order, until so many records were read or all. */
    void go(Random random, int burst, int most) {
      int left = most;
      while (left > 0 && !finished()) {
        int topic = random.nextInt(Stage1.TOPICS);
        int length = Math.min(left, 1 + random.nextInt(burst));
        for (int i = 0; i < length && read[topic] < topics.get(topic).size(); i++) {
          hear(topic, out);
          left--;
        }
      }
    }

    private boolean finished() {
      for (int topic = 0; topic < Stage1.TOPICS; topic++) {
        if (read[topic] < topics.get(topic).size()) {
          return false;
        }
      }
      return true;
    }

    private void hear(int topic, Stage1.Output output) {
      int offset = read[topic]++;
      stage1.event(topic, offset, topics.get(topic).get(offset), output);
    }

    long[] needed() {
      long[] needed = new long[Stage1.TOPICS];
      for (int topic = 0; topic < Stage1.TOPICS; topic++) {
        needed[topic] = stage1.neededOffset(topic);
      }
      return needed;
    }

    /**
     * A successor that knows only the offsets remembered, some time before the crash, and how far
     * this one had read.
     */
    Run crash(long[] remembered, Random random) {
      Run successor = new Run(topics, limits, out);
      successor.stage1.resume(remembered);
      for (int topic = 0; topic < Stage1.TOPICS; topic++) {
        successor.read[topic] = (int) remembered[topic];
      }
      boolean behind = true;
      while (behind) {
        int topic = random.nextInt(Stage1.TOPICS);
        for (int i = random.nextInt(200); i > 0 && successor.read[topic] < read[topic]; i--) {
          successor.hear(topic, Stage1.Output.NONE);
        }
        behind = false;
        for (int t = 0; t < Stage1.TOPICS; t++) {
          behind |= successor.read[t] < read[t];
        }
      }
      assertThat(successor.stage1.closedTick()).isEqualTo(stage1.closedTick());
      return successor;
    }
  }
}

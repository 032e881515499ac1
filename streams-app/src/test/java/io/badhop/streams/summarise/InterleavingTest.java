package io.badhop.streams.summarise;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.streams.correlate.CorrelatorCounters;
import io.badhop.streams.correlate.CorrelatorLimits;
import io.badhop.streams.summarise.WildLog.Hardness;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A log read in hundreds of ways: the bytes that come out are the same. {@code
 * -Dbadhop.interleavings=N} for more ways, {@code -Dbadhop.seed=N} for other logs.
 */
class InterleavingTest {

  private static final int WAYS = Integer.getInteger("badhop.interleavings", 200);
  private static final long SEED = Long.getLong("badhop.seed", 1);

  /** A log is read in so many ways before the next one is made. */
  private static final int WAYS_PER_LOG = 40;

  private static final int[] PARTITIONS = {1, 2, 4, 8};

  /** Asks for more than the parts give as they stand; see {@link ModelTest}. */
  private static final boolean STRICT = Boolean.getBoolean("badhop.strict");

  private static final CorrelatorLimits LIMITS =
      new CorrelatorLimits(64, 2_000_000, Duration.ofSeconds(STRICT ? 15 : 30));

  @Test
  void theBytesAreTheSameHoweverTheLogIsRead() {
    for (int first = 0; first < WAYS; first += WAYS_PER_LOG) {
      long seed = SEED + first / WAYS_PER_LOG;
      WildLog log = new WildLog(seed, STRICT ? Hardness.HARD : Hardness.MILD);
      Map<Integer, Map<String, List<Said>>> expected = new HashMap<>();
      for (int partitions : PARTITIONS) {
        Interleaving inStep = Interleaving.inStep(log, partitions, LIMITS);
        accounts("-Dbadhop.seed=" + seed + ", in step", log, inStep);
        expected.put(partitions, inStep.said());
      }
      tellsOfOutages(expected.get(1));
      for (int way = 0; way < Math.min(WAYS_PER_LOG, WAYS - first); way++) {
        int partitions = PARTITIONS[way % PARTITIONS.length];
        Interleaving read =
            Interleaving.random(log, partitions, LIMITS, new Random(seed * 1_000 + way));
        String name = "-Dbadhop.seed=" + seed + ", way " + way + ", partitions " + partitions;
        accounts(name, log, read);
        Map<String, List<Said>> said = read.said();
        expected.get(partitions).forEach((what, all) -> same(name, what, said.get(what), all));
        same(name + " against one", "traces", said.get("traces"), expected.get(1).get("traces"));
        same(
            name + " against one",
            "escalations",
            said.get("escalations"),
            expected.get(1).get("escalations"));
      }
    }
  }

  private static void same(String name, String what, List<Said> said, List<Said> expected) {
    for (int i = 0; i < Math.min(said.size(), expected.size()); i++) {
      if (!said.get(i).equals(expected.get(i))) {
        assertThat(said.get(i).toString())
            .as("%s, %s, number %d", name, what, i)
            .isEqualTo(expected.get(i).toString());
      }
    }
    assertThat(said).as("%s, %s", name, what).hasSameSizeAs(expected);
  }

  /** Else the same would be nothing. */
  private static void tellsOfOutages(Map<String, List<Said>> said) {
    assertThat(said.get("escalations"))
        .extracting(one -> ((Escalation) one.record()).getPhase())
        .contains(Phase.OPENED, Phase.UPDATED, Phase.RESOLVED);
    assertThat(said.get("escalations"))
        .extracting(one -> ((Escalation) one.record()).getCause())
        .contains(Cause.LOGS_MISSING);
    assertThat(said.get("traces"))
        .extracting(one -> ((RequestTrace) one.record()).getFailed())
        .contains(true);
  }

  /** What one that read from the beginning counted adds up to the log. */
  private static void accounts(String name, WildLog log, Interleaving read) {
    long events = 0;
    for (SimulatedTask task : read.tasks()) {
      Stage1Counters counters = task.counters();
      CorrelatorCounters counts = counters.correlated();
      assertThat(counts.joined() + counts.duplicate() + counts.late() + counts.overflowed())
          .as(name)
          .isEqualTo(counts.events());
      assertThat(counts.counted()).as(name).isEqualTo(counts.exchanges());
      events += counts.events() + counters.components();
    }
    if (read.crashes() == 0) {
      assertThat(events).as(name).isEqualTo(log.events());
    }
    assertThat(read.detectors())
        .as(name)
        .extracting(SimulatedDetector::lastTick)
        .containsOnly((long) log.ticks());
  }
}

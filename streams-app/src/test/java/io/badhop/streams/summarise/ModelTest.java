package io.badhop.streams.summarise;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.scan.RecordScans;
import io.badhop.streams.correlate.Closed;
import io.badhop.streams.correlate.Correlator;
import io.badhop.streams.correlate.CorrelatorCounters;
import io.badhop.streams.correlate.Exchange;
import io.badhop.streams.correlate.Tally;
import io.badhop.streams.summarise.Arrivals.Arrival;
import io.badhop.streams.summarise.Arrivals.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/**
 * The correlator against {@link Reference}, on thousands of small logs, read in a random order. A
 * log on which they differ is made smaller before it is shown. {@code -Dbadhop.models=N} for more
 * logs, {@code -Dbadhop.seed=N} for the first of them.
 */
class ModelTest {

  /**
   * Asks for more than the correlator gives as it stands: that what it forgets does not depend on
   * how far it read ahead, and that an application's record amends though its tier was silent when
   * the exchange was finished.
   */
  private static final boolean STRICT = Boolean.getBoolean("badhop.strict");

  private static final int LOGS = Integer.getInteger("badhop.models", 300);
  private static final long SEED = Long.getLong("badhop.seed", 1);

  /** How far a reader is ahead of the ticks. */
  private enum Reading {
    IN_STEP,
    AHEAD
  }

  @Test
  void whileTiersGoOnTheDefinitionsHold() {
    holds(Shape.STEADY, STRICT ? Reading.AHEAD : Reading.IN_STEP);
  }

  @Test
  void whileTiersComeAndGoTheDefinitionsHold() {
    holds(STRICT ? Shape.ALL_COME_AND_GO : Shape.COME_AND_GO, Reading.AHEAD);
  }

  @Test
  void whateverIsForgottenTheReadingOrderChangesNothing() {
    Shape shape = STRICT ? Shape.FORGETFUL : Shape.COME_AND_GO;
    search(shape, log -> said(log, Reading.IN_STEP), log -> said(log, Reading.AHEAD));
  }

  private static void holds(Shape shape, Reading reading) {
    search(shape, ModelTest::expected, log -> said(log, reading));
  }

  private static void search(
      Shape shape,
      Function<Arrivals, List<String>> expected,
      Function<Arrivals, List<String>> said) {
    Predicate<Arrivals> differs = log -> !said.apply(log).equals(expected.apply(log));
    for (long seed = SEED; seed < SEED + LOGS; seed++) {
      Arrivals log = Arrivals.random(seed, shape);
      if (differs.test(log)) {
        Arrivals small = shrink(log, differs);
        assertThat(said.apply(small))
            .as("%s, seed %d, ticks %s, records %s", shape, seed, ticks(small), records(small))
            .isEqualTo(expected.apply(small));
      }
    }
  }

  private static String ticks(Arrivals log) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < log.ticks().size(); i++) {
      lines.append("\n").append(i + 1);
      log.ticks()
          .get(i)
          .forEach(
              (tier, mark) ->
                  lines
                      .append(" ")
                      .append(tier)
                      .append(" ")
                      .append(mark == Long.MAX_VALUE ? "ended" : mark - Events.START));
    }
    return lines.toString();
  }

  private static String records(Arrivals log) {
    StringBuilder lines = new StringBuilder();
    log.list().forEach(arrival -> lines.append('\n').append(arrival));
    return lines.toString();
  }

  private static List<String> expected(Arrivals log) {
    Reference reference = new Reference(log);
    List<String> lines = new ArrayList<>();
    for (int tick = 1; tick <= log.ticks().size(); tick++) {
      tell(lines, tick, reference.counted(tick), reference.finished(tick), reference.late(tick));
    }
    lines.add(reference.counters().toString());
    return lines;
  }

  /** Reads topics one after the other or by turns, and as far ahead of the ticks as it likes. */
  private static List<String> said(Arrivals log, Reading reading) {
    Random random = new Random(log.seed());
    // Everything has to be seen, so that its order is seen, too.
    Correlator<Tally> correlator =
        new Correlator<>(Events.SITE, log.limits(), (start, view) -> anchor -> Tally.Answer.TO_SEE);
    List<List<Arrival>> topics = topics(log);
    int[] read = new int[topics.size()];
    List<String> lines = new ArrayList<>();
    for (int tick = 1; tick <= log.ticks().size(); tick++) {
      read(log, correlator, topics, read, tick, reading, random);
      Closed<Tally> closed =
          correlator.close(
              tick, log.ticks().get(tick - 1), exchange -> Reference.wanted(anchor(exchange)));
      tell(
          lines,
          tick,
          closed.counted().stream().map(ModelTest::words).toList(),
          closed.finished().stream().map(ModelTest::words).sorted().toList(),
          closed.late());
    }
    CorrelatorCounters counts = correlator.counters();
    assertThat(counts.joined() + counts.duplicate() + counts.late() + counts.overflowed())
        .isEqualTo(counts.events());
    lines.add(exceptGivenUp(counts).toString());
    return lines;
  }

  /** How long something is waited for is a bound, which the definitions do not know. */
  private static CorrelatorCounters exceptGivenUp(CorrelatorCounters counts) {
    return new CorrelatorCounters(
        counts.events(),
        counts.joined(),
        counts.duplicate(),
        counts.late(),
        counts.overflowed(),
        counts.aliases(),
        counts.exchanges(),
        counts.counted(),
        0,
        0);
  }

  private static void tell(
      List<String> lines, int tick, List<String> counted, List<String> finished, long late) {
    counted.forEach(exchange -> lines.add("tick " + tick + " counts " + exchange));
    finished.forEach(exchange -> lines.add("tick " + tick + " finishes " + exchange));
    if (late > 0) {
      lines.add("tick " + tick + " is told of late ones: " + late);
    }
  }

  private static List<List<Arrival>> topics(Arrivals log) {
    List<List<Arrival>> topics = new ArrayList<>();
    for (int topic = 0; topic < 3; topic++) {
      int number = topic;
      topics.add(
          log.list().stream()
              .filter(arrival -> Timeline.topic(arrival.event()) == number)
              .toList());
    }
    return topics;
  }

  private static void read(
      Arrivals log,
      Correlator<Tally> correlator,
      List<List<Arrival>> topics,
      int[] read,
      int tick,
      Reading reading,
      Random random) {
    int ahead = reading == Reading.AHEAD && random.nextInt(4) == 0 ? random.nextInt(100) : 0;
    boolean behind = true;
    RecordScans scans = new RecordScans();
    while (behind || ahead-- > 0) {
      int topic = random.nextInt(topics.size());
      if (read[topic] < topics.get(topic).size()) {
        Arrival next = topics.get(topic).get(read[topic]);
        if (next.epoch() <= tick || ahead > 0) {
          read[topic]++;
          correlator.add(scans.of(next.event()), next.epoch(), log.watermarkBefore(next));
        }
      }
      behind = false;
      for (int i = 0; i < read.length; i++) {
        behind |= read[i] < topics.get(i).size() && topics.get(i).get(read[i]).epoch() <= tick;
      }
    }
  }

  private static SpecificRecord anchor(Exchange exchange) {
    return switch (exchange.view()) {
      case EDGE -> exchange.edge();
      case PROXY -> exchange.proxy();
      case APP -> exchange.closingApp();
    };
  }

  private static String words(Exchange exchange) {
    return Reference.words(
        exchange.requestId(),
        exchange.view(),
        exchange.eventId(),
        exchange.time(),
        exchange.late(),
        exchange.edge(),
        exchange.proxy(),
        exchange.app());
  }

  /** Leaves out whatever can be left out while the test still fails: halves first, then less. */
  private static Arrivals shrink(Arrivals log, Predicate<Arrivals> fails) {
    Arrivals small = log;
    for (int size = log.list().size() / 2; size > 0; size /= 2) {
      for (int from = 0; from < small.list().size(); ) {
        List<Arrival> fewer = new ArrayList<>(small.list());
        fewer.subList(from, Math.min(fewer.size(), from + size)).clear();
        if (fails.test(small.with(fewer))) {
          small = small.with(fewer);
        } else {
          from += size;
        }
      }
    }
    return small;
  }
}

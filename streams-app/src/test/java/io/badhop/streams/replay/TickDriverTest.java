package io.badhop.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Event time in milliseconds after {@link #START}. */
class TickDriverTest {

  private static final long START = 1_700_000_000_000_000L;
  private static final long DAY = 24L * 60 * 60 * 1000;

  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  private final Log log = new Log();

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  void everyEventStandsBeforeTheTickThatPassesIt() throws IOException {
    drive(proxy("a", 10, 240, 250, 600), app("b", 100, 700));

    for (int i = 0; i < log.times.size(); i++) {
      long time = log.times.get(i);
      long ticksBefore = log.ticksBefore.get(i);
      assertThat(START + ticksBefore * 250_000)
          .as("tick before event at %s", time)
          .isLessThanOrEqualTo(time);
    }
    assertThat(log.times).hasSize(6);
  }

  @Test
  void aTickStandsAtEveryStepAndTheLastAtTheEndOfTime() throws IOException {
    drive(proxy("a", 10, 990), app("b", 100, 980));

    assertThat(log.tickTimes)
        .containsExactly(
            START + 250_000, START + 500_000, START + 750_000, START + 1_000_000, Long.MAX_VALUE);
    assertThat(log.ticks).extracting(Tick::getNumber).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void aTierWhoseLogHasEndedIsComplete() throws IOException {
    drive(proxy("a", LongStream.range(0, 30).map(i -> i * 1000).toArray()), app("b", 100));

    assertThat(log.ticks.get(3).getWatermarks())
        .containsExactly(
            new TierWatermark("default", Tier.PROXY, START + 1_000_000),
            new TierWatermark("default", Tier.APP, Long.MAX_VALUE));
    assertThat(log.ticks.get(log.ticks.size() - 1).getWatermarks())
        .allSatisfy(mark -> assertThat(mark.getWatermark()).isEqualTo(Long.MAX_VALUE));
  }

  @Test
  void linesOutOfOrderAreInTimeWithinTheAllowedDisorder() throws IOException {
    drive(proxy("a", 0, 3000, 100, 4000, 2500, 9000, 9001, 9002, 9003, 14000, 9004, 20000));

    assertThat(log.times).hasSize(12);
    for (int i = 0; i < log.times.size(); i++) {
      assertThat(START + log.ticksBefore.get(i) * 250_000).isLessThanOrEqualTo(log.times.get(i));
    }
  }

  @Test
  void aNightWithoutTrafficIsPassedOverAfterAQuarterOfAnHour() throws IOException {
    drive(proxy("a", tenFrom(0, DAY / 3)));

    assertThat(log.times).hasSize(20);
    assertThat(log.ticks.size()).isBetween(15 * 60 * 4, 18 * 60 * 4);
    assertThat(log.ticksBefore.get(19) - log.ticksBefore.get(9)).isPositive();
  }

  @Test
  void oneLineWithAWrongDateIsLeftOutAndCounted() throws IOException {
    long[] times = tenFrom(0, 1000);
    times[4] = 30 * 365 * DAY;
    TickDriver driver = drive(proxy("a", times));

    assertThat(log.times).hasSize(19).allMatch(time -> time < START + 60_000_000);
    assertThat(driver.ahead()).isEqualTo(1);
    assertThat(log.ticks.size()).isLessThan(100);
  }

  @Test
  void theLastLineAfterALongPauseIsTaken() throws IOException {
    TickDriver driver = drive(proxy("a", 0, 1, 2, 3, 4, 5, 6, 7, 8, DAY / 24));

    assertThat(log.times).hasSize(10);
    assertThat(driver.ahead()).isZero();
  }

  @Test
  void sourcesMayYieldComponentEventsBesides() throws IOException {
    ComponentEvent full =
        ComponentEvent.newBuilder()
            .setEventId(9)
            .setTier(Tier.APP)
            .setTime(START + 50_000)
            .setKind(ComponentEventKind.POOL_FULL)
            .build();
    List<SpecificRecord> events = new ArrayList<>(events(Tier.APP, 10, 60));
    events.add(1, full);
    drive(new ListSource("php-fpm.log", Tier.APP, events));

    assertThat(log.topics).containsExactly(2, 3, 2);
  }

  @Test
  void anEventWithTwoIdsIsHandedOverUnderBoth() throws IOException {
    EdgeEvent event =
        EdgeEvent.newBuilder()
            .setEventId(1)
            .setTime(START)
            .setRequestId("r-1")
            .setOtherId("ray-1")
            .setStatus(502)
            .build();
    TickDriver driver = drive(new ListSource("edge.log", Tier.EDGE, List.of(event)));

    assertThat(log.events).hasSize(2);
    EdgeEvent alias = (EdgeEvent) log.events.get(1);
    assertThat(alias)
        .isEqualTo(
            EdgeEvent.newBuilder(event)
                .setAlias(true)
                .setRequestId("ray-1")
                .setOtherId("r-1")
                .build());
    assertThat(((EdgeEvent) log.events.get(0)).getAlias()).isFalse();
    assertThat(driver.events()).isEqualTo(1);
  }

  @Test
  void aSourceThatBreaksOffGivesWhatItHadAndSaysWhy() throws IOException {
    ListSource broken =
        new ListSource(
            "cut.gz",
            Tier.PROXY,
            events(Tier.PROXY, 0, 1, 2),
            new IOException("unexpected end of gzip"));
    TickDriver driver = drive(broken, app("b", 0, 10));

    assertThat(log.times).hasSize(5);
    assertThat(driver.failures()).containsExactly(Map.entry("cut.gz", "unexpected end of gzip"));
    assertThat(broken.closed()).isTrue();
  }

  @Test
  void noSourcesGiveOneTickAtTheEndOfTime() throws IOException {
    drive();

    assertThat(log.tickTimes).containsExactly(Long.MAX_VALUE);
  }

  @Test
  void theSameSourcesGiveTheSameEventsAndTicksInAnyOrder() throws IOException {
    long[] many = IntStream.range(0, 5000).mapToLong(i -> i * 7L + (i % 13) * 40L).toArray();
    long[] others = IntStream.range(0, 3000).mapToLong(i -> i * 11L).toArray();
    drive(proxy("a", many), app("b", others));
    Log second = new Log();
    drive(second, app("b", others), proxy("a", many));

    assertThat(second.events).isEqualTo(log.events);
    assertThat(second.ticks).isEqualTo(log.ticks);
    assertThat(second.ticksBefore).isEqualTo(log.ticksBefore);
  }

  private TickDriver drive(EventSource... sources) throws IOException {
    return drive(log, sources);
  }

  private TickDriver drive(Log into, EventSource... sources) throws IOException {
    try (TickDriver driver =
        new TickDriver(
            Arrays.asList(sources), Duration.ofMillis(250), Duration.ofSeconds(5), pool, into)) {
      driver.run();
      return driver;
    }
  }

  /** Ten events in ten milliseconds from each of the times. */
  private static long[] tenFrom(long... starts) {
    return Arrays.stream(starts).flatMap(start -> LongStream.range(start, start + 10)).toArray();
  }

  private static ListSource proxy(String name, long... times) {
    return new ListSource(name, Tier.PROXY, events(Tier.PROXY, times));
  }

  private static ListSource app(String name, long... times) {
    return new ListSource(name, Tier.APP, events(Tier.APP, times));
  }

  private static List<SpecificRecord> events(Tier tier, long... times) {
    List<SpecificRecord> events = new ArrayList<>();
    for (long time : times) {
      long at = START + time * 1000;
      events.add(
          tier == Tier.PROXY
              ? ProxyEvent.newBuilder()
                  .setEventId(at)
                  .setTime(at)
                  .setRequestId("r" + at)
                  .setStatus(200)
                  .build()
              : AppEvent.newBuilder().setEventId(at).setTime(at).setRequestId("r" + at).build());
    }
    return events;
  }

  private static final class Log implements TickDriver.Sink {
    final List<SpecificRecord> events = new ArrayList<>();
    final List<Integer> topics = new ArrayList<>();
    final List<Long> times = new ArrayList<>();
    final List<Long> ticksBefore = new ArrayList<>();
    final List<Tick> ticks = new ArrayList<>();
    final List<Long> tickTimes = new ArrayList<>();

    @Override
    public void event(int topic, SpecificRecord event) {
      events.add(event);
      topics.add(topic);
      times.add(EventTime.of(event));
      ticksBefore.add((long) ticks.size());
    }

    @Override
    public void tick(Tick tick, long time) {
      ticks.add(tick);
      tickTimes.add(time);
    }
  }
}

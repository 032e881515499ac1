package io.badhop.streams.summarise;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.correlate.CorrelatorLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * A small log of one site in one partition, thick with what is difficult: few IDs used again and
 * again, times on a grid so that they meet watermarks and slacks exactly, copies, duplicates, late
 * records, tiers that hold, leave, end and come back. The same for a seed.
 *
 * @param ticks what each tick says, the first at index 0
 * @param list records in the order in which they reach their topics
 */
record Arrivals(
    CorrelatorLimits limits,
    List<Map<Tier, Long>> ticks,
    List<Arrival> list,
    Shape shape,
    long seed) {

  /**
   * A record and the tick that follows it in its topic.
   *
   * @param epoch number of that tick, from 1
   */
  record Arrival(int epoch, SpecificRecord event) {

    Tier tier() {
      return Tier.values()[Timeline.topic(event)];
    }

    @Override
    public String toString() {
      return "epoch " + epoch + " " + Reference.name(event) + " " + event;
    }
  }

  /** What happens to tiers, and how long records are kept. */
  enum Shape {
    /** Tiers go on, each at its pace; records are soon forgotten. */
    STEADY(EnumSet.noneOf(Tier.class), true),
    /**
     * Tiers fall silent and come back where they stood, or end and begin again; nothing is
     * forgotten.
     */
    COME_AND_GO(EnumSet.of(Tier.EDGE, Tier.PROXY), false),
    /** The application's tier, too, so that exchanges are finished without it. */
    ALL_COME_AND_GO(EnumSet.allOf(Tier.class), false),
    /** Records are forgotten while their tier is silent. */
    FORGETFUL(EnumSet.allOf(Tier.class), true);

    private final Set<Tier> restless;
    private final boolean forgets;

    Shape(Set<Tier> restless, boolean forgets) {
      this.restless = restless;
      this.forgets = forgets;
    }
  }

  Arrivals with(List<Arrival> fewer) {
    return new Arrivals(limits, ticks, fewer, shape, seed);
  }

  /** The watermark that counts for lateness: that of the tick before the record. */
  long watermarkBefore(Arrival arrival) {
    return arrival.epoch() == 1
        ? Long.MIN_VALUE
        : ticks.get(arrival.epoch() - 2).getOrDefault(arrival.tier(), Long.MIN_VALUE);
  }

  static Arrivals random(long seed, Shape shape) {
    return new Maker(new Random(seed), shape).make(seed);
  }

  private static final class Maker {
    private static final int STEP = 250;

    private final Random random;
    private final Shape shape;
    private final int[] nows;
    private final List<Arrival> list = new ArrayList<>();
    private final int ids;
    private int made;
    private long shared;

    Maker(Random random, Shape shape) {
      this.random = random;
      this.shape = shape;
      nows = new int[12 + random.nextInt(50)];
      int now = 0;
      for (int i = 0; i < nows.length; i++) {
        now += STEP * (1 + (chance(0.2) ? random.nextInt(12) : random.nextInt(2)));
        nows[i] = now;
      }
      ids = 1 + random.nextInt(12);
    }

    Arrivals make(long seed) {
      List<Map<Tier, Long>> ticks = new ArrayList<>();
      for (int i = 0; i < nows.length; i++) {
        ticks.add(new EnumMap<>(Tier.class));
      }
      for (Tier tier : Tier.values()) {
        if (chance(0.85)) {
          marks(tier, ticks);
        }
      }
      for (int i = 10 + random.nextInt(120); i > 0; i--) {
        request();
      }
      list.sort(Comparator.comparingInt(Arrival::epoch));
      int horizon = STEP * (shape.forgets ? 4 + random.nextInt(40) : 10_000);
      CorrelatorLimits limits = new CorrelatorLimits(10_000, 10_000, Duration.ofMillis(horizon));
      return new Arrivals(limits, List.copyOf(ticks), List.copyOf(list), shape, seed);
    }

    private void marks(Tier tier, List<Map<Tier, Long>> ticks) {
      int lag = STEP * random.nextInt(chance(0.3) ? 40 : 6);
      // What is forgotten when is promised to a quarter of a second only.
      lag += shape.forgets ? 0 : 25 * random.nextInt(10);
      int floor = -STEP;
      int away = 0;
      boolean ended = false;
      for (int i = 0; i < nows.length; i++) {
        if (!chance(0.1)) {
          floor = Math.max(floor, nows[i] - lag);
        }
        if (shape.restless.contains(tier) && away == 0 && chance(0.05)) {
          away = 1 + random.nextInt(20);
          ended = chance(0.4);
        }
        if (away > 0) {
          away--;
          if (ended) {
            ticks.get(i).put(tier, Long.MAX_VALUE);
          }
          floor = chance(0.7) ? Math.min(floor, nows[i] - lag) : floor;
        } else {
          ticks.get(i).put(tier, Events.at(floor));
        }
      }
    }

    private boolean chance(double probability) {
      return random.nextDouble() < probability;
    }

    private void request() {
      shared = -1L - made;
      String id = "id-" + random.nextInt(ids);
      int start = 25 * random.nextInt(nows[nows.length - 1] / 25);
      int took = 25 * new int[] {0, 1, 2 + random.nextInt(20), 40, 42, 200}[random.nextInt(6)];
      String ray = chance(0.4) ? "ray-" + random.nextInt(3) : "";
      if (chance(0.8)) {
        int around = 25 * random.nextInt(4);
        add(edge(id, start - around, start + took + around, chance(0.7) ? ray : ""));
      }
      if (chance(0.8)) {
        add(proxy(id, start, start + took, chance(0.7) ? ray : ""));
      }
      if (chance(0.7)) {
        int over = chance(0.2) ? 25 * random.nextInt(120) : -25 * random.nextInt(3);
        add(app(id, start + 25 * random.nextInt(3), Math.max(start, start + took + over)));
      }
      if (chance(0.3)) {
        AppEvent line = Events.log(id, start + 25 * random.nextInt(40), "ERROR", "line " + made++);
        line.setResolution(resolution());
        add(line);
      }
    }

    private int status() {
      return chance(0.4) ? 502 : 200;
    }

    private int resolution() {
      return chance(0.15) ? 1_000_000 : 1_000;
    }

    private EdgeEvent edge(String id, int start, int end, String ray) {
      EdgeEvent event = Events.edge(id, start, end, status(), 0);
      event.setEventId(identity());
      event.setResolution(resolution());
      event.setOtherId(ray);
      event.setAlias(chance(0.1));
      event.setStartTime(chance(0.1) ? -1 : event.getStartTime());
      return event;
    }

    private ProxyEvent proxy(String id, int start, int end, String ray) {
      ProxyEvent event = Events.proxy(id, start, end, status());
      event.setEventId(identity());
      event.setResolution(resolution());
      event.setOtherId(ray);
      event.setAlias(chance(0.1));
      event.setStartTime(chance(0.1) ? -1 : event.getStartTime());
      return event;
    }

    private AppEvent app(String id, int start, int end) {
      AppEvent event = Events.app(id, start, end, chance(0.4) ? 500 : 200);
      event.setEventId(identity());
      event.setResolution(resolution());
      event.setAlias(chance(0.1));
      event.setKind(chance(0.2) ? AppEventKind.LOG : AppEventKind.REQUEST);
      event.setStartTime(chance(0.1) ? -1 : event.getStartTime());
      return event;
    }

    /** Not in order of time; now and then the same number in each tier, by chance. */
    private long identity() {
      made++;
      return chance(0.9) ? made * 7_919L % 10_007 : shared;
    }

    private void add(SpecificRecord event) {
      int delay = chance(0.1) ? random.nextInt(20_000) : chance(0.5) ? random.nextInt(2_000) : 0;
      arrive(event, delay);
      while (chance(0.15)) {
        arrive(event, delay + random.nextInt(chance(0.5) ? 1_000 : 20_000));
      }
    }

    private void arrive(SpecificRecord event, int delay) {
      long at = (Reference.time(event) - Events.START) / 1_000 + delay;
      for (int epoch = 1; epoch <= nows.length; epoch++) {
        if (nows[epoch - 1] > at) {
          list.add(new Arrival(epoch, event));
          return;
        }
      }
    }
  }
}

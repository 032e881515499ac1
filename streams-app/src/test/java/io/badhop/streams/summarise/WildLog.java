package io.badhop.streams.summarise;

import static io.badhop.streams.summarise.Events.START;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.SourceChange;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;

/**
 * Minutes of traffic of three sites as the event topics would hold it, with outages in it: tiers
 * whose logs come at once, after seconds and after a minute; sources that join, idle, fall silent,
 * end and come back; IDs used again by retries and by strangers; copies under a second ID,
 * duplicates, late records, lines in passing, component events. The same for a seed, and the same
 * whatever the number of partitions.
 */
final class WildLog {

  private static final List<String> SITES = List.of("api", "blog", "shop");
  private static final int SECONDS = 100;
  private static final int REQUESTS = 550;

  /** An event and when it reaches its topic, milliseconds. */
  private record Arrival(double at, SpecificRecord event) {}

  private final Random random;
  private final Hardness hardness;
  private final List<TierDiary> tiers = new ArrayList<>();
  private final List<Arrival> arrivals = new ArrayList<>();

  /** Events and ticks in the order in which they come. */
  private final List<SpecificRecord> records = new ArrayList<>();

  private int ticks;

  /**
   * How far things go.
   *
   * @param latest how late a late record comes at most, milliseconds
   * @param silence how long a tier is silent at most, milliseconds
   * @param slowOnesRest whether a tier that is a minute behind is ever silent
   * @param strangers requests that share one ID
   */
  record Hardness(int latest, int silence, boolean slowOnesRest, int strangers) {
    static final Hardness MILD = new Hardness(9_000, 9_000, false, 15);
    static final Hardness HARD = new Hardness(110_000, 70_000, true, 200);
  }

  WildLog(long seed, Hardness hardness) {
    this.random = new Random(seed);
    this.hardness = hardness;
    tiers();
    for (int i = 0; i < REQUESTS; i++) {
      request(i);
    }
    arrivals.sort(Comparator.comparingDouble(Arrival::at));
    layOut();
  }

  private void tiers() {
    for (String site : SITES) {
      for (Tier tier : Tier.values()) {
        if (!site.equals("api") || tier != Tier.PROXY) {
          int lag = new int[] {200, 5_000, 60_000}[lagOf(site, tier)];
          boolean rests = lag < 60_000 || hardness.slowOnesRest();
          int silence = rests ? hardness.silence() : 0;
          tiers.add(new TierDiary(site, tier, lag, random, silence, SECONDS * 1_000));
        }
      }
    }
  }

  private static int lagOf(String site, Tier tier) {
    return switch (site) {
      case "shop" -> tier == Tier.EDGE ? 2 : tier == Tier.PROXY ? 0 : 1;
      case "blog" -> tier == Tier.APP ? 0 : 1;
      default -> tier == Tier.EDGE ? 1 : 0;
    };
  }

  private TierDiary diary(String site, Tier tier) {
    return tiers.stream().filter(one -> one.is(site, tier)).findFirst().orElseThrow();
  }

  private void layOut() {
    int next = 0;
    for (double now = 500; now < (SECONDS + 70) * 1_000; now += chance(0.3) ? 2_000 : 500) {
      for (; next < arrivals.size() && arrivals.get(next).at() < now; next++) {
        records.add(arrivals.get(next).event());
      }
      tick(now);
    }
    arrivals.subList(next, arrivals.size()).forEach(arrival -> records.add(arrival.event()));
    tick(Double.POSITIVE_INFINITY);
    tick(Double.POSITIVE_INFINITY);
  }

  private void tick(double now) {
    List<TierWatermark> marks = new ArrayList<>();
    List<SourceChange> changes = new ArrayList<>();
    tiers.forEach(tier -> tier.tell(now, marks, changes));
    records.add(new Tick((long) ++ticks, marks, changes));
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  private void request(int number) {
    String site = SITES.get(random.nextInt(SITES.size()));
    double start = random.nextInt(SECONDS * 1_000);
    String id = id(number);
    int tries = chance(0.1) ? 3 : 1;
    for (int i = 0; i < tries; i++) {
      double took = chance(0.05) ? 5_000 : 2 + random.nextInt(300);
      handling(site, id, number * 10 + i, start, took, status(site, start));
      start += took + random.nextInt(500);
    }
    if (chance(0.05)) {
      ComponentEvent component = Events.component(start, "pool full " + number);
      component.setSite(site);
      add(component, site, Tier.APP, component.getTime());
    }
  }

  private String id(int number) {
    if (number < hardness.strangers()) {
      return "undefined";
    }
    return chance(0.1) ? "reused-" + random.nextInt(8) : "request-" + number;
  }

  /** Outages of the shop and the blog, one after the other, and single failures everywhere. */
  private int status(String site, double start) {
    boolean outage =
        site.equals("shop") && start > 20_000 && start < 40_000
            || site.equals("blog") && start > 50_000 && start < 70_000;
    return chance(outage ? 0.7 : 0.04)
        ? new int[] {500, 502, 502, 503, 504, 499}[random.nextInt(6)]
        : 200;
  }

  private void handling(String site, String id, int number, double start, double took, int status) {
    EdgeEvent edge = edge(id, start, took, status);
    edge.setSite(site);
    if (!site.equals("api")) {
      ProxyEvent proxy = proxy(site, id, number, start, took, status);
      rays(site, edge, proxy, number);
      if (!chance(0.03)) {
        add(proxy, site, Tier.PROXY, proxy.getTime());
      }
    }
    add(edge, site, Tier.EDGE, edge.getTime());
    application(site, id, start, took, status);
  }

  private EdgeEvent edge(String id, double start, double took, int status) {
    boolean own = status == 499 || chance(0.02);
    return Events.edge(id, start - 3, start + took + 4, own ? 524 : status, own ? 0 : status);
  }

  private ProxyEvent proxy(
      String site, String id, int number, double start, double took, int status) {
    String upstream = "10.0.0." + (status == 502 ? 3 : random.nextInt(3)) + ":80";
    ProxyEvent proxy = Events.proxy(id, start, start + took, status, upstream);
    proxy.setSite(site);
    proxy.setPath(List.of("/cart", "/orders/" + number, "/static/a.js").get(random.nextInt(3)));
    if (status == 200 && chance(0.05)) {
      proxy.getAttempts().add(0, Events.attempt("10.0.0.3:80", 502, 900));
    }
    return proxy;
  }

  private void rays(String site, EdgeEvent edge, ProxyEvent proxy, int number) {
    String ray = "ray-" + number;
    if (chance(0.2)) {
      proxy.setOtherId(ray);
      edge.setRequestId(ray);
      add(Events.copyUnder(ray, proxy), site, Tier.PROXY, proxy.getTime());
    } else if (chance(0.3)) {
      proxy.setOtherId(ray);
      edge.setOtherId(ray);
    }
  }

  private void application(String site, String id, double start, double took, int status) {
    if (status != 502 && !chance(0.05)) {
      double end = status == 499 ? start + took + 3_000 : start + took - 1;
      AppEvent app = Events.app(id, start + 1, end, status == 500 ? 500 : 200);
      app.setSite(site);
      add(app, site, Tier.APP, app.getTime());
    }
    if (chance(0.2)) {
      AppEvent line = Events.log(id, start + took / 2, "ERROR", "it went wrong");
      line.setSite(site);
      add(line, site, Tier.APP, line.getTime());
    }
  }

  private void add(SpecificRecord event, String site, Tier tier, long time) {
    double at = diary(site, tier).delivered((time - START) / 1_000.0, random.nextDouble());
    if (chance(0.03)) {
      at += random.nextInt(hardness.latest());
    }
    arrivals.add(new Arrival(at, event));
    while (chance(0.05)) {
      arrivals.add(new Arrival(at + random.nextInt(hardness.latest()), event));
    }
  }

  /** What a partition of the four topics holds, in order, when there are so many partitions. */
  List<List<SpecificRecord>> partition(int partition, int count) {
    List<List<SpecificRecord>> topics = new ArrayList<>();
    for (int topic = 0; topic < Stage1.TOPICS; topic++) {
      topics.add(new ArrayList<>());
    }
    for (SpecificRecord record : records) {
      if (record instanceof Tick) {
        topics.forEach(topic -> topic.add(record));
      } else if (Math.floorMod(key(record).hashCode(), count) == partition) {
        topics.get(Timeline.topic(record)).add(record);
      }
    }
    return topics;
  }

  private static String key(SpecificRecord event) {
    if (event instanceof EdgeEvent edge) {
      return edge.getRequestId();
    }
    if (event instanceof ProxyEvent proxy) {
      return proxy.getRequestId();
    }
    return event instanceof AppEvent app
        ? app.getRequestId()
        : ((ComponentEvent) event).getMessage();
  }

  int ticks() {
    return ticks;
  }

  int events() {
    return records.size() - ticks;
  }
}

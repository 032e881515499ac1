package io.badhop.streams.summarise;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;

/**
 * A minute of traffic as the event topics would hold it: two sites, retries under one ID, copies,
 * duplicates, lines in passing, component events, late events, tiers that lag and that fall silent.
 * The same for a seed.
 */
final class RandomLog {

  private static final int SECONDS = 60;
  private static final int TICK_MS = 250;

  /** An event and when it reaches its topic, milliseconds. */
  private record Arrival(double at, SpecificRecord event) {}

  private final Random random;
  private final List<Arrival> arrivals = new ArrayList<>();
  private final List<Tick> ticks = new ArrayList<>();
  private final double[] lag;

  RandomLog(long seed) {
    random = new Random(seed);
    lag = new double[] {random.nextInt(8_000), 200 + random.nextInt(600), random.nextInt(4_000)};
    for (int i = 0; i < SECONDS * 12; i++) {
      request(i, random.nextInt(SECONDS * 1_000));
    }
    arrivals.sort(Comparator.comparingDouble(Arrival::at));
    for (int n = 1; n * TICK_MS <= (SECONDS + 100) * 1_000; n++) {
      ticks.add(tick(n, n * TICK_MS));
    }
    ticks.add(tick(ticks.size() + 1, Double.POSITIVE_INFINITY));
  }

  private Tick tick(int number, double now) {
    List<TierWatermark> marks = new ArrayList<>();
    for (String site : List.of("default", "other")) {
      for (Tier tier : Tier.values()) {
        boolean silent = tier == Tier.APP && site.equals("default") && now > 20_000 && now < 25_000;
        if (!silent) {
          double mark = now - lag[tier.ordinal()];
          marks.add(new TierWatermark(site, tier, now > 1e9 ? Long.MAX_VALUE : Events.at(mark)));
        }
      }
    }
    return new Tick((long) number, marks, new ArrayList<>());
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  private void request(int i, double start) {
    String id = chance(0.1) ? "reused-" + random.nextInt(6) : "request-" + i;
    String site = chance(0.2) ? "other" : "default";
    double took = chance(0.05) ? 5_000 : 2 + random.nextInt(300);
    boolean failed = chance(0.25);
    int status = failed ? new int[] {500, 502, 503, 504, 499}[random.nextInt(5)] : 200;
    ProxyEvent proxy =
        Events.proxy(id, start, start + took, status, "10.0.0." + random.nextInt(3) + ":80");
    proxy.setPath(List.of("/cart", "/orders/" + i, "/static/a.js").get(random.nextInt(3)));
    EdgeEvent edge = edge(id, start, took, status);
    proxy.setSite(site);
    edge.setSite(site);
    if (chance(0.2)) {
      proxy.setOtherId("ray-" + i);
      edge.setRequestId("ray-" + i);
      add(Events.copyUnder("ray-" + i, proxy), proxy.getTime());
    } else if (chance(0.3)) {
      proxy.setOtherId("ray-" + i);
      edge.setOtherId("ray-" + i);
    }
    add(edge, edge.getTime());
    if (!chance(0.03)) {
      add(proxy, proxy.getTime());
    }
    application(id, site, start, took, status);
  }

  private EdgeEvent edge(String id, double start, double took, int status) {
    boolean own = status == 499 || chance(0.02);
    return Events.edge(id, start - 3, start + took + 4, own ? 524 : status, own ? 0 : status);
  }

  private void application(String id, String site, double start, double took, int status) {
    if (status != 502 && !chance(0.05)) {
      double end = status == 499 ? start + took + 3_000 : start + took - 1;
      AppEvent app = Events.app(id, start + 1, end, status == 500 ? 500 : 200);
      app.setSite(site);
      add(app, app.getTime());
    }
    if (chance(0.2)) {
      AppEvent line = Events.log(id, start + took / 2, "ERROR", "it went wrong");
      line.setSite(site);
      add(line, line.getTime());
    }
    if (chance(0.02)) {
      ComponentEvent component = Events.component(start, "pool full " + id);
      component.setSite(site);
      add(component, component.getTime());
    }
  }

  private void add(SpecificRecord event, long time) {
    double delay = lag[Math.min(2, Timeline.topic(event))] * random.nextDouble();
    if (chance(0.02)) {
      delay += 10_000;
    }
    double at = (time - Events.START) / 1_000.0 + delay;
    arrivals.add(new Arrival(at, event));
    if (chance(0.03)) {
      arrivals.add(new Arrival(at + random.nextInt(20_000), event));
    }
  }

  /** What a partition of the four topics holds, in order, when there are so many partitions. */
  List<List<SpecificRecord>> partition(int partition, int count) {
    List<List<SpecificRecord>> topics = new ArrayList<>();
    for (int topic = 0; topic < Stage1.TOPICS; topic++) {
      topics.add(topic(topic, partition, count));
    }
    return topics;
  }

  private List<SpecificRecord> topic(int topic, int partition, int count) {
    List<SpecificRecord> records = new ArrayList<>();
    int next = 0;
    for (Tick tick : ticks) {
      double now =
          tick.getNumber() == ticks.size() ? Double.POSITIVE_INFINITY : tick.getNumber() * TICK_MS;
      for (; next < arrivals.size() && arrivals.get(next).at() < now; next++) {
        SpecificRecord event = arrivals.get(next).event();
        if (Timeline.topic(event) == topic
            && Math.floorMod(key(event).hashCode(), count) == partition) {
          records.add(event);
        }
      }
      records.add(tick);
    }
    return records;
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
    return ticks.size();
  }
}

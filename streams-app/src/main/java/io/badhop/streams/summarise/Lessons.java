package io.badhop.streams.summarise;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ClockPair;
import io.badhop.schemas.event.ClockSample;
import io.badhop.schemas.event.CoverageCount;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.correlate.Exchange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a tick's sample of exchanges that went well teaches: how completely the tier below is
 * logged, and how the clocks of its hosts compare. Sums and least choices, so the number of
 * partitions changes nothing.
 */
final class Lessons {

  /** Requests by which a tick compares two clocks. */
  static final int SAMPLES = 4;

  /** By so much an edge's exchange may miss a proxy's record, microseconds. */
  private static final long AHEAD = 1_000_000;

  private record Place(Tier view, String host, String upstream) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::view).thenComparing(Place::host).thenComparing(Place::upstream);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private record Pair(Tier upper, String upperNode, Tier lower, String lowerNode)
      implements Comparable<Pair> {
    private static final Comparator<Pair> ORDER =
        Comparator.comparing(Pair::upper)
            .thenComparing(Pair::upperNode)
            .thenComparing(Pair::lower)
            .thenComparing(Pair::lowerNode);

    @Override
    public int compareTo(Pair other) {
      return ORDER.compare(this, other);
    }
  }

  private final Map<Place, CoverageCount> coverage = new TreeMap<>();
  private final Map<Pair, TreeMap<Long, Long>> clocks = new TreeMap<>();

  /**
   * Learns from an exchange that did not fail and that all tiers below have passed.
   *
   * @param app whether the site's applications are logged
   * @param proxy whether its proxies are
   */
  void learn(Exchange exchange, boolean app, boolean proxy) {
    if (exchange.view() == Tier.PROXY && app && answered(exchange.proxy())) {
      expect(
          new Place(Tier.PROXY, exchange.proxy().getHost(), upstream(exchange.proxy())),
          !exchange.app().isEmpty());
    }
    if (exchange.view() == Tier.EDGE && proxy && exchange.edge().getOriginStatus() > 0) {
      expect(
          new Place(Tier.EDGE, exchange.edge().getHost(), exchange.edge().getOriginAddress()),
          exchange.proxy() != null);
    }
    compareClocks(exchange);
  }

  private void expect(Place place, boolean joined) {
    CoverageCount count =
        coverage.computeIfAbsent(
            place, key -> new CoverageCount(key.view(), key.host(), key.upstream(), 0L, 0L));
    count.setExpected(count.getExpected() + 1);
    count.setJoined(count.getJoined() + (joined ? 1 : 0));
  }

  private static boolean answered(ProxyEvent proxy) {
    return proxy.getAttempts().stream().anyMatch(attempt -> attempt.getHeaderUs() >= 0);
  }

  /** As failure cells name it; the pool where no address is logged. */
  private static String upstream(ProxyEvent proxy) {
    Attempt last = proxy.getAttempts().get(proxy.getAttempts().size() - 1);
    String pool = last.getPool().isEmpty() ? proxy.getPool() : last.getPool();
    return last.getAddress().isEmpty() ? pool : last.getAddress();
  }

  private void compareClocks(Exchange exchange) {
    ProxyEvent proxy = exchange.proxy();
    EdgeEvent edge = exchange.edge();
    if (proxy != null && edge != null) {
      compare(exchange, edge, proxy);
    }
    List<AppEvent> apps =
        exchange.app().stream().filter(event -> event.getKind() == AppEventKind.REQUEST).toList();
    if (exchange.view() == Tier.PROXY && apps.size() == 1) {
      AppEvent app = apps.get(0);
      compare(
          exchange,
          new Pair(
              Tier.PROXY,
              named(proxy.getProxy(), proxy.getSource()),
              Tier.APP,
              named(app.getInstance(), app.getSource())),
          middle(app.getTime(), app.getDurationUs())
              - middle(proxy.getTime(), proxy.getDurationUs()));
    }
  }

  /**
   * An edge's exchange is finished before a proxy whose clock is ahead is heard; that proxy's own
   * exchanges then show the edge's record.
   */
  private void compare(Exchange exchange, EdgeEvent edge, ProxyEvent proxy) {
    long ahead =
        middle(proxy.getTime(), proxy.getDurationUs())
            - middle(edge.getTime(), edge.getDurationUs());
    if (exchange.view() == Tier.EDGE || ahead >= AHEAD) {
      Pair pair =
          new Pair(
              Tier.EDGE,
              named(edge.getVendor(), edge.getSource()),
              Tier.PROXY,
              named(proxy.getProxy(), proxy.getSource()));
      compare(exchange, pair, ahead);
    }
  }

  private void compare(Exchange exchange, Pair pair, long ahead) {
    TreeMap<Long, Long> samples = clocks.computeIfAbsent(pair, missing -> new TreeMap<>());
    samples.put(CellDraft.mix(exchange.eventId()), ahead);
    if (samples.size() > SAMPLES) {
      samples.pollLastEntry();
    }
  }

  /** The way in and the way out take equally long: then the middles agree (as NTP assumes). */
  private static long middle(long time, long durationUs) {
    return durationUs < 0 ? time : time - durationUs / 2;
  }

  private static String named(String name, String source) {
    return name.isEmpty() ? source : name;
  }

  void tell(SiteSummary summary) {
    summary.setCoverage(new ArrayList<>(coverage.values()));
    List<ClockPair> pairs = new ArrayList<>();
    clocks.forEach((pair, samples) -> pairs.add(told(pair, samples)));
    summary.setClocks(pairs);
  }

  private static ClockPair told(Pair pair, TreeMap<Long, Long> samples) {
    List<ClockSample> list = new ArrayList<>();
    samples.forEach((choice, ahead) -> list.add(new ClockSample(choice, ahead)));
    return new ClockPair(pair.upper(), pair.upperNode(), pair.lower(), pair.lowerNode(), list);
  }
}

package io.badhop.benchmarks;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Exemplar;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.SuccessCount;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import io.badhop.schemas.event.TrafficSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What the partitions of stage 1 say of some traffic, tick by tick. Requests fall on sites,
 * partitions and upstreams evenly and on a site's paths by Zipf's law; one in a thousand fails.
 */
final class Stage2Load {

  static final long TICK_US = 250_000;
  private static final long START = 1_700_000_000_000_000L / TICK_US * TICK_US;
  private static final int FAILS = 1_000;

  /**
   * @param partitions of stage 1
   * @param sites that the requests belong to
   * @param paths templates of all sites together
   * @param upstreams of all sites together
   * @param rate requests a second
   */
  record Shape(int partitions, int sites, int paths, int upstreams, int rate) {}

  private final Shape shape;
  private final String[][] paths;
  private final String[][] upstreams;
  private final double[] zipf;
  private final SplittableRandom random = new SplittableRandom(42);
  private long tick;

  Stage2Load(Shape shape) {
    this.shape = shape;
    int each = shape.paths() / shape.sites();
    paths = new String[shape.sites()][each];
    upstreams = new String[shape.sites()][shape.upstreams() / shape.sites()];
    for (int site = 0; site < shape.sites(); site++) {
      for (int i = 0; i < each; i++) {
        paths[site][i] =
            String.format(Locale.ROOT, "%s/api/service-%cx/r%dx", host(site), 'a' + i / 50 % 26, i);
      }
      for (int i = 0; i < upstreams[site].length; i++) {
        upstreams[site][i] = String.format(Locale.ROOT, "10.%d.%d.%d:8080", site, i / 250, i % 250);
      }
    }
    zipf = new double[each];
    for (int i = 0; i < each; i++) {
      zipf[i] = (i == 0 ? 0 : zipf[i - 1]) + 1.0 / (i + 1);
    }
  }

  private static String host(int site) {
    return "shop-" + site + ".example.com";
  }

  /** What one site counted in one partition. */
  private static final class Part {
    final TreeMap<String, Long> counts = new TreeMap<>();
    final List<FailureCell> failures = new ArrayList<>();
    long exchanges;
  }

  /** The next tick's records, one a partition. */
  List<TrafficSummary> next() {
    tick++;
    Part[][] parts = new Part[shape.partitions()][shape.sites()];
    for (long i = shape.rate() * TICK_US / 1_000_000; i > 0; i--) {
      int site = random.nextInt(shape.sites());
      Part[] mine = parts[random.nextInt(shape.partitions())];
      mine[site] = mine[site] == null ? new Part() : mine[site];
      count(mine[site], site);
    }
    List<TrafficSummary> summaries = new ArrayList<>();
    for (int partition = 0; partition < shape.partitions(); partition++) {
      List<SiteSummary> sites = new ArrayList<>();
      for (int site = 0; site < shape.sites(); site++) {
        sites.add(summary(site, parts[partition][site]));
      }
      summaries.add(new TrafficSummary(tick, partition, shape.partitions(), sites, false));
    }
    return summaries;
  }

  private void count(Part part, int site) {
    String path = paths[site][rank()];
    String upstream = upstreams[site][random.nextInt(upstreams[site].length)];
    part.exchanges++;
    if (random.nextInt(FAILS) == 0) {
      part.failures.add(failure(site, path, upstream));
      return;
    }
    part.counts.merge("P" + path, 1L, Long::sum);
    part.counts.merge("U" + upstream, 1L, Long::sum);
    part.counts.merge("H" + host(site), 1L, Long::sum);
    part.counts.merge("L" + "pool-" + site, 1L, Long::sum);
    part.counts.merge("X10.255.0." + random.nextInt(4), 1L, Long::sum);
    part.counts.merge("P" + path + '\n' + upstream, 1L, Long::sum);
  }

  private int rank() {
    double at = random.nextDouble() * zipf[zipf.length - 1];
    int low = 0;
    int high = zipf.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      low = zipf[middle] < at ? middle + 1 : low;
      high = zipf[middle] < at ? high : middle;
    }
    return low;
  }

  private FailureCell failure(int site, String path, String upstream) {
    Cause cause = Cause.values()[random.nextInt(4)];
    Exemplar exemplar =
        Exemplar.newBuilder()
            .setEventId(random.nextLong())
            .setRequestId(Long.toHexString(random.nextLong()))
            .setHost(host(site))
            .setPath(path)
            .setTime(start())
            .setEvidence(List.of("upstream prematurely closed connection"))
            .build();
    return FailureCell.newBuilder()
        .setHost(host(site))
        .setPath(path)
        .setPool("pool-" + site)
        .setUpstream(upstream)
        .setStatus(502)
        .setCause(cause)
        .setFaultDomain(FaultDomain.APP)
        .setConfidence(0.9)
        .setCount(1)
        .setExemplars(List.of(exemplar))
        .build();
  }

  private long start() {
    return START + tick * TICK_US;
  }

  private SiteSummary summary(int site, Part part) {
    String name = host(site);
    List<TierWatermark> watermarks = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      watermarks.add(new TierWatermark(name, tier, start() + TICK_US));
    }
    List<Bucket> buckets = new ArrayList<>();
    if (part != null) {
      List<SuccessCount> counts = new ArrayList<>();
      part.counts.forEach((key, count) -> counts.add(success(key, count)));
      buckets.add(
          new Bucket(
              start(),
              Tier.PROXY,
              part.exchanges,
              0L,
              0L,
              0L,
              counts,
              part.failures,
              0L,
              List.of()));
    }
    return new SiteSummary(
        name, watermarks, buckets, List.of(), List.of(), List.of(), 0L, List.of(), List.of());
  }

  private static SuccessCount success(String key, long count) {
    KeyKind kind =
        switch (key.charAt(0)) {
          case 'P' -> KeyKind.PATH;
          case 'U' -> KeyKind.UPSTREAM;
          case 'H' -> KeyKind.HOST;
          case 'L' -> KeyKind.POOL;
          default -> KeyKind.PROXY;
        };
    int cut = key.indexOf('\n');
    return cut < 0
        ? new SuccessCount(new Key(kind, key.substring(1)), null, count)
        : new SuccessCount(
            new Key(kind, key.substring(1, cut)),
            new Key(KeyKind.UPSTREAM, key.substring(cut + 1)),
            count);
  }
}

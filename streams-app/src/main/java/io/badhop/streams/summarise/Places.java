package io.badhop.streams.summarise;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.SuccessCount;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.scan.RecordScan;
import io.badhop.streams.correlate.Fields.App;
import io.badhop.streams.correlate.Fields.Edge;
import io.badhop.streams.correlate.Fields.Proxy;
import io.badhop.streams.correlate.Fields.Try;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The book of a site's names. Where an exchange went that did not fail, which is all that it is
 * counted under, becomes one number; a bucket counts those, and its keys come from them once for
 * all. What comes out depends on what was counted only, not on what the book knew before; so a full
 * one is closed, and a new one begun.
 */
final class Places {

  private static final int PATHS = 32_768;

  /** Values of any other kind; a number has 14 bits for each. */
  private static final int OTHERS = 16_000;

  private static final int BITS = 14;
  private static final int MASK = (1 << BITS) - 1;

  private final PathNames paths;
  private final Names hosts = new Names(KeyKind.HOST);
  private final Names proxies = new Names(KeyKind.PROXY);
  private final Names pools = new Names(KeyKind.POOL);
  private final Names upstreams = new Names(KeyKind.UPSTREAM);
  private final Names origins = new Names(KeyKind.ORIGIN);
  private final Names locations = new Names(KeyKind.EDGE_LOCATION);
  private final Names instances = new Names(KeyKind.INSTANCE);

  Places(Routes routes) {
    this.paths = new PathNames(routes);
  }

  boolean full() {
    return paths.size() >= PATHS
        || hosts.size() >= OTHERS
        || proxies.size() >= OTHERS
        || pools.size() >= OTHERS
        || upstreams.size() >= OTHERS
        || origins.size() >= OTHERS
        || locations.size() >= OTHERS
        || instances.size() >= OTHERS;
  }

  long of(EdgeEvent edge) {
    return number(
        path(edge.getHost(), edge.getPath()),
        origins.of(edge.getOriginAddress()),
        locations.of(edge.getEdgeLocation()),
        Names.NONE);
  }

  long of(ProxyEvent proxy) {
    return number(
        path(proxy.getHost(), proxy.getPath()),
        proxies.of(proxy.getProxy()),
        pools.of(pool(proxy, last(proxy))),
        upstreams.of(upstream(proxy)));
  }

  private static Attempt last(ProxyEvent proxy) {
    List<Attempt> attempts = proxy.getAttempts();
    return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
  }

  private static String pool(ProxyEvent proxy, Attempt last) {
    return last == null || last.getPool().isEmpty() ? proxy.getPool() : last.getPool();
  }

  /** Address of the upstream that answered last; empty when there was none, or the pool's name. */
  static String upstream(ProxyEvent proxy) {
    Attempt last = last(proxy);
    return last == null || last.getAddress().equals(pool(proxy, last)) ? "" : last.getAddress();
  }

  long of(AppEvent app) {
    return number(
        path(app.getHost(), app.getPath()),
        instances.of(app.getInstance()),
        Names.NONE,
        Names.NONE);
  }

  /** The same of records where they stand. */
  long edge(RecordScan edge) {
    return number(
        path(edge, Edge.HOST, Edge.PATH),
        origins.of(edge, Edge.ORIGIN_ADDRESS),
        locations.of(edge, Edge.EDGE_LOCATION),
        Names.NONE);
  }

  /**
   * @param last what {@link #last} says
   */
  long proxy(RecordScan proxy, RecordScan last) {
    boolean own = last == null || last.isEmpty(Try.POOL);
    int pool = own ? pools.of(proxy, Proxy.POOL) : pools.of(last, Try.POOL);
    boolean none = last == null || last.is(Try.ADDRESS, pools.bytes(pool));
    return number(
        path(proxy, Proxy.HOST, Proxy.PATH),
        proxies.of(proxy, Proxy.PROXY),
        pool,
        none ? Names.NONE : upstreams.of(last, Try.ADDRESS));
  }

  /** The last try; null when there was none. */
  static RecordScan last(RecordScan proxy) {
    int tries = proxy.length(Proxy.ATTEMPTS);
    return tries == 0 ? null : proxy.item(Proxy.ATTEMPTS, tries - 1);
  }

  long app(RecordScan app) {
    return number(
        path(app, App.HOST, App.PATH), instances.of(app, App.INSTANCE), Names.NONE, Names.NONE);
  }

  /** Of a place of the proxy view. */
  String upstream(long place) {
    return upstreams.key((int) place & MASK).getValue();
  }

  /** Of a place of the application's view. */
  String instance(long place) {
    return instances.key((int) (place >>> 2 * BITS) & MASK).getValue();
  }

  private int path(RecordScan event, int host, int path) {
    hosts.of(event, host);
    return paths.of(event, host, path);
  }

  private int path(String host, String path) {
    hosts.of(host);
    return paths.of(host, path);
  }

  private static long number(int path, int at, int through, int upstream) {
    return (((long) path << BITS | at) << BITS | through) << BITS | upstream;
  }

  /** What exchanges of a view at these places are counted under, in order. */
  List<SuccessCount> spread(Tier view, Times times) {
    Sums path = new Sums(paths.names());
    Sums host = new Sums(hosts);
    Sums at = new Sums(view == Tier.EDGE ? origins : view == Tier.PROXY ? proxies : instances);
    Sums through = new Sums(view == Tier.EDGE ? locations : pools);
    Sums upstream = new Sums(upstreams);
    Pairs pairs = new Pairs(paths.names(), upstreams, times.size());
    times.forEach(
        (place, often) -> {
          int number = (int) (place >>> 3 * BITS);
          path.add(paths.name(number), often);
          host.add(hosts.of(paths.host(number)), often);
          at.add((int) (place >>> 2 * BITS) & MASK, often);
          through.add((int) (place >>> BITS) & MASK, often);
          upstream.add((int) place & MASK, often);
          pairs.add(paths.name(number), (int) place & MASK, often);
        });
    List<SuccessCount> spread = new ArrayList<>(2 * times.size());
    path.tell(spread, pairs);
    List<Sums> others = new ArrayList<>(List.of(host, at, through, upstream));
    others.sort(Comparator.comparing(Sums::kind));
    others.forEach(sums -> sums.tell(spread, null));
    return spread;
  }
}

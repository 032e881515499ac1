package io.badhop.streams.summarise;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an exchange that did not fail went: all that it is counted under. Exchanges of a bucket are
 * counted by this first, and under its keys once for all.
 *
 * @param view tier that logged it
 * @param path host and path template
 * @param host Host header
 * @param at the origin's address, the proxy's name or the application's instance; empty when not
 *     known, as are the following
 * @param through the edge location or the pool
 * @param upstream the upstream's address when it is not the pool's name
 */
record Where(Tier view, String path, String host, String at, String through, String upstream) {

  static Where of(EdgeEvent edge, Routes routes) {
    return new Where(
        Tier.EDGE,
        Words.path(edge.getHost(), edge.getPath(), routes),
        edge.getHost(),
        edge.getOriginAddress(),
        edge.getEdgeLocation(),
        "");
  }

  static Where of(ProxyEvent proxy, Routes routes) {
    List<Attempt> attempts = proxy.getAttempts();
    Attempt last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
    String pool = last == null || last.getPool().isEmpty() ? proxy.getPool() : last.getPool();
    return new Where(
        Tier.PROXY,
        Words.path(proxy.getHost(), proxy.getPath(), routes),
        proxy.getHost(),
        proxy.getProxy(),
        pool,
        last == null || last.getAddress().equals(pool) ? "" : last.getAddress());
  }

  static Where of(AppEvent app, Routes routes) {
    return new Where(
        Tier.APP,
        Words.path(app.getHost(), app.getPath(), routes),
        app.getHost(),
        app.getInstance(),
        "",
        "");
  }

  List<Count> counts() {
    List<Count> counts = new ArrayList<>(6);
    add(counts, KeyKind.PATH, path);
    add(counts, KeyKind.HOST, host);
    switch (view) {
      case EDGE -> {
        add(counts, KeyKind.ORIGIN, at);
        add(counts, KeyKind.EDGE_LOCATION, through);
      }
      case PROXY -> {
        add(counts, KeyKind.PROXY, at);
        add(counts, KeyKind.POOL, through);
        if (!upstream.isEmpty()) {
          add(counts, KeyKind.UPSTREAM, upstream);
          counts.add(new Count(KeyKind.PATH, path, KeyKind.UPSTREAM, upstream));
        }
      }
      case APP -> add(counts, KeyKind.INSTANCE, at);
    }
    return counts;
  }

  private static void add(List<Count> counts, KeyKind kind, String value) {
    if (!value.isEmpty()) {
      counts.add(new Count(kind, value, null, ""));
    }
  }
}

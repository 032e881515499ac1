package io.badhop.streams.summarise;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.SuccessCount;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The book of a site's places: each {@link Where} that its exchanges went to, once, and the keys
 * that they are counted under, in order. A place that is known costs a look-up and no object, and a
 * bucket is counted with numbers instead of texts. What comes out depends on what was counted only,
 * not on what the book knew before; so a full one is closed, and a new one begun.
 */
final class Places {

  /** A site of a few hundred paths and upstreams has some thousands. */
  private static final int MOST = 8_192;

  private final Routes routes;
  private final Where.Sought sought = new Where.Sought();
  private final List<Where> places = new ArrayList<>();
  private final List<Count> counts = new ArrayList<>();
  private final Map<Count, Integer> numbers = new HashMap<>();
  private Where[] table = new Where[256];

  /** Numbers of counts in order, and where in that order each stands; without the latest ones. */
  private int[] order = new int[0];

  private int[] ranks = new int[0];
  private long[] sums = new long[64];

  Places(Routes routes) {
    this.routes = routes;
  }

  boolean full() {
    return places.size() >= MOST;
  }

  Where of(EdgeEvent edge) {
    sought.view = Tier.EDGE;
    sought.at = edge.getOriginAddress();
    sought.through = edge.getEdgeLocation();
    sought.upstream = "";
    return find(edge.getHost(), edge.getPath());
  }

  Where of(ProxyEvent proxy) {
    List<Attempt> attempts = proxy.getAttempts();
    Attempt last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
    String pool = last == null || last.getPool().isEmpty() ? proxy.getPool() : last.getPool();
    sought.view = Tier.PROXY;
    sought.at = proxy.getProxy();
    sought.through = pool;
    sought.upstream = last == null || last.getAddress().equals(pool) ? "" : last.getAddress();
    return find(proxy.getHost(), proxy.getPath());
  }

  Where of(AppEvent app) {
    sought.view = Tier.APP;
    sought.at = app.getInstance();
    sought.through = "";
    sought.upstream = "";
    return find(app.getHost(), app.getPath());
  }

  private Where find(String host, String path) {
    sought.host = host;
    sought.path.setLength(0);
    Words.path(host, path, routes, sought.path);
    int hash = sought.hash();
    int slot = hash & table.length - 1;
    while (table[slot] != null) {
      if (table[slot].hash == hash && table[slot].is(sought)) {
        return table[slot];
      }
      slot = slot + 1 & table.length - 1;
    }
    Where place =
        new Where(places.size(), hash, sought.path.toString(), sought, this::number);
    places.add(place);
    table[slot] = place;
    if (places.size() > table.length / 2) {
      grow();
    }
    return place;
  }

  private void grow() {
    table = new Where[2 * table.length];
    for (Where place : places) {
      int slot = place.hash & table.length - 1;
      while (table[slot] != null) {
        slot = slot + 1 & table.length - 1;
      }
      table[slot] = place;
    }
  }

  private int number(Count count) {
    Integer known = numbers.putIfAbsent(count, counts.size());
    if (known != null) {
      return known;
    }
    counts.add(count);
    sums = counts.size() > sums.length ? Arrays.copyOf(sums, 2 * sums.length) : sums;
    return counts.size() - 1;
  }

  /** What exchanges at these places are counted under, in order. */
  List<SuccessCount> spread(Times times) {
    rank();
    int[] touched = new int[Math.min(counts.size(), 8 * times.size())];
    int[] count = new int[1];
    times.forEach(
        (place, often) -> {
          for (int number : places.get(place).counts) {
            if (sums[number] == 0) {
              touched[count[0]++] = ranks[number];
            }
            sums[number] += often;
          }
        });
    Arrays.sort(touched, 0, count[0]);
    List<SuccessCount> spread = new ArrayList<>(count[0]);
    for (int i = 0; i < count[0]; i++) {
      int number = order[touched[i]];
      spread.add(counts.get(number).times(sums[number]));
      sums[number] = 0;
    }
    return spread;
  }

  /** Puts what has been added in order: sorted by itself, then merged with what is sorted. */
  private void rank() {
    int sorted = order.length;
    if (sorted == counts.size()) {
      return;
    }
    List<Integer> added = new ArrayList<>();
    for (int number = sorted; number < counts.size(); number++) {
      added.add(number);
    }
    added.sort((one, other) -> counts.get(one).compareTo(counts.get(other)));
    int[] merged = new int[counts.size()];
    int old = 0;
    int next = 0;
    for (int i = 0; i < merged.length; i++) {
      boolean takesOld =
          next == added.size()
              || old < sorted
                  && counts.get(order[old]).compareTo(counts.get(added.get(next))) < 0;
      merged[i] = takesOld ? order[old++] : added.get(next++);
    }
    order = merged;
    ranks = new int[merged.length];
    for (int i = 0; i < merged.length; i++) {
      ranks[merged[i]] = i;
    }
  }
}

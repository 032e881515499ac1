package io.badhop.streams.detect;

import io.badhop.schemas.event.ClockPair;
import io.badhop.schemas.event.ClockSample;
import io.badhop.schemas.event.ClockState;
import io.badhop.schemas.event.HopTiming;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.Tier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the clocks of a site's hosts compare, from requests that two of them logged: the median of
 * the last ones, which a retry or two that was joined wrongly does not move. Reported, never
 * applied.
 */
final class Clocks {

  /** Pairs of hosts known at most; for a further one that heard of longest ago is forgotten. */
  static final int MAX_PAIRS = 1_000;

  /** Requests that a median is taken of. */
  static final int KEPT = 32;

  /** A clock is said to be off from this on, if so many requests say so and agree well enough. */
  private static final long OFF_US = 1_000_000;

  private static final int OFF_SAMPLES = 8;
  private static final int OFF_SPREADS = 3;
  private static final int MAX_SENTENCES = 2;

  /** Two hosts. */
  record Pair(Tier upper, String upperNode, Tier lower, String lowerNode)
      implements Comparable<Pair> {
    private static final Comparator<Pair> ORDER =
        Comparator.comparing(Pair::upper)
            .thenComparing(Pair::upperNode)
            .thenComparing(Pair::lower)
            .thenComparing(Pair::lowerNode);

    static Pair of(ClockPair pair) {
      return new Pair(pair.getUpper(), pair.getUpperNode(), pair.getLower(), pair.getLowerNode());
    }

    @Override
    public int compareTo(Pair other) {
      return ORDER.compare(this, other);
    }
  }

  private final String site;
  private final Stage2Counters counters;

  /** In the order in which they were last heard of. */
  private final Map<Pair, Deque<Long>> pairs = new LinkedHashMap<>();

  private final TreeMap<Pair, ClockSkew> skews = new TreeMap<>();

  /** Those of them that are worth a sentence; mostly none. */
  private final TreeMap<Pair, ClockSkew> off = new TreeMap<>();

  Clocks(String site, Stage2Counters counters) {
    this.site = site;
    this.counters = counters;
  }

  /** Adds what a tick taught, in order of pair. */
  void learn(Collection<ClockPair> taught) {
    for (ClockPair pair : taught) {
      Pair hosts = Pair.of(pair);
      Deque<Long> kept = pairs.remove(hosts);
      kept = kept == null ? new ArrayDeque<>() : kept;
      for (ClockSample sample : pair.getSamples()) {
        kept.add(sample.getAheadUs());
        if (kept.size() > KEPT) {
          kept.remove();
        }
      }
      estimate(hosts, kept);
    }
    while (pairs.size() > MAX_PAIRS) {
      Pair oldest = pairs.keySet().iterator().next();
      pairs.remove(oldest);
      skews.remove(oldest);
      off.remove(oldest);
      counters.clocksOverflowed++;
    }
  }

  private void estimate(Pair hosts, Deque<Long> kept) {
    pairs.put(hosts, kept);
    ClockSkew skew = skew(hosts, kept);
    skews.put(hosts, skew);
    if (off(skew)) {
      off.put(hosts, skew);
    } else {
      off.remove(hosts);
    }
  }

  /** All that is known, in order of tiers and hosts. */
  List<ClockSkew> skews() {
    return List.copyOf(skews.values());
  }

  private ClockSkew skew(Pair hosts, Deque<Long> kept) {
    long[] sorted = kept.stream().mapToLong(Long::longValue).sorted().toArray();
    return new ClockSkew(
        site,
        hosts.upper(),
        hosts.upperNode(),
        hosts.lower(),
        hosts.lowerNode(),
        sorted[sorted.length / 2],
        (sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4]) / 2,
        sorted.length);
  }

  /**
   * Sentences about hosts that an incident's proof names and whose clock is a second off or more.
   */
  List<String> words(IncidentState incident) {
    return off.values().stream()
        .filter(skew -> named(incident, skew.lower(), skew.lowerNode()))
        .filter(
            skew -> skew.upper() == Tier.EDGE || named(incident, skew.upper(), skew.upperNode()))
        .limit(MAX_SENTENCES)
        .map(Clocks::sentence)
        .toList();
  }

  private static boolean off(ClockSkew skew) {
    long size = Math.abs(skew.aheadUs());
    return size >= OFF_US && skew.samples() >= OFF_SAMPLES && size >= OFF_SPREADS * skew.spreadUs();
  }

  private static boolean named(IncidentState incident, Tier tier, String node) {
    return incident.getExemplars().stream()
        .flatMap(exemplar -> exemplar.getHops().stream())
        .anyMatch((HopTiming hop) -> hop.getTier() == tier && hop.getNode().equals(node));
  }

  private static String sentence(ClockSkew skew) {
    return String.format(
        Locale.ROOT,
        "the clock of %s is %.1f s %s that of %s by %d requests that both logged; times are as"
            + " logged",
        skew.lowerNode(),
        Math.abs(skew.aheadUs()) / 1e6,
        skew.aheadUs() > 0 ? "ahead of" : "behind",
        skew.upperNode(),
        skew.samples());
  }

  List<ClockState> state() {
    List<ClockState> state = new ArrayList<>(pairs.size());
    pairs.forEach(
        (hosts, kept) ->
            state.add(
                new ClockState(
                    hosts.upper(),
                    hosts.upperNode(),
                    hosts.lower(),
                    hosts.lowerNode(),
                    new ArrayList<>(kept))));
    return state;
  }

  void restore(List<ClockState> saved) {
    for (ClockState pair : saved) {
      estimate(
          new Pair(pair.getUpper(), pair.getUpperNode(), pair.getLower(), pair.getLowerNode()),
          new ArrayDeque<>(pair.getAheadUs()));
    }
  }
}

package io.badhop.streams.detect;

import io.badhop.schemas.event.CoverageCount;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.Tier;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How completely the tier below a view is logged, by host and upstream, from exchanges that went
 * well. Absence is evidence only where it is at least 99 % (DESIGN, property 4). What was learned
 * long ago fades, so logs that are switched off are noticed.
 */
final class Coverage {

  /** Places known at most; what is beyond is learned as one. */
  static final int MAX_PLACES = 2_000;

  /** Fewest exchanges from which a coverage is judged. */
  static final long SUPPORT = 50;

  private static final double FLOOR = 0.99;

  /** Counts are halved when they reach this. */
  private static final long MEMORY = 4_096;

  private static final String OTHER = "*";

  /** A host and an upstream as a view names them. */
  record Place(Tier view, String host, String upstream) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::view).thenComparing(Place::host).thenComparing(Place::upstream);

    static Place of(CoverageCount count) {
      return new Place(count.getView(), count.getHost(), count.getUpstream());
    }

    static Place of(Tier view, FailureCell cell) {
      if (view == Tier.EDGE) {
        return new Place(view, cell.getHost(), cell.getOrigin());
      }
      String upstream = cell.getUpstream().isEmpty() ? cell.getPool() : cell.getUpstream();
      return new Place(view, cell.getHost(), upstream);
    }

    private Place other() {
      return new Place(view, OTHER, OTHER);
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private final Map<Place, CoverageCount> places = new TreeMap<>();

  /** Sums by view; made when they are asked for. */
  private final Map<Tier, CoverageCount> totals = new EnumMap<>(Tier.class);

  private final Stage2Counters counters;

  Coverage(Stage2Counters counters) {
    this.counters = counters;
  }

  /** Adds what a tick taught, in order of place. */
  void learn(Collection<CoverageCount> taught) {
    totals.clear();
    for (CoverageCount count : taught) {
      Place place = Place.of(count);
      if (places.size() >= MAX_PLACES && !places.containsKey(place)) {
        counters.coverageOverflowed++;
        place = place.other();
      }
      places.merge(place, copy(count, place), Coverage::sum);
      places.computeIfPresent(place, (at, known) -> faded(known));
    }
  }

  private static CoverageCount copy(CoverageCount count, Place place) {
    return new CoverageCount(
        place.view(), place.host(), place.upstream(), count.getExpected(), count.getJoined());
  }

  static CoverageCount sum(CoverageCount one, CoverageCount other) {
    return new CoverageCount(
        one.getView(),
        one.getHost(),
        one.getUpstream(),
        one.getExpected() + other.getExpected(),
        one.getJoined() + other.getJoined());
  }

  private static CoverageCount faded(CoverageCount known) {
    if (known.getExpected() >= MEMORY) {
      known.setExpected(known.getExpected() / 2);
      known.setJoined(known.getJoined() / 2);
    }
    return known;
  }

  /**
   * True when a record of the tier below that is missing for such a failure means something: enough
   * exchanges of this host and upstream went well, and nearly all joined one.
   */
  boolean full(Tier view, FailureCell cell) {
    CoverageCount here = known(Place.of(view, cell));
    return here != null && here.getExpected() >= SUPPORT && full(here);
  }

  /**
   * The same, but where too few of this host and upstream are known and all of those joined, all of
   * the view together decide.
   */
  boolean fullByAll(Tier view, FailureCell cell) {
    CoverageCount here = known(Place.of(view, cell));
    if (here != null && (here.getExpected() >= SUPPORT || !full(here))) {
      return full(here);
    }
    CoverageCount all = totals.computeIfAbsent(view, this::total);
    return all.getExpected() >= SUPPORT && full(all);
  }

  private CoverageCount total(Tier view) {
    return places.values().stream()
        .filter(count -> count.getView() == view)
        .reduce(new CoverageCount(view, "", "", 0L, 0L), Coverage::sum);
  }

  /** What is beyond the bound is judged by all that is. */
  private CoverageCount known(Place place) {
    CoverageCount here = places.get(place);
    return here == null && places.size() >= MAX_PLACES ? places.get(place.other()) : here;
  }

  private static boolean full(CoverageCount count) {
    return count.getJoined() >= FLOOR * count.getExpected();
  }

  List<CoverageCount> state() {
    return places.values().stream().map(count -> copy(count, Place.of(count))).toList();
  }

  void restore(List<CoverageCount> saved) {
    saved.forEach(count -> places.put(Place.of(count), copy(count, Place.of(count))));
  }
}

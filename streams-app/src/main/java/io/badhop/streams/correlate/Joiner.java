package io.badhop.streams.correlate;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells which records under one request ID belong to one handling. Clients reuse an ID when they
 * try again, so several handlings may share it: the second ID (a CDN's ray) tells them apart where
 * it is logged, else containment of the time intervals does.
 */
final class Joiner {

  /**
   * Clocks of one site are taken to agree this well; a record stamped to the second may be up to a
   * second early besides.
   */
  static final long SLACK = 50_000;

  static final int SECOND = 1_000_000;

  private Joiner() {}

  /** The exchange that a record anchors, as its own record tells it. */
  static Exchange alone(String site, Rec anchor) {
    List<AppEvent> app = anchor.tier == Tier.APP ? List.of(anchor.app()) : List.of();
    return exchange(
        site,
        anchor,
        anchor.tier == Tier.EDGE ? anchor : null,
        anchor.tier == Tier.PROXY ? anchor : null,
        app);
  }

  /**
   * The exchange that a record anchors.
   *
   * @param records those under its request ID that may be seen, the anchor among them
   */
  static Exchange join(String site, Rec anchor, List<Rec> records) {
    return switch (anchor.tier) {
      case EDGE -> {
        Rec proxy = below(anchor, records).orElseGet(() -> only(anchor, Tier.PROXY, records));
        yield exchange(site, anchor, anchor, proxy, heard(proxy == null ? anchor : proxy, records));
      }
      case PROXY -> {
        Rec edge = above(anchor, records).orElseGet(() -> only(anchor, Tier.EDGE, records));
        yield exchange(site, anchor, edge, anchor, heard(anchor, records));
      }
      case APP -> exchange(site, anchor, null, null, apps(anchor, records));
    };
  }

  private static Exchange exchange(
      String site, Rec anchor, Rec edge, Rec proxy, List<AppEvent> app) {
    return new Exchange(
        site,
        anchor.tier,
        anchor.key,
        anchor.eventId,
        anchor.time,
        edge == null ? null : edge.edge(),
        proxy == null ? null : proxy.proxy(),
        app,
        anchor.late);
  }

  /**
   * The proxy's handling within the edge's: the one with the same second ID, else the one that lies
   * inside and ends last.
   */
  private static Optional<Rec> below(Rec edge, List<Rec> records) {
    List<Rec> proxies = records.stream().filter(rec -> rec.tier == Tier.PROXY).toList();
    Optional<Rec> same = proxies.stream().filter(proxy -> sameSecondId(edge, proxy)).max(Rec.ORDER);
    return same.isPresent()
        ? same
        : proxies.stream()
            .filter(proxy -> free(proxy, Tier.EDGE, records))
            .filter(proxy -> within(proxy, edge))
            .max(Rec.ORDER);
  }

  private static Optional<Rec> above(Rec proxy, List<Rec> records) {
    List<Rec> edges = records.stream().filter(rec -> rec.tier == Tier.EDGE).toList();
    Optional<Rec> same = edges.stream().filter(edge -> sameSecondId(edge, proxy)).min(Rec.ORDER);
    return same.isPresent()
        ? same
        : edges.stream()
            .filter(edge -> free(edge, Tier.PROXY, records))
            .filter(edge -> within(proxy, edge))
            .min(Rec.ORDER);
  }

  private static List<AppEvent> heard(Rec outer, List<Rec> records) {
    List<AppEvent> apps = apps(outer, records);
    Rec only = apps.isEmpty() ? only(outer, Tier.APP, records) : null;
    return only == null ? apps : List.of(only.app());
  }

  /**
   * The only record of a tier under an ID that has no other record of this one's tier either, when
   * both tell the same story: where a host's clock is off, times say nothing. Null when there is no
   * such record.
   */
  private static Rec only(Rec rec, Tier tier, List<Rec> records) {
    Rec only = null;
    for (Rec other : records) {
      boolean candidate = other.tier == tier && (tier != Tier.APP || other.request());
      if (candidate && only != null || other.tier == rec.tier && other.eventId != rec.eventId) {
        return null;
      }
      only = candidate ? other : only;
    }
    boolean agree =
        only != null
            && (rec.tier.compareTo(tier) < 0 ? sameStory(rec, only) : sameStory(only, rec));
    return agree ? only : null;
  }

  /** The same status, and the inner one took no longer; who has no start says nothing of that. */
  private static boolean sameStory(Rec outer, Rec inner) {
    boolean timed = outer.start < outer.time && inner.start < inner.time;
    return outer.status() == inner.status()
        && (!timed || inner.time - inner.start <= outer.time - outer.start + slack(inner, outer));
  }

  private static boolean sameSecondId(Rec one, Rec other) {
    return !one.second.isEmpty() && one.second.equals(other.second);
  }

  /** True when no record of the other tier claims it by its second ID. */
  private static boolean free(Rec rec, Tier other, List<Rec> records) {
    return records.stream()
        .noneMatch(claimant -> claimant.tier == other && sameSecondId(claimant, rec));
  }

  private static boolean within(Rec inner, Rec outer) {
    long slack = slack(inner, outer);
    return inner.time >= outer.start - slack
        && inner.start <= outer.time + slack
        && inner.time <= outer.time + slack + Math.max(0, outer.time - outer.start);
  }

  /**
   * Records of the application that end within the handling, or whose handling began within it: a
   * request may still be at work when its proxy has given up.
   */
  private static List<AppEvent> apps(Rec outer, List<Rec> records) {
    List<Rec> apps = new ArrayList<>();
    for (Rec rec : records) {
      if (rec.tier == Tier.APP) {
        long slack = slack(rec, outer);
        boolean ends = rec.time >= outer.start - slack && rec.time <= outer.time + slack;
        boolean began =
            rec.start < rec.time
                && rec.start >= outer.start - slack
                && rec.start <= outer.time + slack;
        if (ends || began) {
          apps.add(rec);
        }
      }
    }
    return apps.stream().sorted(Rec.ORDER).map(Rec::app).toList();
  }

  static long slack(Rec one, Rec other) {
    return SLACK
        + Math.max(one.resolution >= SECOND ? SECOND : 0, other.resolution >= SECOND ? SECOND : 0);
  }
}

package io.badhop.streams.detect;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.ClockPair;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.CoverageCount;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Exemplar;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Pace;
import io.badhop.schemas.event.Refinement;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.SourceChange;
import io.badhop.schemas.event.SourceChangeKind;
import io.badhop.schemas.event.SuccessCount;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import io.badhop.schemas.event.TrafficSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Traffic of one site through one proxy view, a slot of 250 ms at a time, as stage 1 would have
 * counted it.
 */
final class Traffic {

  static final long START = 1_700_000_000_000_000L / Slots.MICROS * Slots.MICROS;

  final Stage2 stage2;
  final List<Escalation> said = new ArrayList<>();
  private final Tier view;
  private long slot = Slots.of(START);
  private long tick;
  private long ids;
  private Map<KeyId, Long> successes = new TreeMap<>();
  private List<FailureCell> failures = new ArrayList<>();
  private final List<ComponentEvent> components = new ArrayList<>();
  private final List<Refinement> refinements = new ArrayList<>();
  private final List<SourceChange> changes = new ArrayList<>();
  private final List<CoverageCount> coverage = new ArrayList<>();
  private final List<ClockPair> clocks = new ArrayList<>();
  private final Set<Tier> others = new TreeSet<>();
  private final Map<KeyId, Pace> paces = new TreeMap<>();
  private long exchanges;
  private long viaEdge;

  Traffic() {
    this(new Stage2(DetectConfig.DEFAULT), Tier.PROXY);
  }

  Traffic(Stage2 stage2, Tier view) {
    this.stage2 = stage2;
    this.view = view;
  }

  /** Successes; of an unnamed upstream where the log does not name it. */
  Traffic ok(String path, String upstream, long count) {
    if (!upstream.isEmpty()) {
      successes.merge(KeyId.of(KeyKind.POOL, "app"), count, Long::sum);
    }
    return okOutsideOfPools(path, upstream, count);
  }

  /** Successes of an upstream that no pool holds. */
  Traffic okOutsideOfPools(String path, String upstream, long count) {
    successes.merge(KeyId.of(KeyKind.PATH, path), count, Long::sum);
    successes.merge(KeyId.of(KeyKind.HOST, host(path)), count, Long::sum);
    if (!upstream.isEmpty()) {
      successes.merge(KeyId.of(KeyKind.UPSTREAM, upstream), count, Long::sum);
      successes.merge(new KeyId(KeyKind.PATH, path, KeyKind.UPSTREAM, upstream), count, Long::sum);
    }
    exchanges += count;
    return this;
  }

  Traffic fail(String path, String upstream, Cause cause) {
    failures.add(cell(path, upstream, cause, domain(cause), false));
    exchanges++;
    return this;
  }

  Traffic fail(FailureCell cell) {
    failures.add(cell);
    exchanges++;
    return this;
  }

  Traffic hidden(String path, String upstream, Cause cause) {
    return attempt(cell(path, upstream, cause, domain(cause), true));
  }

  /** An attempt that failed behind a retry that went well. */
  Traffic attempt(FailureCell hidden) {
    failures.add(hidden);
    return this;
  }

  /** Successes that took so long; counted by {@link #ok} besides. */
  Traffic took(String upstream, long micros, long count) {
    KeyId key = KeyId.of(KeyKind.UPSTREAM, upstream);
    int bin = Long.SIZE - Long.numberOfLeadingZeros(micros);
    paces.put(key, new Pace(key.key(), List.of(bin), List.of(count)));
    return this;
  }

  /** So many of the slot's exchanges came through a CDN. */
  Traffic viaEdge(long count) {
    viaEdge += count;
    return this;
  }

  /** Successes under any key; they are exchanges only where that is said by {@link #ok}. */
  Traffic ok(KeyKind kind, String value, long count) {
    successes.merge(KeyId.of(kind, value), count, Long::sum);
    return this;
  }

  Traffic component(ComponentEventKind kind, String address, String message) {
    return component(Tier.APP, kind, address, message);
  }

  Traffic component(Tier tier, ComponentEventKind kind, String address, String message) {
    return componentIn(0, tier, kind, address, message);
  }

  /** What a component says so many slots from now on, its log being ahead of the others. */
  Traffic componentIn(
      long slots, Tier tier, ComponentEventKind kind, String address, String message) {
    components.add(
        ComponentEvent.newBuilder()
            .setEventId(ids++)
            .setTier(tier)
            .setTime((slot + slots) * Slots.MICROS)
            .setKind(kind)
            .setComponent("www")
            .setAddress(address)
            .setMessage(message)
            .build());
    return this;
  }

  Traffic change(SourceChangeKind kind, Tier tier) {
    changes.add(new SourceChange("file:" + tier, "default", tier, kind));
    return this;
  }

  /** Another tier of the site has members from here on. */
  Traffic with(Tier tier) {
    others.add(tier);
    return this;
  }

  /** It has none from the next step on. */
  Traffic silent(Tier tier) {
    return change(SourceChangeKind.SILENT, tier);
  }

  Traffic taught(CoverageCount... counts) {
    coverage.addAll(List.of(counts));
    return this;
  }

  Traffic taught(ClockPair... pairs) {
    clocks.addAll(List.of(pairs));
    return this;
  }

  /** The failure counted some slots ago turns out to be another. */
  Traffic refine(
      long slotsAgo,
      String path,
      String upstream,
      Cause was,
      FaultDomain wasDomain,
      Cause becomes,
      FaultDomain domain) {
    refinements.add(
        new Refinement(
            (slot - slotsAgo) * Slots.MICROS,
            view,
            was,
            wasDomain,
            false,
            cell(path, upstream, becomes, domain, false),
            false,
            null,
            null,
            null));
    return this;
  }

  Traffic refine(Refinement refinement) {
    refinements.add(refinement);
    return this;
  }

  /** Microseconds at the beginning of the slot so many slots ago. */
  long ago(long slots) {
    return (slot - slots) * Slots.MICROS;
  }

  FailureCell cell(String path, String upstream, Cause cause, FaultDomain domain, boolean hidden) {
    long id = ++ids;
    Exemplar exemplar =
        Exemplar.newBuilder()
            .setEventId(id)
            .setRequestId("request-" + id)
            .setClientIp("192.0.2." + id % 200)
            .setUpstream(upstream)
            .setMethod("GET")
            .setHost(host(path))
            .setPath(path.substring(path.indexOf('/')))
            .setTime(slot * Slots.MICROS)
            .setEvidence(List.of("the log says " + cause))
            .build();
    return FailureCell.newBuilder()
        .setHost(host(path))
        .setPath(path)
        .setPool("app")
        .setUpstream(upstream)
        .setStatus(502)
        .setCause(cause)
        .setFaultDomain(domain)
        .setConfidence(0.9)
        .setHidden(hidden)
        .setCount(1)
        .setExemplars(List.of(exemplar))
        .build();
  }

  static FaultDomain domain(Cause cause) {
    return cause == Cause.TLS_FAILURE || cause == Cause.CONNECT_TIMEOUT
        ? FaultDomain.UPSTREAM_LINK
        : FaultDomain.APP;
  }

  private static String host(String path) {
    return path.substring(0, path.indexOf('/'));
  }

  /** Ends the slot; returns what was said at its end. */
  List<Escalation> step() {
    return step((slot + 1) * Slots.MICROS);
  }

  /** Time ends; returns what was said at its end. */
  List<Escalation> end() {
    return step(Long.MAX_VALUE);
  }

  private List<Escalation> step(long watermark) {
    List<SuccessCount> counts = new ArrayList<>();
    successes.forEach((key, count) -> counts.add(new SuccessCount(key.key(), key.and(), count)));
    List<Bucket> buckets =
        exchanges == 0 && failures.isEmpty()
            ? List.of()
            : List.of(
                new Bucket(
                    slot * Slots.MICROS,
                    view,
                    exchanges,
                    0L,
                    0L,
                    0L,
                    counts,
                    failures,
                    viaEdge,
                    new ArrayList<>(paces.values())));
    SiteSummary site =
        SiteSummary.newBuilder()
            .setSite("default")
            .setWatermarks(watermarks(watermark))
            .setCoverage(new ArrayList<>(coverage))
            .setClocks(new ArrayList<>(clocks))
            .setBuckets(buckets)
            .setRefinements(new ArrayList<>(refinements))
            .setComponents(new ArrayList<>(components))
            .setChanges(new ArrayList<>(changes))
            .build();
    List<Escalation> now =
        stage2.summary(new TrafficSummary(++tick, 0, 1, List.of(site), false), tick - 1);
    said.addAll(now);
    successes = new TreeMap<>();
    failures = new ArrayList<>();
    components.clear();
    refinements.clear();
    changes.stream()
        .filter(change -> change.getChange() == SourceChangeKind.SILENT)
        .forEach(change -> others.remove(change.getTier()));
    changes.clear();
    coverage.clear();
    clocks.clear();
    exchanges = 0;
    viaEdge = 0;
    paces.clear();
    slot++;
    return now;
  }

  private List<TierWatermark> watermarks(long watermark) {
    List<TierWatermark> marks = new ArrayList<>();
    marks.add(new TierWatermark("default", view, watermark));
    others.forEach(tier -> marks.add(new TierWatermark("default", tier, watermark)));
    return marks;
  }

  /** The same traffic, heard by a successor from here on. */
  Traffic continuedBy(Stage2 successor) {
    return continued(successor, view);
  }

  /** The same site, as another tier sees it from here on. */
  Traffic seenBy(Tier other) {
    return continued(stage2, other);
  }

  private Traffic continued(Stage2 successor, Tier seen) {
    Traffic next = new Traffic(successor, seen);
    next.slot = slot;
    next.tick = tick;
    next.ids = ids;
    next.said.addAll(said);
    next.others.addAll(others);
    return next;
  }

  /** Nothing is logged for so many slots. */
  Traffic pause(long slots) {
    slot += slots;
    return this;
  }

  /** Nothing is logged for so many slots, of which ticks tell in strides, numbered alike. */
  Traffic idle(long slots, long stride) {
    for (long left = slots; left > 0; left -= stride) {
      long by = Math.min(left, stride);
      slot += by - 1;
      tick += by - 1;
      step();
    }
    return this;
  }

  /** Seconds since the start. */
  double seconds() {
    return (slot - Slots.of(START)) / 4.0;
  }

  /** The usual: five paths over three upstreams, evenly, for some slots. */
  Traffic healthy(int slots) {
    for (int i = 0; i < slots; i++) {
      usual("");
      step();
    }
    return this;
  }

  /** One slot's usual traffic, leaving one upstream out. */
  Traffic usual(String without) {
    for (String upstream : UPSTREAMS) {
      if (!upstream.equals(without)) {
        PATHS.forEach(path -> ok(path, upstream, 1));
      }
    }
    return this;
  }

  static final List<String> UPSTREAMS = List.of("10.0.0.1:80", "10.0.0.2:80", "10.0.0.3:80");
  static final List<String> PATHS =
      List.of("shop/", "shop/cart", "shop/login", "shop/search", "shop/orders/{id}");

  static Key key(KeyKind kind, String value) {
    return new Key(kind, value);
  }
}

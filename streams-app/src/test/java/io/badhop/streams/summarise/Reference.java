package io.badhop.streams.summarise;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.correlate.CorrelatorCounters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;

/**
 * What the correlator has to say, worked out from the definitions by looking at the whole log at
 * once. It keeps no state from tick to tick: each question is asked anew of all records and all
 * ticks.
 */
final class Reference {

  /** Clocks of one site agree this well; a stamp in whole seconds may be off by one of them. */
  private static final long SLACK = 50_000;

  private static final long SECOND = 1_000_000;

  private static final int NEVER = Integer.MAX_VALUE;

  private static final Comparator<Item> ORDER =
      Comparator.comparingLong(Item::time).thenComparingLong(Item::id).thenComparing(Item::tier);

  /** A record that found a place. */
  private record Item(
      SpecificRecord event,
      Tier tier,
      String key,
      String ray,
      long id,
      long time,
      long start,
      boolean coarse,
      boolean anchors,
      int epoch,
      boolean late) {

    /** From then on nothing that belongs to it in time is still to be written. */
    long due() {
      return time + SLACK + SECOND;
    }

    boolean hasRayOf(Item other) {
      return !ray.isEmpty() && ray.equals(other.ray);
    }
  }

  private static final long BUCKET = 250_000;

  private final Arrivals log;
  private final List<Item> items = new ArrayList<>();
  private final Map<Item, Integer> heard = new IdentityHashMap<>();
  private final Map<Item, Integer> counted = new IdentityHashMap<>();
  private final Map<Item, Integer> forgotten = new IdentityHashMap<>();
  private final Map<Item, Integer> finished = new IdentityHashMap<>();
  private long aliases;
  private long duplicate;

  Reference(Arrivals log) {
    this.log = log;
    log.list().stream()
        .sorted(
            Comparator.comparingInt(Arrivals.Arrival::epoch)
                .thenComparing(arrival -> arrival.tier()))
        .forEach(this::admit);
  }

  /** A record is a duplicate while the first one is remembered, late or not. */
  private void admit(Arrivals.Arrival arrival) {
    Item item = item(arrival);
    aliases += alias(arrival.event()) ? 1 : 0;
    boolean known =
        items.stream()
            .anyMatch(
                other ->
                    other.key.equals(item.key)
                        && other.tier == item.tier
                        && other.id == item.id
                        && remembered(other, item.epoch));
    if (known) {
      duplicate++;
    } else {
      items.add(item);
    }
  }

  private Item item(Arrivals.Arrival arrival) {
    SpecificRecord event = arrival.event();
    boolean late = time(event) < log.watermarkBefore(arrival);
    int epoch = arrival.epoch();
    if (event instanceof EdgeEvent e) {
      return new Item(
          e,
          Tier.EDGE,
          e.getRequestId(),
          e.getOtherId(),
          e.getEventId(),
          e.getTime(),
          e.getStartTime() < 0 ? e.getTime() : e.getStartTime(),
          e.getResolution() == SECOND,
          !e.getAlias(),
          epoch,
          late);
    }
    if (event instanceof ProxyEvent p) {
      return new Item(
          p,
          Tier.PROXY,
          p.getRequestId(),
          p.getOtherId(),
          p.getEventId(),
          p.getTime(),
          p.getStartTime() < 0 ? p.getTime() : p.getStartTime(),
          p.getResolution() == SECOND,
          !p.getAlias(),
          epoch,
          late);
    }
    AppEvent a = (AppEvent) event;
    return new Item(
        a,
        Tier.APP,
        a.getRequestId(),
        a.getOtherId(),
        a.getEventId(),
        a.getTime(),
        a.getStartTime() < 0 ? a.getTime() : a.getStartTime(),
        a.getResolution() == SECOND,
        !a.getAlias() && a.getKind() == AppEventKind.REQUEST,
        epoch,
        late);
  }

  private static boolean alias(SpecificRecord event) {
    if (event instanceof EdgeEvent edge) {
      return edge.getAlias();
    }
    return event instanceof ProxyEvent proxy ? proxy.getAlias() : ((AppEvent) event).getAlias();
  }

  static long time(SpecificRecord event) {
    if (event instanceof EdgeEvent edge) {
      return edge.getTime();
    }
    return event instanceof ProxyEvent proxy ? proxy.getTime() : ((AppEvent) event).getTime();
  }

  static String name(SpecificRecord event) {
    if (event == null) {
      return "-";
    }
    long id =
        event instanceof EdgeEvent edge
            ? edge.getEventId()
            : event instanceof ProxyEvent proxy
                ? proxy.getEventId()
                : ((AppEvent) event).getEventId();
    return Tier.values()[Timeline.topic(event)] + " " + id + "@" + (time(event) - Events.START);
  }

  /** True when all of a record's anchor that is asked to be finished is so by this test's rule. */
  static boolean wanted(SpecificRecord anchor) {
    return status(anchor) >= 500;
  }

  private static int status(SpecificRecord event) {
    if (event instanceof EdgeEvent edge) {
      return edge.getStatus();
    }
    return event instanceof ProxyEvent proxy ? proxy.getStatus() : ((AppEvent) event).getStatus();
  }

  /**
   * A record stays for the horizon after all watermarks have passed it; ticks forget last. What
   * comes when its time is forgotten already stands for itself.
   */
  private boolean remembered(Item item, int tick) {
    return tick
        <= forgotten.computeIfAbsent(
            item, one -> first(1, when -> one.time < forgottenBefore(when)));
  }

  private long forgottenBefore(int tick) {
    Map<Tier, Long> marks = marks(tick);
    long slowest = marks.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    return slowest == Long.MAX_VALUE
        ? Long.MIN_VALUE
        : slowest - log.limits().horizon().toMillis() * 1_000;
  }

  private Map<Tier, Long> marks(int tick) {
    return log.ticks().get(tick - 1);
  }

  private boolean passed(Item item, int tick) {
    Long mark = marks(tick).get(item.tier);
    return mark != null && item.time < mark;
  }

  private int first(int from, IntPredicate test) {
    return IntStream.rangeClosed(from, log.ticks().size()).filter(test).findFirst().orElse(NEVER);
  }

  /** The first tick that may know of it. */
  private int heard(Item item) {
    return heard.computeIfAbsent(item, one -> first(one.epoch, tick -> passed(one, tick)));
  }

  /** An exchange is counted when its bucket of 250 ms has been passed to its end. */
  private int counted(Item item) {
    return counted.computeIfAbsent(item, one -> first(one.epoch, tick -> bucketPassed(one, tick)));
  }

  private boolean bucketPassed(Item item, int tick) {
    Long mark = marks(tick).get(item.tier);
    return mark != null && (Math.floorDiv(item.time, BUCKET) + 1) * BUCKET <= mark;
  }

  /** The tick in which the watermarks of the tiers below that have members have passed it. */
  private int finished(Item item) {
    int counted = counted(item);
    if (!item.anchors || !wanted(item.event) || counted == NEVER) {
      return NEVER;
    }
    return finished.computeIfAbsent(item, one -> first(counted, tick -> passedBelow(one, tick)));
  }

  private boolean passedBelow(Item item, int tick) {
    return marks(tick).entrySet().stream()
        .filter(mark -> mark.getKey().compareTo(item.tier) > 0)
        .allMatch(mark -> mark.getValue() >= item.due());
  }

  /** Exchanges that the tick counts, in order. */
  List<String> counted(int tick) {
    return items.stream()
        .filter(item -> item.anchors && counted(item) == tick)
        .sorted(ORDER)
        .map(item -> words(item, null, null, item.tier == Tier.APP ? List.of(item) : List.of()))
        .toList();
  }

  /** Exchanges that the tick finishes or amends, sorted by their words. */
  List<String> finished(int tick) {
    List<String> all = new ArrayList<>();
    for (Item item : items) {
      int finished = finished(item);
      if (finished == tick) {
        all.add(joined(item, tick, item.due() - 1));
      }
      if (finished <= tick && item.tier != Tier.APP && remembered(item, tick)) {
        amendments(item, tick, finished, all);
      }
    }
    return all.stream().sorted().toList();
  }

  /** One for each record of the application that belongs to it and that finishing did not see. */
  private void amendments(Item item, int tick, int finished, List<String> all) {
    for (Item app : items) {
      boolean news = app.tier == Tier.APP && app.key.equals(item.key) && heard(app) == tick;
      if (news && (app.time >= item.due() || tick > finished)) {
        long end = Math.max(app.time, item.due() - 1);
        List<Item> seen = seen(item, tick, end);
        if (apps(item.tier == Tier.EDGE ? proxyOrItself(item, seen) : item, seen).contains(app)) {
          all.add(joined(item, tick, end));
        }
      }
    }
  }

  private List<Item> seen(Item anchor, int tick, long end) {
    return items.stream()
        .filter(item -> item.key.equals(anchor.key))
        .filter(
            item ->
                same(item, anchor)
                    || item.epoch <= tick
                        && passed(item, tick)
                        && item.time <= end
                        && remembered(item, tick))
        .toList();
  }

  /** A record that was sent again when it was forgotten is equal, and another one. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean same(Item one, Item other) {
    return one == other;
  }

  private String joined(Item anchor, int tick, long end) {
    List<Item> seen = seen(anchor, tick, end);
    return switch (anchor.tier) {
      case EDGE -> {
        Item proxy = proxyOf(anchor, seen);
        yield words(anchor, anchor, proxy, apps(proxyOrItself(anchor, seen), seen));
      }
      case PROXY -> words(anchor, edgeOf(anchor, seen), anchor, apps(anchor, seen));
      case APP -> words(anchor, null, null, apps(anchor, seen));
    };
  }

  private static Item proxyOrItself(Item edge, List<Item> seen) {
    Item proxy = proxyOf(edge, seen);
    return proxy == null ? edge : proxy;
  }

  /** The last with the edge's ray; else the last inside it that no edge has the ray of. */
  private static Item proxyOf(Item edge, List<Item> seen) {
    return partners(edge, Tier.PROXY, seen, proxy -> inside(proxy, edge)).stream()
        .max(ORDER)
        .orElseGet(() -> lonely(edge, Tier.PROXY, seen));
  }

  /** The first with the proxy's ray; else the first around it that no proxy has the ray of. */
  private static Item edgeOf(Item proxy, List<Item> seen) {
    return partners(proxy, Tier.EDGE, seen, edge -> inside(proxy, edge)).stream()
        .min(ORDER)
        .orElseGet(() -> lonely(proxy, Tier.EDGE, seen));
  }

  private static List<Item> partners(Item item, Tier tier, List<Item> seen, Predicate<Item> fits) {
    List<Item> same =
        seen.stream().filter(other -> other.tier == tier && other.hasRayOf(item)).toList();
    return !same.isEmpty()
        ? same
        : seen.stream()
            .filter(other -> other.tier == tier && fits.test(other))
            .filter(
                other ->
                    seen.stream().noneMatch(one -> one.tier == item.tier && one.hasRayOf(other)))
            .toList();
  }

  /** Their times overlap, and the inner one does not outlast the outer by more than its length. */
  private static boolean inside(Item inner, Item outer) {
    long slack = slack(inner, outer);
    boolean overlap = inner.time >= outer.start - slack && inner.start <= outer.time + slack;
    long length = Math.max(0, outer.time - outer.start);
    return overlap && inner.time <= outer.time + length + slack;
  }

  /** What ends, or begins when its beginning is known, while the outer one lasts. */
  private static List<Item> apps(Item outer, List<Item> seen) {
    List<Item> during =
        seen.stream()
            .filter(app -> app.tier == Tier.APP)
            .filter(
                app ->
                    during(app.time, app, outer)
                        || app.start < app.time && during(app.start, app, outer))
            .sorted(ORDER)
            .toList();
    Item lonely = during.isEmpty() && outer.tier != Tier.APP ? lonely(outer, Tier.APP, seen) : null;
    return lonely == null ? during : List.of(lonely);
  }

  /** Whatever the clocks say, if each tier has one record and they agree on how it went. */
  private static Item lonely(Item item, Tier tier, List<Item> seen) {
    List<Item> others = seen.stream().filter(other -> other.tier == tier && closes(other)).toList();
    long rivals = seen.stream().filter(other -> other.tier == item.tier).count();
    if (others.size() != 1 || rivals != 1) {
      return null;
    }
    Item other = others.get(0);
    boolean above = item.tier.compareTo(tier) < 0;
    Item outer = above ? item : other;
    Item inner = above ? other : item;
    boolean known = outer.start < outer.time && inner.start < inner.time;
    boolean fits = inner.time - inner.start <= outer.time - outer.start + slack(inner, outer);
    return status(outer.event) == status(inner.event) && (!known || fits) ? other : null;
  }

  private static boolean closes(Item item) {
    return !(item.event instanceof AppEvent app) || app.getKind() == AppEventKind.REQUEST;
  }

  private static boolean during(long time, Item app, Item outer) {
    long slack = slack(app, outer);
    return time >= outer.start - slack && time <= outer.time + slack;
  }

  private static long slack(Item one, Item other) {
    return SLACK + (one.coarse || other.coarse ? SECOND : 0);
  }

  private static String words(Item anchor, Item edge, Item proxy, List<Item> apps) {
    Item e = anchor.tier == Tier.EDGE ? anchor : edge;
    Item p = anchor.tier == Tier.PROXY ? anchor : proxy;
    return words(
        anchor.key,
        anchor.tier,
        anchor.id,
        anchor.time,
        anchor.late,
        e == null ? null : e.event,
        p == null ? null : p.event,
        apps.stream().map(Item::event).toList());
  }

  /** An exchange in words that can be compared. */
  static String words(
      String key,
      Tier view,
      long id,
      long time,
      boolean late,
      SpecificRecord edge,
      SpecificRecord proxy,
      List<? extends SpecificRecord> apps) {
    return String.join(
        " ",
        key,
        view.toString(),
        Long.toString(id),
        Long.toString(time - Events.START),
        late ? "late" : "in time",
        "edge",
        name(edge),
        "proxy",
        name(proxy),
        "app",
        apps.stream().map(Reference::name).toList().toString());
  }

  /** Late records that the tick tells of: each once, in its own epoch. */
  long late(int tick) {
    return items.stream().filter(item -> item.late && item.epoch == tick).count();
  }

  /** Where every record went, after the last tick. */
  CorrelatorCounters counters() {
    long late = items.stream().filter(Item::late).count();
    return new CorrelatorCounters(
        log.list().size(),
        items.size() - late,
        duplicate,
        late,
        0,
        aliases,
        items.stream().filter(Item::anchors).count(),
        items.stream().filter(item -> item.anchors && counted(item) < NEVER).count(),
        0,
        0);
  }
}

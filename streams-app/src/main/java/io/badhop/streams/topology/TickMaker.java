package io.badhop.streams.topology;

import io.badhop.schemas.event.SourceChange;
import io.badhop.schemas.event.SourceChangeKind;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.TierWatermark;
import io.badhop.streams.topology.Member.Standing;
import io.badhop.streams.topology.Member.TierId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides who is a member of a tier, how far each tier has come, and when a tick is due. Pure: the
 * wall clock comes in as an argument, in microseconds.
 *
 * <p>A source joins with its first report, idles when it is silent for the idle time-out, and
 * leaves when it says that it has ended. The watermark of a tier is the least of its live sources
 * and never falls while the tier has members: a source that joins with an older watermark holds the
 * tier where it is, and what it delivers from before is late.
 *
 * <p>Of a site that is new nothing is said for a moment, see {@link TickRules#gather()}.
 *
 * <p>A source that is far behind the wall clock is not waited for while another one of its tier is
 * not far behind: it would hold back its whole tier, and what the others deliver meanwhile would
 * pile up. What it delivers until it has caught up is late. Where all of a tier are behind, as in
 * back-filling, they are waited for.
 *
 * <p>A tier all of whose sources have ended is complete: ticks say {@link Long#MAX_VALUE} of it
 * until a source joins again, or until it is forgotten. A tier whose last live source idles is
 * SILENT, and absent from ticks, as nobody can promise anything for it; when a source comes back,
 * the tier goes on where it stood.
 *
 * <p>Time in which the maker itself was not called is nobody's silence. Not thread safe.
 */
final class TickMaker {

  /** The keeper asks many times a second; a longer gap means that it was not running. */
  private static final long PAUSE = 2_000_000;

  /** Members that a tick says something new of at most, so that a tick stays a small record. */
  static final int MAX_CHANGED = 1_000;

  private final TickRules rules;
  private final TreeMap<Member.Id, Member> members = new TreeMap<>();

  private final TierMarks marks;
  private final NewSites newSites;

  /**
   * Where the next look at the members begins when the last one was broken off; null for the first.
   */
  private Member.Id next;

  private List<TierWatermark> lastSaid = List.of();
  private long number;
  private long lastTickAt = Long.MIN_VALUE;
  private long lastCallAt = Long.MIN_VALUE;
  private long refused;
  private long lagged;

  TickMaker(TickRules rules) {
    this.rules = rules;
    this.marks = new TierMarks(rules);
    this.newSites = new NewSites(rules.gather());
  }

  /**
   * Takes over from a predecessor.
   *
   * @param tiers number of its last tick, and {@link #floors()} as it left them
   * @param known its members, see {@link #members()}; their silence counts from now
   */
  void resume(Tick tiers, Collection<Member> known, long now) {
    number = tiers.getNumber();
    marks.resume(tiers.getWatermarks());
    for (Member member : known) {
      member.heard = member.standing == Standing.IDLE ? now - micros(rules.idle()) : now;
      members.put(member.id, member);
    }
    lastCallAt = now;
  }

  /**
   * Takes in one report.
   *
   * @return the member it is of; empty when there is no room for another one
   */
  Optional<Member> report(SourceWatermark report, long now) {
    Member member = members.get(Member.Id.of(report));
    if (member != null) {
      member.hear(report, now);
      return Optional.of(member);
    }
    if (members.size() >= rules.maxSources()) {
      refused++;
      return Optional.empty();
    }
    if (!known(report.getSite())) {
      newSites.began(report.getSite(), now);
    }
    Member joined = new Member(report, Standing.UNANNOUNCED, now);
    members.put(joined.id, joined);
    return Optional.of(joined);
  }

  private boolean known(String site) {
    Member.Id any = members.ceilingKey(Member.Id.firstOf(site));
    return (any != null && any.site().equals(site)) || marks.know(site);
  }

  /** The next tick, when one is due. */
  Optional<Tick> advance(long now) {
    forgivePause(now);
    if (members.isEmpty() || !due(now, micros(rules.cadence())) || waiting()) {
      return Optional.empty();
    }
    List<SourceChange> changes = changes(now);
    List<TierWatermark> watermarks = marks.say(members.values(), silenced(changes), now);
    boolean moved = !changes.isEmpty() || !watermarks.equals(lastSaid);
    boolean beat = due(now, micros(rules.heartbeat())) && anyLive();
    if (!moved && !beat) {
      return Optional.empty();
    }
    lastSaid = watermarks;
    lastTickAt = now;
    return Optional.of(new Tick(++number, watermarks, changes));
  }

  /**
   * Number of the last tick made and how far each tier was said to be while it had live members.
   */
  Tick floors() {
    return new Tick(number, marks.floors(), List.of());
  }

  /** All members, in order of site, tier and name. */
  Collection<Member> members() {
    return members.values();
  }

  /** Reports refused because there were too many sources. */
  long refused() {
    return refused;
  }

  /** Times that a source was found too far behind to be waited for. */
  long lagged() {
    return lagged;
  }

  private void forgivePause(long now) {
    if (lastCallAt != Long.MIN_VALUE && now - lastCallAt > PAUSE) {
      long pause = now - lastCallAt;
      for (Member member : members.values()) {
        if (member.standing != Standing.IDLE) {
          member.heard = Math.min(now, member.heard + pause);
        }
      }
    }
    lastCallAt = now;
  }

  private boolean due(long now, long interval) {
    return lastTickAt == Long.MIN_VALUE || now - lastTickAt >= interval;
  }

  private boolean waiting() {
    if (number > 0 || rules.expected().isEmpty()) {
      return false;
    }
    Set<String> here = members.keySet().stream().map(Member.Id::source).collect(Collectors.toSet());
    return !here.containsAll(rules.expected());
  }

  private boolean anyLive() {
    return members.values().stream().anyMatch(member -> member.standing == Standing.LIVE);
  }

  private List<SourceChange> changes(long now) {
    RollCall call = new RollCall(rules, members, marks, newSites, now);
    List<SourceChange> changes = call.call(next, MAX_CHANGED);
    next = call.brokenOff();
    lagged += call.lagged();
    return changes;
  }

  private static Set<TierId> silenced(List<SourceChange> changes) {
    Set<TierId> tiers = new TreeSet<>();
    for (SourceChange change : changes) {
      if (change.getChange() == SourceChangeKind.SILENT) {
        tiers.add(new TierId(change.getSite(), change.getTier()));
      }
    }
    return tiers;
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}

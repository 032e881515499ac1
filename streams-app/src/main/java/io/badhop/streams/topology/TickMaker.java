package io.badhop.streams.topology;

import io.badhop.schemas.event.SourceChange;
import io.badhop.schemas.event.SourceChangeKind;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.TierWatermark;
import io.badhop.streams.topology.Member.Standing;
import io.badhop.streams.topology.Member.TierId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  /**
   * Brings the members' standing up to date and says what changed, in order of members; what fell
   * silent comes last.
   */
  private List<SourceChange> changes(long now) {
    Set<TierId> liveBefore = liveTiers();
    Set<TierId> inTime = tiersInTime(now);
    Map<TierId, Integer> sizes = new HashMap<>();
    members.keySet().forEach(id -> sizes.merge(TierId.of(id), 1, Integer::sum));
    List<SourceChange> changes = new ArrayList<>();
    Map<TierId, Member> idled = new TreeMap<>();
    int changed = 0;
    for (Member member : inTurn()) {
      if (changed == MAX_CHANGED) {
        next = member.id;
        break;
      }
      int before = changes.size();
      if (newSites.gathering(member.id.site(), now)) {
        continue;
      }
      if (member.ended()) {
        leave(member, changes);
      } else if (now - member.heard >= micros(rules.idle())) {
        idle(member, now, idled, sizes, changes);
      } else if (inTime.contains(TierId.of(member.id)) && lags(member, now)) {
        lag(member, changes);
      } else {
        live(member, changes);
      }
      changed += changes.size() > before ? 1 : 0;
    }
    Set<TierId> liveNow = liveTiers();
    idled.forEach(
        (tier, last) -> {
          if (liveBefore.contains(tier) && !liveNow.contains(tier)) {
            changes.add(change(last, SourceChangeKind.SILENT));
          }
        });
    return changes;
  }

  /** All members, from where the last look was broken off. */
  private List<Member> inTurn() {
    List<Member> turn = new ArrayList<>(members.size());
    if (next == null) {
      turn.addAll(members.values());
    } else {
      turn.addAll(members.tailMap(next, true).values());
      turn.addAll(members.headMap(next, false).values());
      next = null;
    }
    return turn;
  }

  /** Tiers of which at least one source that reports is not far behind. */
  private Set<TierId> tiersInTime(long now) {
    Set<TierId> tiers = new HashSet<>();
    for (Member member : members.values()) {
      boolean reports = !member.ended() && now - member.heard < micros(rules.idle());
      if (reports && member.reach() >= now - micros(rules.lag())) {
        tiers.add(TierId.of(member.id));
      }
    }
    return tiers;
  }

  /**
   * Who lags has caught up only when it is within half of what is allowed. Who joins behind what
   * was promised already is late anyway; who was waited for from the beginning, as in back-filling,
   * gets as much time again.
   */
  private boolean lags(Member member, long now) {
    long allowed = micros(rules.lag());
    if (member.standing == Standing.LAGGING) {
      return member.reach() < now - allowed / 2;
    }
    if (member.reach() >= now - allowed) {
      member.behindSince = Long.MAX_VALUE;
      return false;
    }
    member.behindSince = Math.min(member.behindSince, now);
    return marks.beyond(TierId.of(member.id), member.report.getWatermark())
        || now - member.behindSince >= allowed;
  }

  private void lag(Member member, List<SourceChange> changes) {
    if (member.standing == Standing.UNANNOUNCED) {
      changes.add(change(member, SourceChangeKind.JOINED));
    }
    if (member.standing != Standing.LAGGING) {
      lagged++;
      changes.add(change(member, SourceChangeKind.LAGGED));
      member.standing = Standing.LAGGING;
    }
  }

  private void leave(Member member, List<SourceChange> changes) {
    if (member.standing == Standing.UNANNOUNCED) {
      changes.add(change(member, SourceChangeKind.JOINED));
      marks.raise(TierId.of(member.id), member.report.getWatermark());
    }
    changes.add(change(member, SourceChangeKind.LEFT));
    members.remove(member.id);
  }

  private void idle(
      Member member,
      long now,
      Map<TierId, Member> idled,
      Map<TierId, Integer> sizes,
      List<SourceChange> changes) {
    if (member.standing == Standing.UNANNOUNCED) {
      changes.add(change(member, SourceChangeKind.JOINED));
    }
    if (member.standing != Standing.IDLE) {
      changes.add(change(member, SourceChangeKind.IDLED));
      member.standing = Standing.IDLE;
      idled.put(TierId.of(member.id), member);
    } else if (now - member.heard >= micros(rules.forget())
        && sizes.get(TierId.of(member.id)) > 1) {
      // The last one of a tier stays, so that the tier is known to be silent and not complete.
      sizes.merge(TierId.of(member.id), -1, Integer::sum);
      changes.add(change(member, SourceChangeKind.LEFT));
      members.remove(member.id);
    }
  }

  private static void live(Member member, List<SourceChange> changes) {
    if (member.standing == Standing.UNANNOUNCED) {
      changes.add(change(member, SourceChangeKind.JOINED));
    } else if (member.standing != Standing.LIVE) {
      changes.add(change(member, SourceChangeKind.RESUMED));
    }
    member.standing = Standing.LIVE;
  }

  private Set<TierId> liveTiers() {
    Set<TierId> tiers = new TreeSet<>();
    for (Member member : members.values()) {
      if (member.standing == Standing.LIVE) {
        tiers.add(TierId.of(member.id));
      }
    }
    return tiers;
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

  private static SourceChange change(Member member, SourceChangeKind kind) {
    return new SourceChange(member.id.source(), member.id.site(), member.id.tier(), kind);
  }
}

package io.badhop.streams.topology;

import io.badhop.schemas.event.SourceChange;
import io.badhop.schemas.event.SourceChangeKind;
import io.badhop.streams.topology.Member.Standing;
import io.badhop.streams.topology.Member.TierId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One look at all members: brings their standing up to date and says what changed, in order of
 * members; what fell silent comes last. It is broken off where it has much to say, and the next one
 * begins there.
 */
final class RollCall {

  private final TickRules rules;
  private final TreeMap<Member.Id, Member> members;
  private final TierMarks marks;
  private final NewSites newSites;
  private final long now;
  private final List<SourceChange> changes = new ArrayList<>();

  /** The last member of each tier that fell idle in this look. */
  private final Map<TierId, Member> idled = new TreeMap<>();

  private final Map<TierId, Integer> sizes = new HashMap<>();
  private Set<TierId> inTime = Set.of();
  private Member.Id brokenOff;
  private long lagged;

  /**
   * @param members who leaves is taken out
   * @param now wall clock, microseconds
   */
  RollCall(
      TickRules rules,
      TreeMap<Member.Id, Member> members,
      TierMarks marks,
      NewSites newSites,
      long now) {
    this.rules = rules;
    this.members = members;
    this.marks = marks;
    this.newSites = newSites;
    this.now = now;
  }

  /**
   * Once: looks at the members.
   *
   * @param from where to begin; null for the first
   * @param most members of which something new is said at most
   */
  List<SourceChange> call(Member.Id from, int most) {
    Set<TierId> liveBefore = liveTiers();
    inTime = tiersInTime();
    members.keySet().forEach(id -> sizes.merge(TierId.of(id), 1, Integer::sum));
    int changed = 0;
    for (Member member : inTurn(from)) {
      if (changed == most) {
        brokenOff = member.id;
        break;
      }
      int before = changes.size();
      look(member);
      changed += changes.size() > before ? 1 : 0;
    }
    Set<TierId> liveNow = liveTiers();
    idled.forEach(
        (tier, last) -> {
          if (liveBefore.contains(tier) && !liveNow.contains(tier)) {
            say(last, SourceChangeKind.SILENT);
          }
        });
    return changes;
  }

  /** Where the next look is to begin; null when this one reached the end. */
  Member.Id brokenOff() {
    return brokenOff;
  }

  /** Members that were found too far behind to be waited for any longer. */
  long lagged() {
    return lagged;
  }

  private void look(Member member) {
    if (newSites.gathering(member.id.site(), now)) {
      return;
    }
    if (member.ended()) {
      leave(member);
    } else if (now - member.heard >= micros(rules.idle())) {
      idle(member);
    } else if (inTime.contains(TierId.of(member.id)) && lags(member)) {
      lag(member);
    } else {
      live(member);
    }
  }

  private List<Member> inTurn(Member.Id from) {
    List<Member> turn = new ArrayList<>(members.size());
    if (from == null) {
      turn.addAll(members.values());
    } else {
      turn.addAll(members.tailMap(from, true).values());
      turn.addAll(members.headMap(from, false).values());
    }
    return turn;
  }

  /** Tiers of which at least one source that reports is not far behind. */
  private Set<TierId> tiersInTime() {
    Set<TierId> tiers = new HashSet<>();
    for (Member member : members.values()) {
      boolean reports = !member.ended() && now - member.heard < micros(rules.idle());
      if (reports && member.reach() >= now - micros(rules.lag())) {
        tiers.add(TierId.of(member.id));
      }
    }
    return tiers;
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

  /**
   * Who lags has caught up only when it is within half of what is allowed. Who joins behind what
   * was promised already is late anyway; who was waited for from the beginning, as in back-filling,
   * gets as much time again.
   */
  private boolean lags(Member member) {
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

  private void lag(Member member) {
    if (member.standing == Standing.UNANNOUNCED) {
      say(member, SourceChangeKind.JOINED);
    }
    if (member.standing != Standing.LAGGING) {
      lagged++;
      say(member, SourceChangeKind.LAGGED);
      member.standing = Standing.LAGGING;
    }
  }

  private void leave(Member member) {
    if (member.standing == Standing.UNANNOUNCED) {
      say(member, SourceChangeKind.JOINED);
      marks.raise(TierId.of(member.id), member.report.getWatermark());
    }
    say(member, SourceChangeKind.LEFT);
    members.remove(member.id);
  }

  private void idle(Member member) {
    if (member.standing == Standing.UNANNOUNCED) {
      say(member, SourceChangeKind.JOINED);
    }
    TierId tier = TierId.of(member.id);
    if (member.standing != Standing.IDLE) {
      say(member, SourceChangeKind.IDLED);
      member.standing = Standing.IDLE;
      idled.put(tier, member);
    } else if (now - member.heard >= micros(rules.forget()) && sizes.get(tier) > 1) {
      // The last one of a tier stays, so that the tier is known to be silent and not complete.
      sizes.merge(tier, -1, Integer::sum);
      say(member, SourceChangeKind.LEFT);
      members.remove(member.id);
    }
  }

  private void live(Member member) {
    if (member.standing == Standing.UNANNOUNCED) {
      say(member, SourceChangeKind.JOINED);
    } else if (member.standing != Standing.LIVE) {
      say(member, SourceChangeKind.RESUMED);
    }
    member.standing = Standing.LIVE;
  }

  private void say(Member member, SourceChangeKind kind) {
    changes.add(new SourceChange(member.id.source(), member.id.site(), member.id.tier(), kind));
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}

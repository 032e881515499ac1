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
 * <p>A tier all of whose sources have ended is complete: ticks say {@link Long#MAX_VALUE} of it
 * until a source joins again. A tier whose last live source idles is SILENT, and absent from ticks,
 * as nobody can promise anything for it; when a source comes back, the tier goes on where it stood.
 *
 * <p>Time in which the maker itself was not called is nobody's silence. Not thread safe.
 */
final class TickMaker {

  /** The keeper asks many times a second; a longer gap means that it was not running. */
  private static final long PAUSE = 2_000_000;

  private final TickRules rules;
  private final TreeMap<Member.Id, Member> members = new TreeMap<>();

  /** How far each tier was said to be, while it had live members. */
  private final TreeMap<TierId, Long> floors = new TreeMap<>();

  private List<TierWatermark> lastSaid = List.of();
  private long number;
  private long lastTickAt = Long.MIN_VALUE;
  private long lastCallAt = Long.MIN_VALUE;
  private long refused;

  TickMaker(TickRules rules) {
    this.rules = rules;
  }

  /**
   * Takes over from a predecessor.
   *
   * @param tiers number of its last tick, and {@link #floors()} as it left them
   * @param known its members, see {@link #members()}; their silence counts from now
   */
  void resume(Tick tiers, Collection<Member> known, long now) {
    number = tiers.getNumber();
    for (TierWatermark tier : tiers.getWatermarks()) {
      floors.put(new TierId(tier.getSite(), tier.getTier()), tier.getWatermark());
    }
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
    Member joined = new Member(report, Standing.UNANNOUNCED, now);
    members.put(joined.id, joined);
    return Optional.of(joined);
  }

  /** The next tick, when one is due. */
  Optional<Tick> advance(long now) {
    forgivePause(now);
    if (members.isEmpty() || !due(now, micros(rules.cadence())) || waiting()) {
      return Optional.empty();
    }
    List<SourceChange> changes = changes(now);
    List<TierWatermark> watermarks = watermarks(silenced(changes));
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
    List<TierWatermark> tiers = new ArrayList<>();
    floors.forEach((id, mark) -> tiers.add(new TierWatermark(id.site(), id.tier(), mark)));
    return new Tick(number, tiers, List.of());
  }

  /** All members, in order of site, tier and name. */
  Collection<Member> members() {
    return members.values();
  }

  /** Reports refused because there were too many sources. */
  long refused() {
    return refused;
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
   * Brings every member's standing up to date and says what changed, in order of members; what fell
   * silent comes last.
   */
  private List<SourceChange> changes(long now) {
    Set<TierId> liveBefore = liveTiers();
    List<SourceChange> changes = new ArrayList<>();
    Map<TierId, Member> idled = new TreeMap<>();
    for (Member member : List.copyOf(members.values())) {
      if (member.ended()) {
        leave(member, changes);
      } else if (now - member.heard >= micros(rules.idle())) {
        idle(member, now, idled, changes);
      } else {
        live(member, changes);
      }
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

  private void leave(Member member, List<SourceChange> changes) {
    if (member.standing == Standing.UNANNOUNCED) {
      changes.add(change(member, SourceChangeKind.JOINED));
      floors.merge(TierId.of(member.id), member.report.getWatermark(), Math::max);
    }
    changes.add(change(member, SourceChangeKind.LEFT));
    members.remove(member.id);
  }

  private void idle(
      Member member, long now, Map<TierId, Member> idled, List<SourceChange> changes) {
    if (member.standing == Standing.UNANNOUNCED) {
      changes.add(change(member, SourceChangeKind.JOINED));
    }
    if (member.standing != Standing.IDLE) {
      changes.add(change(member, SourceChangeKind.IDLED));
      member.standing = Standing.IDLE;
      idled.put(TierId.of(member.id), member);
    } else if (now - member.heard >= micros(rules.forget()) && !lastOfTier(member)) {
      changes.add(change(member, SourceChangeKind.LEFT));
      members.remove(member.id);
    }
  }

  /** The last one of a tier stays, so that the tier is known to be silent and not complete. */
  private boolean lastOfTier(Member member) {
    TierId tier = TierId.of(member.id);
    return members.keySet().stream().filter(id -> TierId.of(id).equals(tier)).count() == 1;
  }

  private static void live(Member member, List<SourceChange> changes) {
    if (member.standing == Standing.UNANNOUNCED) {
      changes.add(change(member, SourceChangeKind.JOINED));
    } else if (member.standing == Standing.IDLE) {
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

  /**
   * The tick that calls a tier silent has its mark for the last time, so that a site none of whose
   * tiers is left hears of it.
   */
  private List<TierWatermark> watermarks(Set<TierId> silenced) {
    Map<TierId, Long> least = new TreeMap<>();
    Set<TierId> occupied = new TreeSet<>();
    for (Member member : members.values()) {
      TierId tier = TierId.of(member.id);
      occupied.add(tier);
      if (member.standing == Standing.LIVE) {
        least.merge(tier, member.report.getWatermark(), Math::min);
      }
    }
    least.forEach((tier, mark) -> floors.merge(tier, mark, Math::max));
    List<TierWatermark> said = new ArrayList<>();
    floors.forEach(
        (tier, floor) -> {
          if (least.containsKey(tier) || silenced.contains(tier)) {
            said.add(new TierWatermark(tier.site(), tier.tier(), floor));
          } else if (!occupied.contains(tier)) {
            said.add(new TierWatermark(tier.site(), tier.tier(), Long.MAX_VALUE));
          }
        });
    return said;
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }

  private static SourceChange change(Member member, SourceChangeKind kind) {
    return new SourceChange(member.id.source(), member.id.site(), member.id.tier(), kind);
  }
}

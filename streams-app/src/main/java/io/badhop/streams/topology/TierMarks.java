package io.badhop.streams.topology;

import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import io.badhop.streams.topology.Member.Standing;
import io.badhop.streams.topology.Member.TierId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How far each tier is, by what its members say. Not thread safe. */
final class TierMarks {

  private final long forget;

  /** How far each tier was said to be, while it had live members. */
  private final TreeMap<TierId, Long> floors = new TreeMap<>();

  /** Since when all sources of a tier have ended. */
  private final Map<TierId, Long> endedAt = new HashMap<>();

  TierMarks(TickRules rules) {
    this.forget = rules.forget().toNanos() / 1000;
  }

  /** Takes over what a predecessor's {@link #floors()} were. */
  void resume(List<TierWatermark> tiers) {
    for (TierWatermark tier : tiers) {
      floors.put(new TierId(tier.getSite(), tier.getTier()), tier.getWatermark());
    }
  }

  /** A tier is at least as far as this from here on. */
  void raise(TierId tier, long mark) {
    floors.merge(tier, mark, Math::max);
  }

  /** Whether ticks have said of a tier that it is further than this. */
  boolean beyond(TierId tier, long watermark) {
    return floors.getOrDefault(tier, Long.MIN_VALUE) > watermark;
  }

  /** Whether ticks have said anything of a site. */
  boolean know(String site) {
    TierId any = floors.ceilingKey(new TierId(site, Tier.values()[0]));
    return any != null && any.site().equals(site);
  }

  /** How far each tier was said to be while it had live members, in order of site and tier. */
  List<TierWatermark> floors() {
    List<TierWatermark> tiers = new ArrayList<>();
    floors.forEach((id, mark) -> tiers.add(new TierWatermark(id.site(), id.tier(), mark)));
    return tiers;
  }

  /**
   * What a tick says, in order of site and tier. The tick that calls a tier silent has its mark for
   * the last time, so that a site none of whose tiers is left hears of it.
   */
  List<TierWatermark> say(Collection<Member> members, Set<TierId> silenced, long now) {
    Map<TierId, Long> least = new TreeMap<>();
    Set<TierId> occupied = new TreeSet<>();
    for (Member member : members) {
      TierId tier = TierId.of(member.id);
      occupied.add(tier);
      if (member.standing == Standing.LIVE) {
        least.merge(tier, member.report.getWatermark(), Math::min);
      }
    }
    least.forEach(this::raise);
    forgetEnded(occupied, now);
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

  private void forgetEnded(Set<TierId> occupied, long now) {
    endedAt.keySet().removeAll(occupied);
    for (TierId tier : floors.keySet()) {
      if (!occupied.contains(tier)) {
        endedAt.putIfAbsent(tier, now);
      }
    }
    endedAt
        .entrySet()
        .removeIf(
            ended -> now - ended.getValue() >= forget && floors.remove(ended.getKey()) != null);
  }
}

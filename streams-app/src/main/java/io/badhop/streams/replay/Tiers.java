package io.badhop.streams.replay;

import io.badhop.schemas.event.SourceChange;
import io.badhop.schemas.event.SourceChangeKind;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** Which tiers of which sites have logs, and which of them have been read to their end. */
final class Tiers {

  /** Tiers by site; the number of sources of each that go on. */
  private final Map<String, Map<Tier, Integer>> open = new TreeMap<>();

  private final Set<SourceFeed> left = new HashSet<>();
  private List<SourceChange> changes = new ArrayList<>();
  private String lastSite = "";
  private Tier lastTier;

  void join(EventSource source) {
    tiers(source.site()).merge(source.tier(), 1, Integer::sum);
    changes.add(change(source, SourceChangeKind.JOINED));
  }

  void leave(SourceFeed feed) {
    if (left.add(feed)) {
      EventSource source = feed.source();
      tiers(source.site()).merge(source.tier(), -1, Integer::sum);
      changes.add(change(source, SourceChangeKind.LEFT));
    }
  }

  /**
   * Events of a tier that no source speaks for: it stands where the driver stands, until the end.
   */
  void see(SpecificRecord event) {
    Tier tier = EventTime.tier(event);
    String site = EventTime.site(event);
    if (tier != lastTier || !site.equals(lastSite)) {
      lastTier = tier;
      lastSite = site;
      tiers(site).putIfAbsent(tier, 1);
    }
  }

  /**
   * Watermarks in order of site and tier: {@code time}, or the end of time where all sources have
   * ended.
   */
  List<TierWatermark> watermarks(long time) {
    List<TierWatermark> marks = new ArrayList<>();
    open.forEach(
        (site, tiers) ->
            tiers.forEach(
                (tier, sources) ->
                    marks.add(
                        new TierWatermark(site, tier, sources == 0 ? Long.MAX_VALUE : time))));
    return marks;
  }

  /** Changes since the last call. */
  List<SourceChange> takeChanges() {
    List<SourceChange> taken = changes;
    changes = new ArrayList<>();
    return taken;
  }

  private Map<Tier, Integer> tiers(String site) {
    return open.computeIfAbsent(site, name -> new EnumMap<>(Tier.class));
  }

  private static SourceChange change(EventSource source, SourceChangeKind kind) {
    return new SourceChange(source.name(), source.site(), source.tier(), kind);
  }
}

package io.badhop.streams.detect;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.Refinement;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.SourceChange;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that the partitions said of one site in one tick, added up. */
final class SiteTick {

  final Map<Tier, Long> watermarks = new EnumMap<>(Tier.class);
  final List<ComponentEvent> components = new ArrayList<>();
  final List<Refinement> refinements = new ArrayList<>();
  final List<SourceChange> changes = new ArrayList<>();
  private final Map<Tier, TreeMap<Long, Bucket>> buckets = new EnumMap<>(Tier.class);
  long proxyExpectedApp;
  long proxyJoinedApp;
  long edgeExpectedProxy;
  long edgeJoinedProxy;

  /**
   * Adds one partition's part. The changes of membership are in all of them alike, so those of one
   * are taken.
   */
  void add(SiteSummary part) {
    for (TierWatermark watermark : part.getWatermarks()) {
      watermarks.put(watermark.getTier(), watermark.getWatermark());
    }
    for (Bucket bucket : part.getBuckets()) {
      buckets
          .computeIfAbsent(bucket.getView(), view -> new TreeMap<>())
          .merge(bucket.getStart(), bucket, Buckets::merge);
    }
    refinements.addAll(part.getRefinements());
    components.addAll(part.getComponents());
    if (changes.isEmpty()) {
      changes.addAll(part.getChanges());
    }
    proxyExpectedApp += part.getProxyExpectedApp();
    proxyJoinedApp += part.getProxyJoinedApp();
    edgeExpectedProxy += part.getEdgeExpectedProxy();
    edgeJoinedProxy += part.getEdgeJoinedProxy();
  }

  /**
   * Puts what came from several partitions into an order that does not depend on which spoke first.
   */
  void sort() {
    refinements.sort(
        Comparator.comparingLong(Refinement::getBucket)
            .thenComparing(Refinement::getView)
            // What comes in late may be corrected in the same tick.
            .thenComparing(refinement -> !refinement.getAdded())
            .thenComparing(refinement -> Buckets.CellId.of(refinement.getBecomes()))
            .thenComparing(Refinement::getWas)
            .thenComparing(Refinement::getWasDomain)
            .thenComparing(refinement -> refinement.getBecomes().toString()));
    components.sort(
        Comparator.comparingLong(ComponentEvent::getTime)
            .thenComparingLong(ComponentEvent::getEventId));
  }

  Iterable<Bucket> bucketsOf(Tier view) {
    TreeMap<Long, Bucket> found = buckets.get(view);
    return found == null ? List.of() : found.values();
  }
}

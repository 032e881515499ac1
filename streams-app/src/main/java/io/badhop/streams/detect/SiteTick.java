package io.badhop.streams.detect;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.ClockPair;
import io.badhop.schemas.event.ClockSample;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.CoverageCount;
import io.badhop.schemas.event.Refinement;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.SourceChange;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that the partitions said of one site in one tick, added up. */
final class SiteTick {

  /** Requests by which a tick compares two clocks; as stage 1 chooses. */
  private static final int SAMPLES = 4;

  final Map<Tier, Long> watermarks = new EnumMap<>(Tier.class);
  final List<ComponentEvent> components = new ArrayList<>();
  final List<Refinement> refinements = new ArrayList<>();
  final List<SourceChange> changes = new ArrayList<>();
  private final Map<Tier, TreeMap<Long, BucketSum>> buckets = new EnumMap<>(Tier.class);
  private final Map<Coverage.Place, CoverageCount> coverage = new TreeMap<>();
  private final Map<Clocks.Pair, ClockPair> clocks = new TreeMap<>();

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
          .computeIfAbsent(bucket.getStart(), start -> new BucketSum())
          .add(bucket);
    }
    refinements.addAll(part.getRefinements());
    components.addAll(part.getComponents());
    if (changes.isEmpty()) {
      changes.addAll(part.getChanges());
    }
    part.getCoverage()
        .forEach(count -> coverage.merge(Coverage.Place.of(count), count, Coverage::sum));
    part.getClocks().forEach(pair -> clocks.merge(Clocks.Pair.of(pair), pair, SiteTick::both));
  }

  /** As many samples as one partition would have chosen of all. */
  private static ClockPair both(ClockPair one, ClockPair other) {
    List<ClockSample> samples = new ArrayList<>(one.getSamples());
    samples.addAll(other.getSamples());
    samples.sort(
        Comparator.comparingLong(ClockSample::getChoice)
            .thenComparingLong(ClockSample::getAheadUs));
    return new ClockPair(
        one.getUpper(),
        one.getUpperNode(),
        one.getLower(),
        one.getLowerNode(),
        new ArrayList<>(samples.subList(0, Math.min(SAMPLES, samples.size()))));
  }

  /** In order of place. */
  Collection<CoverageCount> coverage() {
    return coverage.values();
  }

  /** In order of pair. */
  Collection<ClockPair> clocks() {
    return clocks.values();
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
            .thenComparing(refinement -> CellId.of(refinement.getBecomes()))
            .thenComparing(Refinement::getWas)
            .thenComparing(Refinement::getWasDomain)
            .thenComparing(refinement -> refinement.getBecomes().toString()));
    components.sort(
        Comparator.comparingLong(ComponentEvent::getTime)
            .thenComparingLong(ComponentEvent::getEventId));
  }

  /** Sums of the view's buckets, by start. */
  Map<Long, BucketSum> bucketsOf(Tier view) {
    return buckets.getOrDefault(view, new TreeMap<>());
  }
}

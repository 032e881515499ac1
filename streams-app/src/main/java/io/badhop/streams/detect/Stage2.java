package io.badhop.streams.detect;

import io.badhop.schemas.event.DetectorState;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.SiteState;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.TrafficSummary;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Stage 2 of the pipeline, for the sites of one partition: adds up what the partitions of stage 1
 * counted in a tick, and when all have spoken evaluates what the tick completes. What it says is a
 * function of the summaries alone. Not thread safe.
 */
public final class Stage2 {

  private final DetectConfig config;
  private final Map<String, Set<String>> given;
  private final Stage2Counters counters = new Stage2Counters();
  private final TreeMap<Long, Merge> pending = new TreeMap<>();
  private final Map<Integer, Long> newest = new TreeMap<>();
  private final Map<String, SiteDetector> sites = new TreeMap<>();
  private long lastTick;
  private long nextOffset;

  /** Starts without a past and without templates given. */
  public Stage2(DetectConfig config) {
    this(config, Map.of());
  }

  /**
   * Starts without a past.
   *
   * @param given templates of paths that users gave, without host, by site: these are never folded
   */
  public Stage2(DetectConfig config, Map<String, Set<String>> given) {
    this.config = config;
    this.given = Map.copyOf(given);
  }

  /** The parts of one tick that have come. */
  private static final class Merge {
    final long offset;
    final BitSet spoken = new BitSet();
    final Map<String, SiteTick> sites = new TreeMap<>();
    int partitions;

    Merge(long offset) {
      this.offset = offset;
    }

    /** A partition whose later ticks have come has no more to say: its log began after this one. */
    boolean complete(long tick, Map<Integer, Long> newest) {
      int silent = spoken.nextClearBit(0);
      while (silent < partitions && newest.getOrDefault(silent, 0L) > tick) {
        silent = spoken.nextClearBit(silent + 1);
      }
      return silent >= partitions;
    }
  }

  /**
   * Takes in one summary.
   *
   * @param summary of a tick and a partition, or a piece of one; what a partition says of a tick
   *     when it has said all is passed over
   * @param offset its offset in the summaries topic, ascending
   * @return what is to be published, in order; empty mostly
   */
  public List<Escalation> summary(TrafficSummary summary, long offset) {
    nextOffset = offset + 1;
    if (summary.getTick() <= lastTick) {
      return List.of();
    }
    counters.summaries++;
    newest.merge(summary.getPartition(), summary.getTick(), Math::max);
    Merge merge = pending.computeIfAbsent(summary.getTick(), tick -> new Merge(offset));
    merge.partitions = summary.getPartitionCount();
    if (!merge.spoken.get(summary.getPartition())) {
      merge.spoken.set(summary.getPartition(), !summary.getMore());
      for (SiteSummary site : summary.getSites()) {
        merge.sites.computeIfAbsent(site.getSite(), name -> new SiteTick()).add(site);
      }
    }
    return complete();
  }

  private List<Escalation> complete() {
    List<Escalation> said = new ArrayList<>();
    while (!pending.isEmpty()
        && pending.firstEntry().getValue().complete(pending.firstKey(), newest)) {
      Map.Entry<Long, Merge> tick = pending.pollFirstEntry();
      lastTick = tick.getKey();
      counters.ticks++;
      tick.getValue()
          .sites
          .forEach(
              (name, site) ->
                  said.addAll(
                      sites
                          .computeIfAbsent(
                              name,
                              missing ->
                                  new SiteDetector(missing, config, given(missing), counters))
                          .advance(site)));
    }
    return said;
  }

  private Set<String> given(String site) {
    return given.getOrDefault(site, Set.of());
  }

  /** Number of the last tick evaluated; 0 before the first. */
  public long lastTick() {
    return lastTick;
  }

  /** Offset of the oldest summary that a successor has to read besides {@link #snapshot()}. */
  public long neededOffset() {
    return pending.values().stream().mapToLong(merge -> merge.offset).min().orElse(nextOffset);
  }

  /** Counts since the start. */
  public Stage2Counters counters() {
    return counters;
  }

  /** How hosts' clocks compare, in order of site, tiers and hosts. */
  public List<ClockSkew> clockSkews() {
    return sites.values().stream().flatMap(site -> site.clockSkews().stream()).toList();
  }

  /** All that is known after the last tick evaluated, with the schema that it is written by. */
  public byte[] snapshot() {
    List<SiteState> states = new ArrayList<>();
    sites.values().forEach(site -> states.add(site.state()));
    return Snapshots.write(new DetectorState(lastTick, states));
  }

  /**
   * Takes the place of the one that took the snapshot.
   *
   * @throws IllegalArgumentException when the bytes are not a snapshot that this version
   *     understands
   */
  public void restore(byte[] snapshot) {
    DetectorState state = Snapshots.read(snapshot);
    pending.clear();
    newest.clear();
    sites.clear();
    lastTick = state.getLastTick();
    state
        .getSites()
        .forEach(
            saved ->
                sites.put(
                    saved.getSite(),
                    SiteDetector.restore(saved, config, given(saved.getSite()), counters)));
  }
}

package io.badhop.streams.summarise;

import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.SourceChange;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.schemas.scan.RecordScan;
import io.badhop.schemas.scan.RecordScans;
import io.badhop.streams.correlate.CorrelatorCounters;
import io.badhop.streams.correlate.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * One task of stage 1: reads partition i of the four event topics, and when all four have delivered
 * tick n says what the tick allows. What it says depends on what each partition holds before the
 * tick, not on the order in which the four were read. Not thread safe.
 */
public final class Stage1 {

  /** Number of event topics: edge, proxy, app as the tiers stand, and component. */
  public static final int TOPICS = 4;

  /** Who hears what stage 1 says. */
  public interface Output {

    /** Hears nothing: for records that are read again to rebuild what was open. */
    Output NONE =
        new Output() {
          @Override
          public void summary(int sitePartition, TrafficSummary summary) {}

          @Override
          public void trace(RequestTrace trace) {}
        };

    /**
     * One for each tick and partition of stage 2, or several, of which all but the last have more.
     */
    void summary(int sitePartition, TrafficSummary summary);

    /** A failed exchange, or one of the sample. */
    void trace(RequestTrace trace);
  }

  private final Stage1Config config;
  private final Epochs[] epochs = new Epochs[TOPICS];
  private final TreeMap<Long, Tick> ticks = new TreeMap<>();
  private final EncodedSize size = new EncodedSize();
  private final Map<String, SiteStage> sites = new TreeMap<>();
  private final RecordScans objects = new RecordScans();
  private String lastName;
  private byte[] lastBytes;
  private SiteStage lastSite;
  private long closed;
  private long components;
  private long closedTicks;

  /** Starts empty, at the beginning of its partitions. */
  public Stage1(Stage1Config config) {
    this.config = config;
    Arrays.setAll(epochs, topic -> new Epochs());
  }

  /**
   * Starts over at remembered offsets. Those partitions deliver first the tick at their offset; all
   * these ticks come before anything else.
   *
   * @param startOffsets by topic, as {@link #neededOffset} gave them; 0 for the beginning
   */
  public void resume(long[] startOffsets) {
    for (int topic = 0; topic < TOPICS; topic++) {
      if (startOffsets[topic] > 0) {
        epochs[topic].resume();
      }
    }
  }

  /**
   * Takes in the next record of a partition.
   *
   * @param topic 0 to 3: edge, proxy, app, component
   * @param offset its offset
   * @param record an event of the topic, or a tick
   * @param out hears what the record allows
   */
  public void event(int topic, long offset, SpecificRecord record, Output out) {
    Epochs partition = epochs[topic];
    if (record instanceof Tick tick) {
      boolean first = partition.resumes();
      partition.tick(tick, offset);
      ticks.putIfAbsent(tick.getNumber(), tick);
      if (first) {
        resumed();
      } else {
        close(out);
      }
    } else if (record instanceof ComponentEvent component) {
      partition.event(component.getTime());
      components++;
      site(component.getSite()).component(component, partition.passed() + 1);
    } else {
      event(topic, objects.of(record));
    }
  }

  /**
   * Takes in the next record of a partition where it stands.
   *
   * @param topic 0 to 2: edge, proxy, app
   * @param event of the topic; its bytes are not changed from now on
   */
  public void event(int topic, RecordScan event) {
    Epochs partition = epochs[topic];
    SiteStage site = site(event);
    partition.event(event.number(Fields.TIME));
    site.correlator()
        .add(event, partition.passed() + 1, partition.watermark(site.name(), Fields.tier(event)));
  }

  private SiteStage site(RecordScan event) {
    // Of most partitions all events are of one site.
    if (lastName == null || !event.is(Fields.SITE, lastBytes)) {
      return site(event.text(Fields.SITE));
    }
    return lastSite;
  }

  private void resumed() {
    if (Arrays.stream(epochs).noneMatch(Epochs::resumes)) {
      closed = passedByAll();
      Tick last = ticks.get(closed);
      if (last != null) {
        watermarks(last).forEach((name, tiers) -> site(name).correlator().resume(closed, tiers));
      }
      ticks.headMap(closed, true).clear();
    }
  }

  private SiteStage site(String name) {
    if (name.equals(lastName)) {
      return lastSite;
    }
    lastName = name;
    lastBytes = name.getBytes(StandardCharsets.UTF_8);
    lastSite = sites.computeIfAbsent(name, missing -> new SiteStage(missing, config));
    return lastSite;
  }

  private long passedByAll() {
    long passed = Long.MAX_VALUE;
    for (Epochs partition : epochs) {
      passed = Math.min(passed, partition.passed());
    }
    return passed;
  }

  private void close(Output out) {
    long passed = passedByAll();
    while (!ticks.isEmpty() && ticks.firstKey() <= passed) {
      close(ticks.pollFirstEntry().getValue(), out);
    }
  }

  private void close(Tick tick, Output out) {
    closed = tick.getNumber();
    closedTicks++;
    Map<String, Map<Tier, Long>> watermarks = watermarks(tick);
    List<List<SiteSummary>> byPartition = new ArrayList<>();
    for (int i = 0; i < config.sitePartitions(); i++) {
      byPartition.add(new ArrayList<>());
    }
    watermarks.forEach(
        (name, tiers) ->
            byPartition
                .get(partition(name))
                .add(site(name).close(tick.getNumber(), tiers, changes(tick, name), out::trace)));
    for (int i = 0; i < byPartition.size(); i++) {
      TrafficSummary whole =
          new TrafficSummary(
              tick.getNumber(),
              config.partition(),
              config.partitionCount(),
              byPartition.get(i),
              false);
      for (TrafficSummary piece : Pieces.of(whole, Pieces.MOST, size)) {
        out.summary(i, piece);
      }
    }
    leave(tick, watermarks);
  }

  private static Map<String, Map<Tier, Long>> watermarks(Tick tick) {
    Map<String, Map<Tier, Long>> watermarks = new TreeMap<>();
    for (TierWatermark watermark : tick.getWatermarks()) {
      watermarks
          .computeIfAbsent(watermark.getSite(), site -> new EnumMap<>(Tier.class))
          .put(watermark.getTier(), watermark.getWatermark());
    }
    return watermarks;
  }

  /** Sites that the tick does not know grow old with the others, and take no part in it. */
  private void leave(Tick tick, Map<String, Map<Tier, Long>> watermarks) {
    long slowest =
        tick.getWatermarks().stream()
            .mapToLong(TierWatermark::getWatermark)
            .min()
            .orElse(Long.MAX_VALUE);
    sites.forEach(
        (name, site) -> {
          if (!watermarks.containsKey(name)) {
            site.correlator().leave(tick.getNumber(), slowest);
          }
        });
  }

  private int partition(String site) {
    return Math.floorMod(site.hashCode(), config.sitePartitions());
  }

  private static List<SourceChange> changes(Tick tick, String site) {
    return new ArrayList<>(
        tick.getChanges().stream().filter(change -> change.getSite().equals(site)).toList());
  }

  /**
   * Offset from which a successor has to read this topic's partition again; 0 for its beginning.
   */
  public long neededOffset(int topic) {
    long from = sites.isEmpty() ? Long.MIN_VALUE : Long.MAX_VALUE;
    long tick = Long.MAX_VALUE;
    for (SiteStage site : sites.values()) {
      for (Tier tier : Tier.values()) {
        if (topic == Tier.values().length || topic == tier.ordinal()) {
          from = Math.min(from, site.correlator().neededTime(tier));
        }
      }
      tick = Math.min(tick, site.correlator().neededTick());
    }
    return epochs[topic].needed(closed, from, tick);
  }

  /** Number of the last tick closed; 0 before the first. */
  public long closedTick() {
    return closed;
  }

  /** Records that are kept now, of all sites. */
  public long keptRecords() {
    return sites.values().stream().mapToLong(site -> site.correlator().keptRecords()).sum();
  }

  /** Heap that they take, bytes. */
  public long keptBytes() {
    return sites.values().stream().mapToLong(site -> site.correlator().keptBytes()).sum();
  }

  /** Where everything went so far. */
  public Stage1Counters counters() {
    CorrelatorCounters sum = CorrelatorCounters.NONE;
    for (SiteStage site : sites.values()) {
      sum = sum.plus(site.correlator().counters());
    }
    return new Stage1Counters(sum, components, closedTicks);
  }
}

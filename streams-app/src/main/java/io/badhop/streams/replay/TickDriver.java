package io.badhop.streams.replay;

import io.badhop.schemas.event.Tick;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.apache.avro.specific.SpecificRecord;

/**
 * Merges sources by event time and makes the ticks: one for every step of event time, after all
 * events before it.
 *
 * <p>All tiers stand at the end of the step. A tier whose sources have all ended is complete, and
 * the last tick says so of all of them. The same sources give the same events and ticks in the same
 * order, whatever the threads do. A pause in all logs is passed over with one tick once it has
 * lasted a quarter of an hour.
 */
public final class TickDriver implements AutoCloseable {

  /** Where events and ticks go; a tick follows the events that it speaks of. */
  public interface Sink {
    /**
     * One event or alias.
     *
     * @param topic 0 edge, 1 proxy, 2 application, 3 component
     */
    void event(int topic, SpecificRecord event);

    /**
     * One tick; numbers are 1, 2, 3 ...
     *
     * @param time event time at which it stands, microseconds; {@link Long#MAX_VALUE} for the last
     */
    void tick(Tick tick, long time);
  }

  private static final int READ_AHEAD_EVENTS = 65_536;
  private static final int MAX_BATCHES = 8;
  private static final long MINUTE = 60_000_000;
  private static final long PAUSE_MINUTES = 15;

  private static final Comparator<EventSource> ORDER =
      Comparator.comparing(EventSource::site)
          .thenComparing(EventSource::tier)
          .thenComparing(EventSource::name);

  private final List<SourceFeed> feeds = new ArrayList<>();
  private final Tiers tiers = new Tiers();
  private final Sink sink;
  private final long step;
  private final long disorder;

  /** Minutes to come that have events, as far as was read. */
  private final TreeSet<Long> minutes = new TreeSet<>();

  /** The last minute reached that has events. */
  private long busy = Long.MIN_VALUE;

  private long lastMinute = Long.MIN_VALUE;
  private long oldest = Long.MAX_VALUE;
  private long newest = Long.MIN_VALUE;
  private long number;
  private long events;

  /**
   * Takes charge of the sources and closes them in the end.
   *
   * @param sources in any order; names differ
   * @param step event time between two ticks, whole microseconds
   * @param disorder how much later than younger ones an event may stand in its log and still be in
   *     time
   * @param pool threads that read and parse
   */
  public TickDriver(
      List<EventSource> sources, Duration step, Duration disorder, Executor pool, Sink sink) {
    this.sink = sink;
    this.step = step.toNanos() / 1000;
    this.disorder = disorder.toNanos() / 1000;
    int share = READ_AHEAD_EVENTS / ReadAhead.BATCH / Math.max(1, sources.size());
    int batches = Math.max(1, Math.min(MAX_BATCHES, share));
    for (EventSource source : sources.stream().sorted(ORDER).toList()) {
      feeds.add(new SourceFeed(source, new ReadAhead(source, pool, batches)));
      tiers.join(source);
    }
  }

  /** Runs to the end of all sources. */
  public void run() {
    feed(Long.MIN_VALUE + 1);
    long time = events == 0 ? 0 : Math.floorDiv(oldest, step) * step;
    while (!over(time)) {
      time = next(time);
      feed(time > Long.MAX_VALUE - disorder ? Long.MAX_VALUE : time + disorder);
      tick(time);
    }
    tick(Long.MAX_VALUE);
  }

  private boolean over(long time) {
    return time > newest && feeds.stream().allMatch(SourceFeed::ended);
  }

  /** A step on; after a long quiet time as far as the next event. */
  private long next(long time) {
    long minute = Math.floorDiv(time, MINUTE);
    while (!minutes.isEmpty() && minutes.first() <= minute) {
      busy = minutes.pollFirst();
    }
    if (!minutes.isEmpty() && minute - busy > PAUSE_MINUTES) {
      return Math.max(time + step, minutes.first() * MINUTE);
    }
    return time + step;
  }

  private void feed(long until) {
    for (SourceFeed feed : feeds) {
      feed.advance(until, this::accept);
      if (feed.ended()) {
        tiers.leave(feed);
      }
    }
  }

  private void accept(SpecificRecord event) {
    long time = EventTime.of(event);
    oldest = Math.min(oldest, time);
    newest = Math.max(newest, time);
    long minute = Math.floorDiv(time, MINUTE);
    if (minute != lastMinute) {
      lastMinute = minute;
      minutes.add(minute);
    }
    tiers.see(event);
    events++;
    int topic = EventTime.topic(event);
    sink.event(topic, event);
    SpecificRecord alias = EventTime.alias(event);
    if (alias != null) {
      sink.event(topic, alias);
    }
  }

  private void tick(long time) {
    number++;
    sink.tick(new Tick(number, tiers.watermarks(time), tiers.takeChanges()), time);
  }

  /** Events handed over so far, aliases not counted. */
  public long events() {
    return events;
  }

  /** Ticks made so far. */
  public long ticks() {
    return number;
  }

  /**
   * Least and greatest event time so far, microseconds; {@link Long#MAX_VALUE} and {@link
   * Long#MIN_VALUE} before the first event.
   */
  public long[] range() {
    return new long[] {oldest, newest};
  }

  /** Bytes of logs read so far. */
  public long bytesRead() {
    return feeds.stream().mapToLong(feed -> feed.source().bytesRead()).sum();
  }

  /** Events left out because they lay far ahead of everything else in their log. */
  public long ahead() {
    return feeds.stream().mapToLong(SourceFeed::ahead).sum();
  }

  /** Sources that could not be read to their end, and why. */
  public Map<String, String> failures() {
    Map<String, String> failures = new TreeMap<>();
    for (SourceFeed feed : feeds) {
      if (feed.failure() != null) {
        failures.put(feed.source().name(), String.valueOf(feed.failure().getMessage()));
      }
    }
    return failures;
  }

  @Override
  public void close() throws IOException {
    for (SourceFeed feed : feeds) {
      feed.close();
    }
  }
}

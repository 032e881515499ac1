package io.badhop.streams.replay;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * Hands over the events of one source as far as time has come, and knows how far that is.
 *
 * <p>One line with a wrong date must not move a whole log into the future: an event more than five
 * minutes ahead of all before it is held back until eight in a row say the same, or the source
 * reaches its time, or it ends. At the end such events are taken when they are within a day, else
 * left out and counted.
 */
final class SourceFeed implements AutoCloseable {

  private static final long NEAR = 5L * 60 * 1_000_000;
  private static final long DAY = 24L * 60 * 60 * 1_000_000;
  private static final int AGREED = 8;
  private static final int HELD = 1000;

  private final EventSource source;
  private final ReadAhead events;
  private final List<SpecificRecord> held = new ArrayList<>();
  private final Deque<SpecificRecord> row = new ArrayDeque<>(AGREED);
  private long heldFrom = Long.MAX_VALUE;
  private long progress = Long.MIN_VALUE;
  private long ahead;
  private boolean ended;
  private IOException failure;

  SourceFeed(EventSource source, ReadAhead events) {
    this.source = source;
    this.events = events;
  }

  EventSource source() {
    return source;
  }

  /** Greatest event time handed over, microseconds; {@link Long#MIN_VALUE} before the first. */
  long progress() {
    return progress;
  }

  boolean ended() {
    return ended;
  }

  /** Events left out because they lay more than a day ahead of their log, or too many lay ahead. */
  long ahead() {
    return ahead;
  }

  /** Why the source ended early; null when it did not. */
  IOException failure() {
    return failure;
  }

  /** Hands events over until one of them has reached {@code until}, or there are no more. */
  void advance(long until, Consumer<SpecificRecord> out) {
    while (!ended && progress < until) {
      SpecificRecord event = read();
      if (event == null) {
        end(out);
      } else {
        take(event, out);
      }
    }
  }

  @Override
  public void close() throws IOException {
    events.close();
  }

  private SpecificRecord read() {
    try {
      return events.next();
    } catch (IOException e) {
      failure = e;
      return null;
    }
  }

  private void take(SpecificRecord event, Consumer<SpecificRecord> out) {
    long time = EventTime.of(event);
    if (time > progress && (progress == Long.MIN_VALUE || time - progress > NEAR)) {
      hold(event, out);
      return;
    }
    row.clear();
    progress = Math.max(progress, time);
    out.accept(event);
    release(out);
  }

  private void hold(SpecificRecord event, Consumer<SpecificRecord> out) {
    if (held.size() >= HELD) {
      ahead++;
      return;
    }
    held.add(event);
    heldFrom = Math.min(heldFrom, EventTime.of(event));
    row.add(event);
    if (row.size() == AGREED) {
      progress = row.stream().mapToLong(EventTime::of).min().orElseThrow();
      row.clear();
      release(out);
    }
  }

  /** Hands over what is not ahead any more, in the order of the log; that may bring others near. */
  private void release(Consumer<SpecificRecord> out) {
    while (!held.isEmpty() && heldFrom - NEAR <= progress) {
      List<SpecificRecord> near = new ArrayList<>();
      held.removeIf(event -> EventTime.of(event) - NEAR <= progress && near.add(event));
      heldFrom = held.stream().mapToLong(EventTime::of).min().orElse(Long.MAX_VALUE);
      for (SpecificRecord event : near) {
        progress = Math.max(progress, EventTime.of(event));
        out.accept(event);
      }
    }
  }

  private void end(Consumer<SpecificRecord> out) {
    ended = true;
    held.sort(Comparator.comparingLong(EventTime::of));
    while (!held.isEmpty() && (progress == Long.MIN_VALUE || heldFrom - progress <= DAY)) {
      progress = Math.max(progress, heldFrom);
      release(out);
    }
    ahead += held.size();
    held.clear();
  }
}

package io.badhop.streams.summarise;

import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What components of a site have told of themselves, until the watermarks have passed it. */
final class Components {

  /** How long an event that is shipped again is known, microseconds behind the watermarks. */
  private static final long KNOWN_US = 30_000_000;

  private final List<Told> waiting = new ArrayList<>();
  private final Map<Long, Long> passed = new HashMap<>();

  /** An event and the epoch that it was read in. */
  private record Told(ComponentEvent event, long epoch) {}

  void add(ComponentEvent event, long epoch) {
    waiting.add(new Told(event, epoch));
  }

  /** Those that the tick allows, in order of time, each once. */
  List<ComponentEvent> take(long tick, Map<Tier, Long> watermarks) {
    List<ComponentEvent> now = new ArrayList<>();
    waiting.removeIf(
        told -> {
          long watermark = watermarks.getOrDefault(told.event().getTier(), Long.MAX_VALUE);
          return told.epoch() <= tick
              && told.event().getTime() < watermark
              && now.add(told.event());
        });
    now.sort(
        Comparator.comparingLong(ComponentEvent::getTime)
            .thenComparingLong(ComponentEvent::getEventId));
    now.removeIf(event -> passed.putIfAbsent(event.getEventId(), event.getTime()) != null);
    return now;
  }

  /**
   * Forgets what is too old.
   *
   * @param slowest watermark of all tiers
   */
  void forget(long slowest) {
    passed.values().removeIf(time -> time < slowest - KNOWN_US);
  }
}

package io.badhop.streams.summarise;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.streams.correlate.Exchange;
import io.badhop.streams.diagnose.Diagnosis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was said of failed exchanges, until none of them can be finished again. */
final class ToldFailures {

  private static final long SLOT_US = 250_000;

  /** After this nothing is corrected, microseconds behind the slowest watermark. */
  private static final long KEPT_US = 120_000_000;

  private final Map<Long, Last> said = new HashMap<>();

  /** Identities by the slot of their time: who forgets looks at nothing else. */
  private final TreeMap<Long, List<Long>> bySlot = new TreeMap<>();

  /**
   * What was said of one last, also for the case that the tier below is logged in full; the latter
   * is null when that makes no difference.
   */
  record Last(Cause cause, FaultDomain domain, Cause ifCovered, FaultDomain domainIfCovered) {}

  /** Null when nothing was said. */
  Last of(Exchange exchange) {
    return said.get(exchange.eventId());
  }

  /**
   * Notes what is said now.
   *
   * @param ifCovered null when coverage makes no difference
   */
  void say(Exchange exchange, Diagnosis diagnosis, Diagnosis ifCovered) {
    Last now =
        new Last(
            diagnosis.cause(),
            diagnosis.faultDomain(),
            ifCovered == null ? null : ifCovered.cause(),
            ifCovered == null ? null : ifCovered.faultDomain());
    if (said.put(exchange.eventId(), now) == null) {
      bySlot
          .computeIfAbsent(Math.floorDiv(exchange.time(), SLOT_US), slot -> new ArrayList<>())
          .add(exchange.eventId());
    }
  }

  /**
   * Forgets what is too old.
   *
   * @param slowest watermark of all tiers
   */
  void forget(long slowest) {
    long before = Math.floorDiv(slowest - KEPT_US, SLOT_US);
    while (!bySlot.isEmpty() && bySlot.firstKey() < before) {
      bySlot.pollFirstEntry().getValue().forEach(said::remove);
    }
  }
}

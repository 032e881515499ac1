package io.badhop.streams.topology;

import java.time.Duration;
import java.util.Set;

/**
 * When ticks are made, and when a source stops to count.
 *
 * @param cadence least time between two ticks, wall clock
 * @param heartbeat a tick is made at least this often while a source lives, moved or not
 * @param gather time after the first report of a site before ticks speak of it, wall clock: sources
 *     that begin together are to be known together, or the first one's watermark would make the
 *     events of the others late. 0 for none
 * @param idle a source that has not reported for so long is no longer waited for, wall clock
 * @param forget an idle source that has not come back after this time is forgotten, and so is a
 *     tier all of whose sources have ended, wall clock
 * @param lag a source whose watermark, with the delay that it states, is further behind the wall
 *     clock than this is not waited for while another one of its tier is not
 * @param maxSources most sources known at once; reports of further ones are counted and refused
 * @param expected names of sources without which the first tick is not made; empty for none. For
 *     recordings and back-fill, where the first source must not run ahead of the others
 */
public record TickRules(
    Duration cadence,
    Duration heartbeat,
    Duration gather,
    Duration idle,
    Duration forget,
    Duration lag,
    int maxSources,
    Set<String> expected) {

  /** 250 ms, 1 s, 1 s, 30 s, 1 h, 10 min, 10,000 sources, nobody waited for at the start. */
  public static final TickRules DEFAULT =
      new TickRules(
          Duration.ofMillis(250),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofHours(1),
          Duration.ofMinutes(10),
          10_000,
          Set.of());

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when a duration is not positive (gather: is negative) or the
   *     heartbeat is shorter than the cadence
   */
  public TickRules {
    positive(cadence, "cadence");
    positive(idle, "idle");
    positive(forget, "forget");
    positive(lag, "lag");
    if (heartbeat.compareTo(cadence) < 0) {
      throw new IllegalArgumentException("heartbeat must not be shorter than cadence");
    }
    if (gather.isNegative()) {
      throw new IllegalArgumentException("gather must not be negative");
    }
    if (maxSources < 1) {
      throw new IllegalArgumentException("maxSources must be 1 or more");
    }
    expected = Set.copyOf(expected);
  }

  /** The same, but the first tick waits for these sources. */
  public TickRules expecting(Set<String> sources) {
    return new TickRules(cadence, heartbeat, gather, idle, forget, lag, maxSources, sources);
  }

  /** The same, but ticks speak of a new site after another time; zero for at once. */
  public TickRules gatheringFor(Duration time) {
    return new TickRules(cadence, heartbeat, time, idle, forget, lag, maxSources, expected);
  }

  /** The same with another time after which a source is idle. */
  public TickRules idleAfter(Duration silence) {
    return new TickRules(cadence, heartbeat, gather, silence, forget, lag, maxSources, expected);
  }

  private static void positive(Duration duration, String name) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + " must be longer than 0");
    }
  }
}

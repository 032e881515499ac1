package io.badhop.streams.topology;

import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import java.util.List;

/**
 * What the keeper knew when it was last asked.
 *
 * @param tick number of the last tick
 * @param tickAtMs when that was made, wall clock; -1 when none was made here
 * @param askedAtMs when the keeper was last asked for one, wall clock
 * @param ticks ticks made by this instance
 * @param refused reports refused because there were too many sources
 * @param lagged times that a source was found too far behind to be waited for
 * @param tiers what the last tick says of the tiers
 * @param sources all sources that are known
 */
public record KeeperProgress(
    long tick,
    long tickAtMs,
    long askedAtMs,
    long ticks,
    long refused,
    long lagged,
    List<TierWatermark> tiers,
    List<Source> sources) {

  /**
   * A source of events.
   *
   * @param watermark how far it has come, microseconds since the epoch; {@link Long#MAX_VALUE} when
   *     it has ended
   * @param standing {@code live} when it is waited for; {@code lagging} when it is too far behind
   *     for that; {@code other} when it is silent, has ended or has just come
   */
  public record Source(String site, Tier tier, String source, long watermark, String standing) {

    /** Whether it is waited for. */
    public boolean live() {
      return standing.equals("live");
    }
  }

  static final KeeperProgress NONE = new KeeperProgress(0, -1, -1, 0, 0, 0, List.of(), List.of());
}

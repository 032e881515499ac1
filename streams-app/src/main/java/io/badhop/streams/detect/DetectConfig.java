package io.badhop.streams.detect;

import java.time.Duration;

/**
 * Settings of detection.
 *
 * @param minFailures fewest failures that can open an incident, at least 2
 * @param significance greatest probability, over all keys of a site together, that chance alone
 *     opens an incident in one bucket; between 0 and 1
 * @param priorRatio failure ratio that is taken as usual for a key without history, between 0 and 1
 * @param blipLimit how long failures may last while a restart is in sight before anybody is told
 * @param quiet least time without failures before an incident can be resolved
 * @param coolDown how long after its end an incident is reopened rather than a new one opened
 * @param maxKeys most keys remembered per view; further ones are counted under ALL only
 * @param maxIncidents most incidents open at once per site; further clusters are counted and left
 *     out
 * @param runbookUrl prefix of links to runbooks, to which the cause is added in lower case; empty
 *     for none
 */
public record DetectConfig(
    int minFailures,
    double significance,
    double priorRatio,
    Duration blipLimit,
    Duration quiet,
    Duration coolDown,
    int maxKeys,
    int maxIncidents,
    String runbookUrl) {

  /** 3 failures, 1 in 10,000, 0.2 %, 5 s, 5 s, 5 min, 20,000 keys, 200 incidents, no runbooks. */
  public static final DetectConfig DEFAULT =
      new DetectConfig(
          3,
          1e-4,
          0.002,
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          20_000,
          200,
          "");

  public DetectConfig {
    require(minFailures >= 2, "minFailures must be 2 or more");
    require(significance > 0 && significance < 1, "significance must lie between 0 and 1");
    require(priorRatio > 0 && priorRatio < 1, "priorRatio must lie between 0 and 1");
    require(!blipLimit.isNegative(), "blipLimit must not be negative");
    require(!quiet.isNegative() && !quiet.isZero(), "quiet must be positive");
    require(!coolDown.isNegative(), "coolDown must not be negative");
    require(maxKeys > 0, "maxKeys must be positive");
    require(maxIncidents > 0, "maxIncidents must be positive");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}

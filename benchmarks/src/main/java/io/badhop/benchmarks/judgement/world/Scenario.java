package io.badhop.benchmarks.judgement.world;

import java.util.List;

/**
 * A piece of a site's life: what the simulation is told.
 *
 * @param seed of all that is left to chance
 * @param site hosts, proxies and pools
 * @param settings how they are set up
 * @param from true time at which it begins, microseconds since the epoch
 * @param to true time at which no more requests begin
 * @param rate requests a second in the mean
 * @param daily whether the rate has the rhythm of days
 * @param noise whether single requests fail by chance
 * @param faults what goes wrong when
 */
public record Scenario(
    long seed,
    Site site,
    Settings settings,
    long from,
    long to,
    double rate,
    boolean daily,
    boolean noise,
    List<Fault> faults) {

  /** Copies the list. */
  public Scenario {
    faults = List.copyOf(faults);
  }

  /** Length in hours. */
  public double hours() {
    return (to - from) / 3.6e9;
  }
}

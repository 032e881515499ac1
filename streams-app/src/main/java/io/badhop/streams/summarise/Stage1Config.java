package io.badhop.streams.summarise;

import io.badhop.streams.correlate.CorrelatorLimits;

/**
 * How one task of stage 1 works.
 *
 * @param partition number of the task's partition, from 0
 * @param partitionCount number of partitions of the event topics
 * @param sitePartitions number of partitions of stage 2
 * @param limits bounds of the correlator
 */
public record Stage1Config(
    int partition, int partitionCount, int sitePartitions, CorrelatorLimits limits) {

  /** Refuses a partition outside the count. */
  public Stage1Config {
    if (partition < 0 || partition >= partitionCount || sitePartitions < 1) {
      throw new IllegalArgumentException(
          "partition "
              + partition
              + " of "
              + partitionCount
              + ", "
              + sitePartitions
              + " site partitions");
    }
  }

  /** One partition of one, as the offline replay has it. */
  public static Stage1Config single() {
    return new Stage1Config(0, 1, 1, CorrelatorLimits.DEFAULT);
  }
}

package io.badhop.streams.summarise;

import io.badhop.streams.correlate.CorrelatorLimits;
import java.util.Map;

/**
 * How one task of stage 1 works.
 *
 * @param partition number of the task's partition, from 0
 * @param partitionCount number of partitions of the event topics
 * @param sitePartitions number of partitions of stage 2
 * @param limits bounds of the correlator
 * @param routes what templates users gave, by site
 * @param exempt requests whose failures concern no user, by site; the usual health checks where
 *     nothing is said
 */
public record Stage1Config(
    int partition,
    int partitionCount,
    int sitePartitions,
    CorrelatorLimits limits,
    Map<String, Routes> routes,
    Map<String, Exempt> exempt) {

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
    routes = Map.copyOf(routes);
    exempt = Map.copyOf(exempt);
  }

  /** Without anything said of exempt requests. */
  public Stage1Config(
      int partition,
      int partitionCount,
      int sitePartitions,
      CorrelatorLimits limits,
      Map<String, Routes> routes) {
    this(partition, partitionCount, sitePartitions, limits, routes, Map.of());
  }

  /** Without any templates given. */
  public Stage1Config(
      int partition, int partitionCount, int sitePartitions, CorrelatorLimits limits) {
    this(partition, partitionCount, sitePartitions, limits, Map.of());
  }

  Routes routesOf(String site) {
    return routes.getOrDefault(site, Routes.NONE);
  }

  Exempt exemptOf(String site) {
    return exempt.getOrDefault(site, Exempt.DEFAULT);
  }

  /** One partition of one, as the offline replay has it. */
  public static Stage1Config single() {
    return new Stage1Config(0, 1, 1, CorrelatorLimits.DEFAULT);
  }
}

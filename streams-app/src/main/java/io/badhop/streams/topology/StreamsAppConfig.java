package io.badhop.streams.topology;

import java.nio.file.Path;
import java.util.Map;

/**
 * How one instance of the analysis runs.
 *
 * @param applicationId Kafka Streams' application ID; instances with the same one share the work.
 *     The keeper's is this with {@code -keeper}
 * @param kafka settings of Kafka Streams and its clients under their own names, {@code
 *     bootstrap.servers} among them
 * @param stateDir folder that should be the same after a restart
 * @param threads threads of the stages
 * @param replication copies of each partition of topics that are made
 * @param instanceId stable name of this instance, unique among those of the application, for a
 *     quick return after a crash; empty for none
 * @param keeper whether this instance takes part in keeping time; one of all instances does it at a
 *     time
 * @param ticks when ticks are made
 * @param topology how the stages run
 */
public record StreamsAppConfig(
    String applicationId,
    Map<String, Object> kafka,
    Path stateDir,
    int threads,
    short replication,
    String instanceId,
    boolean keeper,
    TickRules ticks,
    TopologyConfig topology) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when the application has no ID or no thread
   */
  public StreamsAppConfig {
    if (applicationId.isBlank()) {
      throw new IllegalArgumentException("applicationId must not be empty");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be 1 or more");
    }
    kafka = Map.copyOf(kafka);
  }

  /** One unreplicated instance with two threads and the keeper, by the default rules. */
  public static StreamsAppConfig of(
      String applicationId, Map<String, Object> kafka, Path stateDir) {
    return new StreamsAppConfig(
        applicationId,
        kafka,
        stateDir,
        2,
        (short) 1,
        "",
        true,
        TickRules.DEFAULT,
        TopologyConfig.DEFAULT);
  }

  /** The same with another number of threads. */
  public StreamsAppConfig withThreads(int number) {
    return new StreamsAppConfig(
        applicationId, kafka, stateDir, number, replication, instanceId, keeper, ticks, topology);
  }

  /** The same with another number of copies. */
  public StreamsAppConfig withReplication(short copies) {
    return new StreamsAppConfig(
        applicationId, kafka, stateDir, threads, copies, instanceId, keeper, ticks, topology);
  }

  /** The same under a stable name. */
  public StreamsAppConfig withInstanceId(String id) {
    return new StreamsAppConfig(
        applicationId, kafka, stateDir, threads, replication, id, keeper, ticks, topology);
  }

  /** The same without the keeper: somebody else makes the ticks. */
  public StreamsAppConfig withoutKeeper() {
    return new StreamsAppConfig(
        applicationId, kafka, stateDir, threads, replication, instanceId, false, ticks, topology);
  }

  /** The same with other rules for ticks. */
  public StreamsAppConfig withTicks(TickRules rules) {
    return new StreamsAppConfig(
        applicationId, kafka, stateDir, threads, replication, instanceId, keeper, rules, topology);
  }

  /** The same with other settings of the stages. */
  public StreamsAppConfig withTopology(TopologyConfig stages) {
    return new StreamsAppConfig(
        applicationId, kafka, stateDir, threads, replication, instanceId, keeper, ticks, stages);
  }
}

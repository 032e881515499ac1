package io.badhop.cli.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells when consumer groups have worked off what lies on their topics and nothing new comes of it.
 */
public final class Backlog implements AutoCloseable {

  /** A transaction ends with a marker that nobody reads, one for each writer at most. */
  private static final long MARKERS = 8;

  /**
   * Long enough for a tick, the commits after it, and the way of an escalation through three
   * groups.
   */
  private static final Duration CALM = Duration.ofSeconds(2);

  private final Admin admin;
  private final List<String> groups;
  private Map<String, Long> lastSeen = Map.of();
  private long calmSince;

  /** Watches groups on a cluster. */
  public Backlog(Cluster cluster, List<String> groups) {
    this.admin = Admin.create(cluster.admin());
    this.groups = List.copyOf(groups);
  }

  /**
   * Looks once.
   *
   * @param nowNanos a clock that does not jump
   * @return true when no group has anything left and nothing has moved for two seconds
   */
  public boolean workedOff(long nowNanos) {
    try {
      Map<String, Long> seen = look();
      boolean behind =
          seen.entrySet().stream()
              .anyMatch(entry -> entry.getKey().startsWith("lag ") && entry.getValue() > MARKERS);
      if (behind || !seen.equals(lastSeen)) {
        lastSeen = seen;
        calmSince = nowNanos;
      }
      return !seen.isEmpty() && !behind && nowNanos - calmSince >= CALM.toNanos();
    } catch (ExecutionException e) {
      throw new RunException(
          "Cannot ask the broker how far the parts are: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Map<String, Long> look() throws ExecutionException, InterruptedException {
    Map<String, Long> seen = new HashMap<>();
    for (String group : groups) {
      Map<TopicPartition, OffsetAndMetadata> read =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      Map<TopicPartition, ListOffsetsResultInfo> ends =
          admin
              .listOffsets(
                  read.keySet().stream()
                      .collect(
                          Collectors.toMap(
                              partition -> partition, partition -> OffsetSpec.latest())))
              .all()
              .get();
      ends.forEach(
          (partition, end) -> {
            OffsetAndMetadata at = read.get(partition);
            seen.put("end " + group + " " + partition, end.offset());
            seen.put(
                "lag " + group + " " + partition, end.offset() - (at == null ? 0 : at.offset()));
          });
    }
    return seen;
  }

  @Override
  public void close() {
    admin.close();
  }
}

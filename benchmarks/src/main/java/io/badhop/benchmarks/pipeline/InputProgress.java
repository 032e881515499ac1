package io.badhop.benchmarks.pipeline;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How much of the events a contender has committed as read. Its group has the name of its run. */
final class InputProgress implements AutoCloseable {
  private final Admin admin;
  private final String group;
  private final Set<String> topics;
  private final long all;

  InputProgress(Terms terms) throws ExecutionException, InterruptedException {
    this.admin = Admin.create(Map.of("bootstrap.servers", terms.bootstrap()));
    this.group = terms.run();
    this.topics =
        terms.events().forJoining().stream().map(topic -> topic.name()).collect(Collectors.toSet());
    Map<TopicPartition, OffsetSpec> ends =
        admin.describeTopics(topics).allTopicNames().get().values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(info -> new TopicPartition(topic.name(), info.partition())))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    this.all =
        admin.listOffsets(ends).all().get().values().stream().mapToLong(end -> end.offset()).sum();
  }

  /** The share, 0 to 1. */
  double share() throws ExecutionException, InterruptedException {
    return admin.listConsumerGroupOffsets(group).all().get().values().stream()
            .map(Map::entrySet)
            .flatMap(Collection::stream)
            .filter(entry -> entry.getValue() != null && topics.contains(entry.getKey().topic()))
            .mapToLong(entry -> entry.getValue().offset())
            .sum()
        / (double) all;
  }

  @Override
  public void close() {
    admin.close();
  }
}

package io.badhop.cli.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What a broker knows of transactions and offsets, in words, for a test that waits in vain. */
final class BrokerState {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Admin admin;
  private final List<String> lines = new ArrayList<>();

  private BrokerState(Admin admin) {
    this.admin = admin;
  }

  /** Transactions that are not over, partitions that are held up by one, offsets of all groups. */
  static String of(Map<String, Object> client) {
    try (Admin admin = Admin.create(client)) {
      BrokerState state = new BrokerState(admin);
      state.transactions();
      state.partitions();
      state.groups();
      return String.join(System.lineSeparator(), state.lines);
    } catch (ExecutionException | TimeoutException e) {
      return "the broker does not tell: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private void transactions() throws ExecutionException, InterruptedException, TimeoutException {
    for (TransactionListing one : get(admin.listTransactions().all())) {
      TransactionDescription told =
          get(
              admin
                  .describeTransactions(List.of(one.transactionalId()))
                  .description(one.transactionalId()));
      boolean over =
          one.state() == TransactionState.COMPLETE_COMMIT
              || one.state() == TransactionState.COMPLETE_ABORT
              || one.state() == TransactionState.EMPTY;
      lines.add((over ? "transaction " : "OPEN TRANSACTION ") + one.transactionalId() + " " + told);
    }
  }

  private void partitions() throws ExecutionException, InterruptedException, TimeoutException {
    List<String> topics =
        new ArrayList<>(get(admin.listTopics(new ListTopicsOptions().listInternal(true)).names()));
    List<TopicPartition> partitions = new ArrayList<>();
    get(admin.describeTopics(topics).allTopicNames())
        .forEach(
            (name, topic) ->
                topic
                    .partitions()
                    .forEach(one -> partitions.add(new TopicPartition(name, one.partition()))));
    Map<TopicPartition, ListOffsetsResultInfo> ends = ends(partitions, false);
    Map<TopicPartition, ListOffsetsResultInfo> stable = ends(partitions, true);
    Map<TopicPartition, PartitionProducerState> producers =
        get(admin.describeProducers(partitions).all());
    for (TopicPartition one : partitions) {
      long end = ends.get(one).offset();
      long last = stable.get(one).offset();
      lines.add((end == last ? "" : "HELD UP ") + one + " end " + end + " stable " + last);
      for (ProducerState producer : producers.get(one).activeProducers()) {
        if (producer.currentTransactionStartOffset().isPresent()) {
          lines.add("  OPEN " + producer);
        }
      }
    }
  }

  private Map<TopicPartition, ListOffsetsResultInfo> ends(
      List<TopicPartition> partitions, boolean committed)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> latest = new TreeMap<>(BrokerState::byName);
    partitions.forEach(one -> latest.put(one, OffsetSpec.latest()));
    IsolationLevel level =
        committed ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED;
    return get(admin.listOffsets(latest, new ListOffsetsOptions(level)).all());
  }

  private void groups() throws ExecutionException, InterruptedException, TimeoutException {
    for (var group : get(admin.listGroups().all())) {
      Map<TopicPartition, OffsetAndMetadata> offsets = new TreeMap<>(BrokerState::byName);
      offsets.putAll(
          get(admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata()));
      lines.add(group + " " + offsets);
    }
  }

  private static int byName(TopicPartition a, TopicPartition b) {
    int topics = a.topic().compareTo(b.topic());
    return topics != 0 ? topics : Integer.compare(a.partition(), b.partition());
  }

  private static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}

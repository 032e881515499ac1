package io.badhop.streams.topology;

import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes the topics that are missing, and makes sure that those that exist are of the size that the
 * catalogue says.
 */
public final class TopicSetup {

  private static final long PATIENCE_SECONDS = 30;
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** A summary of a tick that took in hours of a back-fill is large. */
  private static final String MAX_MESSAGE_BYTES = Integer.toString(8 * 1024 * 1024);

  private TopicSetup() {}

  /**
   * Makes what is missing; may be called by several processes at once.
   *
   * @param settings of an admin client
   * @param replication copies of each partition of topics that are made
   * @return names of the topics made
   * @throws KafkaException when the broker does not answer or refuses, or a topic exists with
   *     another number of partitions; the message names it
   */
  public static List<String> ensure(
      Map<String, Object> settings, Topics topics, short replication) {
    try (Admin admin = Admin.create(settings)) {
      Map<String, TopicDescription> existing = existing(admin, topics);
      List<NewTopic> missing = new ArrayList<>();
      for (Topic<?, ?> topic : topics.all()) {
        TopicDescription found = existing.get(topic.name());
        if (found == null) {
          missing.add(create(topic, replication));
        } else {
          check(topic, found);
        }
      }
      List<String> made = create(admin, missing);
      awaitLeaders(admin, missing);
      return made;
    }
  }

  /**
   * Waits until every partition is served. A broker names the leader of a new partition a moment
   * before that leader takes records; an idempotent producer that sends several batches in this
   * moment can have the first refused and the second taken, and then never gets the first one in.
   */
  private static void awaitLeaders(Admin admin, List<NewTopic> made) {
    Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
    for (NewTopic topic : made) {
      for (int partition = 0; partition < topic.numPartitions(); partition++) {
        partitions.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (await(admin.listOffsets(partitions).all(), TopicSetup::notThereYet) == null) {
      if (System.nanoTime() > deadline) {
        throw new KafkaException("topics cannot be set up: the broker does not serve them");
      }
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  private static boolean notThereYet(Throwable failure) {
    return failure instanceof UnknownTopicOrPartitionException
        || failure instanceof LeaderNotAvailableException;
  }

  private static NewTopic create(Topic<?, ?> topic, short replication) {
    Map<String, String> settings = new HashMap<>(topic.settings());
    settings.put("max.message.bytes", MAX_MESSAGE_BYTES);
    return new NewTopic(topic.name(), topic.partitions(), replication).configs(settings);
  }

  private static void check(Topic<?, ?> topic, TopicDescription found) {
    if (found.partitions().size() != topic.partitions()) {
      throw new KafkaException(
          "topic "
              + topic.name()
              + " has "
              + found.partitions().size()
              + " partitions where the configuration says "
              + topic.partitions()
              + "; set it to what the topic has, or use another prefix");
    }
  }

  private static Map<String, TopicDescription> existing(Admin admin, Topics topics) {
    List<String> names = topics.all().stream().map(Topic::name).toList();
    Map<String, TopicDescription> existing = new HashMap<>();
    admin
        .describeTopics(names)
        .topicNameValues()
        .forEach(
            (name, description) -> {
              TopicDescription found =
                  await(description, UnknownTopicOrPartitionException.class::isInstance);
              if (found != null) {
                existing.put(name, found);
              }
            });
    return existing;
  }

  private static List<String> create(Admin admin, List<NewTopic> missing) {
    CreateTopicsResult result = admin.createTopics(missing);
    List<String> made = new ArrayList<>();
    result
        .values()
        .forEach(
            (name, done) -> {
              await(done, TopicExistsException.class::isInstance);
              made.add(name);
            });
    return List.copyOf(made);
  }

  /** The value; null when the one expected failure came instead. */
  private static <T> T await(KafkaFuture<T> future, Predicate<Throwable> expected) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (expected.test(e.getCause())) {
        return null;
      }
      throw new KafkaException("topics cannot be set up: " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new KafkaException("topics cannot be set up: the broker does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("topics cannot be set up: interrupted", e);
    }
  }
}

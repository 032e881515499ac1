package io.badhop.benchmarks.pipeline;

import io.badhop.schemas.event.Tick;
import io.badhop.schemas.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The limit: a consumer that decodes every event as badhop does and does nothing with it. One
 * thread. Prints {@code WARM} after as many events as its last argument says, {@code DONE} and the
 * number of events when it has read the topics to their end.
 */
final class DecodeOnly {
  private final Terms terms;
  private final Map<String, Topic<String, SpecificRecord>> topics = new HashMap<>();
  private long events;
  private final long warm;

  private DecodeOnly(Terms terms, long warm) {
    this.terms = terms;
    this.warm = warm;
    terms.events().forJoining().forEach(topic -> topics.put(topic.name(), topic));
  }

  /** Reads everything once, and ends with its standard input. */
  public static void main(String[] args) throws IOException {
    new DecodeOnly(Terms.of(args), Long.parseLong(args[args.length - 1])).run();
    Terms.awaitEnd();
  }

  private void run() {
    try (KafkaConsumer<String, SpecificRecord> consumer = consumer()) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (String topic : topics.keySet()) {
        for (int i = 0; i < terms.partitions(); i++) {
          partitions.add(new TopicPartition(topic, i));
        }
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Terms.ready();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(this::see);
      }
      System.out.println("DONE " + events);
    }
  }

  private void see(ConsumerRecord<String, SpecificRecord> record) {
    if (record.value() instanceof Tick) {
      return;
    }
    events++;
    if (events == warm) {
      System.out.println("WARM");
    }
  }

  private KafkaConsumer<String, SpecificRecord> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            terms.bootstrap(),
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            "false",
            "max.poll.records",
            "1000"),
        new StringDeserializer(),
        new ByTopic(topics));
  }
}

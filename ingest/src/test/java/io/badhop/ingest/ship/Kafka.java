package io.badhop.ingest.ship;

import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer without brokers, and what was sent through it. */
final class Kafka {
  final Topics topics = new Topics(new AvroSerdes(new InProcessRegistry()), "t.", 4, 1);
  final MockProducer<byte[], byte[]> producer;

  /** One that acknowledges at once, or only when told. */
  Kafka(boolean acknowledges) {
    producer =
        new MockProducer<>(
            acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A record with its topic. */
  record Sent<V>(String topic, String key, V value) {}

  List<Sent<SpecificRecord>> events() {
    List<Sent<SpecificRecord>> events = new ArrayList<>();
    for (Topic<String, SpecificRecord> topic :
        List.of(
            topics.edgeEvents(),
            topics.proxyEvents(),
            topics.appEvents(),
            topics.componentEvents())) {
      events.addAll(sent(topic));
    }
    return events;
  }

  List<SourceWatermark> watermarks() {
    return sent(topics.watermarks()).stream().map(Sent::value).toList();
  }

  List<DeadLetter> deadLetters() {
    return sent(topics.deadLetters()).stream().map(Sent::value).toList();
  }

  <V> List<Sent<V>> sent(Topic<String, V> topic) {
    List<Sent<V>> sent = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : producer.history()) {
      if (record.topic().equals(topic.name())) {
        sent.add(
            new Sent<>(
                record.topic(),
                topic.keys().deserializer().deserialize(record.topic(), record.key()),
                topic.values().deserializer().deserialize(record.topic(), record.value())));
      }
    }
    return sent;
  }

  /** Names of the topics in the order of sending. */
  List<String> order() {
    return producer.history().stream().map(ProducerRecord::topic).toList();
  }

  /** Acknowledges all that was sent. */
  void acknowledge() {
    while (producer.completeNext()) {
      continue;
    }
  }
}

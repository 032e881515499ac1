package io.badhop.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.replay.EventSource;
import io.badhop.streams.replay.TickDriver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What shippers and keeper would have written, with ticks that are driven by event time: the same
 * for every run.
 */
record DrivenLog(List<SpecificRecord> records, List<Integer> topics, long lastTick) {

  static DrivenLog of(List<EventSource> sources) throws IOException {
    List<SpecificRecord> records = new ArrayList<>();
    List<Integer> topics = new ArrayList<>();
    TickDriver.Sink sink =
        new TickDriver.Sink() {
          @Override
          public void event(int topic, SpecificRecord event) {
            records.add(event);
            topics.add(topic);
          }

          @Override
          public void tick(Tick tick, long time) {
            records.add(tick);
            topics.add(-1);
          }
        };
    try (TickDriver driver =
        new TickDriver(
            sources, Duration.ofMillis(250), Duration.ofSeconds(10), Runnable::run, sink)) {
      driver.run();
      return new DrivenLog(List.copyOf(records), List.copyOf(topics), driver.ticks());
    }
  }

  int size() {
    return records.size();
  }

  boolean tickAt(int index) {
    return topics.get(index) < 0;
  }

  int indexOfTick(long number) {
    for (int i = 0; i < size(); i++) {
      if (tickAt(i) && ((Tick) records.get(i)).getNumber() == number) {
        return i;
      }
    }
    throw new IllegalArgumentException("no tick " + number);
  }

  /** Records on the topics when these have so many partitions. */
  long recordsWith(int partitions) {
    long events = topics.stream().filter(topic -> topic >= 0).count();
    return events + lastTick * 4 * partitions;
  }

  static String key(SpecificRecord event) {
    if (event instanceof ProxyEvent proxy) {
      return proxy.getRequestId();
    }
    if (event instanceof AppEvent app) {
      return app.getRequestId();
    }
    if (event instanceof EdgeEvent edge) {
      return edge.getRequestId();
    }
    ComponentEvent component = (ComponentEvent) event;
    return component.getAddress().isEmpty() ? component.getComponent() : component.getAddress();
  }

  /**
   * Writes the records from one index (inclusive) to another (exclusive), ticks to every partition.
   */
  void produce(String bootstrap, Topics catalogue, int from, int to) {
    int partitions = catalogue.edgeEvents().partitions();
    List<Integer> all = IntStream.range(0, partitions).boxed().toList();
    produce(bootstrap, catalogue, from, to, all);
  }

  /** The same, but ticks to some partitions only. */
  void produce(String bootstrap, Topics catalogue, int from, int to, List<Integer> tickPartitions) {
    List<Topic<String, SpecificRecord>> event = new EventTopics(catalogue).list();
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "linger.ms", 5);
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = from; i < to; i++) {
        SpecificRecord record = records.get(i);
        if (tickAt(i)) {
          event.forEach(
              topic ->
                  tickPartitions.forEach(p -> sent.add(producer.send(tick(topic, p, record)))));
        } else {
          sent.add(producer.send(event(event.get(topics.get(i)), record)));
        }
      }
      producer.flush();
    }
    assertThat(sent).allSatisfy(future -> assertThat(future).succeedsWithin(Duration.ZERO));
  }

  private static ProducerRecord<byte[], byte[]> tick(
      Topic<String, SpecificRecord> topic, int partition, SpecificRecord tick) {
    return new ProducerRecord<>(
        topic.name(), partition, null, topic.values().serializer().serialize(topic.name(), tick));
  }

  private static ProducerRecord<byte[], byte[]> event(
      Topic<String, SpecificRecord> topic, SpecificRecord event) {
    return new ProducerRecord<>(
        topic.name(),
        topic.keys().serializer().serialize(topic.name(), key(event)),
        topic.values().serializer().serialize(topic.name(), event));
  }
}

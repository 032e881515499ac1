package io.badhop.benchmarks.pipeline;

import io.badhop.benchmarks.Traffic;
import io.badhop.ingest.ship.Shipper;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.topic.Topic;
import io.badhop.streams.topology.TopicSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Fills the event topics as shippers and keeper do: the records of {@link Traffic} in the order in
 * which the requests begin, and every 250 ms of event time a tick in every partition of the four
 * topics. The last tick says that nothing comes any more.
 */
final class Loader {
  private final List<Topic<String, SpecificRecord>> topics;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private long bytes;
  private long records;

  private Loader(Terms terms) {
    topics = terms.events().forJoining();
    producer =
        new KafkaProducer<>(
            Shipper.producerSettings(Map.of("bootstrap.servers", terms.bootstrap())));
  }

  /** After the terms: number of requests, requests a second of event time, file for the truth. */
  public static void main(String[] args) throws Exception {
    Terms terms = Terms.of(args);
    long requests = Long.parseLong(args[7]);
    Traffic traffic = new Traffic(1, Long.parseLong(args[8]));
    TopicSetup.ensure(Map.of("bootstrap.servers", terms.bootstrap()), terms.events(), (short) 1);
    new Loader(terms).load(traffic, requests);
    Truth.of(traffic, requests).write(Path.of(args[9]));
  }

  private void load(Traffic traffic, long requests) throws Exception {
    long ticks = 0;
    try (producer) {
      for (long number = 0; number < requests; number++) {
        while (traffic.start(number) >= Traffic.BEGIN + (ticks + 1) * Traffic.TICK_US) {
          tick(Traffic.tick(++ticks));
        }
        String id = traffic.requestId(number);
        send(topics.get(0), id, traffic.edge(number));
        send(topics.get(1), id, traffic.proxyEvent(number));
        send(topics.get(2), id, traffic.app(number));
      }
      tick(Traffic.lastTick(++ticks));
      producer.flush();
    }
    if (failure.get() != null) {
      throw new IOException("not all was sent", failure.get());
    }
    System.out.println("LOADED " + records + " " + bytes / records + " " + ticks);
  }

  private void send(Topic<String, SpecificRecord> topic, String id, SpecificRecord event) {
    byte[] value = topic.values().serializer().serialize(topic.name(), event);
    bytes += value.length;
    records++;
    send(
        new ProducerRecord<>(
            topic.name(), topic.keys().serializer().serialize(topic.name(), id), value));
  }

  private void tick(Tick tick) {
    for (Topic<String, SpecificRecord> topic : topics) {
      byte[] value = topic.values().serializer().serialize(topic.name(), tick);
      for (int partition = 0; partition < topic.partitions(); partition++) {
        send(new ProducerRecord<>(topic.name(), partition, null, value));
      }
    }
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    var unused = producer.send(record, (metadata, e) -> failure.compareAndSet(null, e));
  }
}

package io.badhop.benchmarks.recovery;

import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The part of the event topics that a task still needs at some moment: requests of an edge, a proxy
 * and applications at an even rate, and the ticks between them. What the edge logs comes late.
 */
final class OpenLog {

  private static final String SITE = "default";
  private static final long TICK_US = 250_000;
  private static final long BEGIN_US = 1_795_327_200_000_000L;
  private static final String[] PATHS = {
    "/", "/basket", "/checkout", "/items/4711", "/items/12/reviews", "/login", "/search"
  };

  private final int rate;
  private final long lengthUs;
  private final long delayUs;
  private final Topics topics;
  private final KafkaProducer<String, SpecificRecord> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private long records;

  /**
   * Writes nothing yet.
   *
   * @param rate requests a second
   * @param seconds from the oldest record that is needed to the newest
   * @param delaySeconds how long after the others the edge's records come
   */
  OpenLog(String bootstrapServers, Topics topics, int rate, int seconds, int delaySeconds) {
    this.rate = rate;
    this.lengthUs = seconds * 1_000_000L;
    this.delayUs = delaySeconds * 1_000_000L;
    this.topics = topics;
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "compression.type",
            "lz4",
            "linger.ms",
            5,
            "batch.size",
            128 * 1024);
    Topic<String, SpecificRecord> events = topics.proxyEvents();
    producer =
        new KafkaProducer<>(
            settings,
            events.keys().serializer(),
            (name, record) -> of(name).values().serializer().serialize(name, record));
  }

  private Topic<String, SpecificRecord> of(String name) {
    for (Topic<String, SpecificRecord> topic : topics.forJoining()) {
      if (topic.name().equals(name)) {
        return topic;
      }
    }
    throw new IllegalArgumentException(name);
  }

  /**
   * Writes all of it.
   *
   * @return records written
   */
  long write() throws Exception {
    long late = delayUs * rate / 1_000_000;
    long all = lengthUs * rate / 1_000_000;
    long tick = 0;
    for (long number = 0; number < all; number++) {
      long time = time(number);
      for (; time >= BEGIN_US + tick * TICK_US; tick++) {
        tick(tick + 1, time);
      }
      send(topics.appEvents(), app(number));
      send(topics.proxyEvents(), proxy(number));
      if (number >= late) {
        send(topics.edgeEvents(), edge(number - late));
      }
    }
    producer.close();
    if (failure.get() != null) {
      throw failure.get();
    }
    return records;
  }

  private long time(long number) {
    return BEGIN_US + number * 1_000_000 / rate;
  }

  private static String id(long number) {
    String hex = Long.toHexString(number * 0x9E37_79B9_7F4A_7C15L | 1L << 63);
    return hex + hex;
  }

  private static String path(long number) {
    return PATHS[(int) (number % PATHS.length)];
  }

  private static String upstream(long number) {
    return "10.0.3." + number % 8 + ":8080";
  }

  private SpecificRecord app(long number) {
    AppEvent event = BlankEvents.app();
    event.setEventId(3 * number);
    event.setTime(time(number) - 1_000);
    event.setRequestId(id(number));
    event.setRequestIdKind(RequestIdKind.REQUEST_ID);
    event.setMethod("GET");
    event.setPath(path(number));
    event.setStatus(200);
    event.setDurationUs(11_000);
    event.setInstance(upstream(number));
    return event;
  }

  private SpecificRecord proxy(long number) {
    ProxyEvent event = BlankEvents.proxy();
    event.setEventId(3 * number + 1);
    event.setSoftware("nginx");
    event.setTime(time(number));
    event.setRequestId(id(number));
    event.setRequestIdKind(RequestIdKind.REQUEST_ID);
    event.setMethod("GET");
    event.setHost("shop.example.com");
    event.setPath(path(number));
    event.setStatus(200);
    event.setClientIp("198.51.100." + number % 200);
    event.setDurationUs(14_000);
    event.setAttemptsLogged(true);
    event.setAttempts(new ArrayList<>(List.of(attempt(number))));
    return event;
  }

  private static Attempt attempt(long number) {
    return Attempt.newBuilder()
        .setAddress(upstream(number))
        .setStatus(200)
        .setConnectUs(1_000)
        .setHeaderUs(12_000)
        .setResponseUs(13_000)
        .build();
  }

  private SpecificRecord edge(long number) {
    EdgeEvent event = BlankEvents.edge();
    event.setEventId(3 * number + 2);
    event.setVendor("cloudflare");
    event.setTime(time(number) + 2_000);
    event.setRequestId(id(number));
    event.setRequestIdKind(RequestIdKind.REQUEST_ID);
    event.setMethod("GET");
    event.setHost("shop.example.com");
    event.setPath(path(number));
    event.setStatus(200);
    event.setOriginStatus(200);
    event.setClientIp("198.51.100." + number % 200);
    event.setEdgeLocation("FRA");
    return event;
  }

  private void tick(long number, long time) {
    long mark = time - TICK_US;
    Tick tick =
        new Tick(
            number,
            List.of(
                new TierWatermark(SITE, Tier.EDGE, mark - delayUs),
                new TierWatermark(SITE, Tier.PROXY, mark),
                new TierWatermark(SITE, Tier.APP, mark)),
            List.of());
    for (Topic<String, SpecificRecord> topic : topics.forJoining()) {
      for (int partition = 0; partition < topic.partitions(); partition++) {
        send(new ProducerRecord<>(topic.name(), partition, null, tick));
      }
    }
  }

  private void send(Topic<String, SpecificRecord> topic, SpecificRecord event) {
    send(new ProducerRecord<>(topic.name(), id(event), event));
  }

  private static String id(SpecificRecord event) {
    if (event instanceof EdgeEvent edge) {
      return edge.getRequestId();
    }
    return event instanceof ProxyEvent proxy
        ? proxy.getRequestId()
        : ((AppEvent) event).getRequestId();
  }

  private void send(ProducerRecord<String, SpecificRecord> record) {
    records++;
    var unused =
        producer.send(
            record,
            (metadata, e) -> {
              if (e != null) {
                failure.compareAndSet(null, e);
              }
            });
  }
}

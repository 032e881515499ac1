package io.badhop.ingest.ship;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How raw lines come from Kafka and go back as events.
 *
 * @param consumer reads the raw topics; made with {@link #consumerSettings}
 * @param producers makes producers, with {@link #producerSettings} where both are on one cluster,
 *     else with {@link Shipper#producerSettings}
 * @param sameCluster whether raw lines and events are on one cluster: only then can one transaction
 *     hold both
 * @param held closed when the shipper is closed
 */
public record RawClient(
    Consumer<byte[], byte[]> consumer,
    Supplier<Producer<byte[], byte[]>> producers,
    boolean sameCluster,
    AutoCloseable held) {

  /** A transaction left open by a crash holds back whoever reads the events, until this is over. */
  private static final int TRANSACTION_TIMEOUT_MS = 10_000;

  /** Most bytes fetched at once, and with that about the most in one transaction. */
  private static final int FETCH = 16 << 20;

  /**
   * Settings for the consumer: only what is committed, and no commits but ours.
   *
   * @param own the user's settings, which may change any but what the guarantees rest on
   */
  public static Map<String, Object> consumerSettings(Map<String, Object> own, String group) {
    Map<String, Object> settings = new TreeMap<>();
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH);
    settings.putAll(own);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    String bytes = ByteArrayDeserializer.class.getName();
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, bytes);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, bytes);
    return settings;
  }

  /**
   * Settings for a producer of transactions.
   *
   * @param own the user's settings, which may change any but what the guarantees rest on
   * @param transactionalId of one process at a time; the same after a restart ends at once what a
   *     crash left open
   */
  public static Map<String, Object> producerSettings(
      Map<String, Object> own, String transactionalId) {
    Map<String, Object> settings = Shipper.producerSettings(own);
    settings.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    return settings;
  }
}

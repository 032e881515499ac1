package io.badhop.cli.config;

import java.util.Map;
import java.util.TreeMap;

/**
 * Settings of the Kafka clients under Kafka's own names. What stands for all clients is overridden
 * by what stands for one.
 *
 * @param common for every client; without {@code bootstrap.servers} the embedded broker is used
 * @param producer for producers only
 * @param consumer for consumers only
 * @param admin for admin clients only
 * @param streams for Kafka Streams only
 */
public record KafkaSettings(
    Map<String, String> common,
    Map<String, String> producer,
    Map<String, String> consumer,
    Map<String, String> admin,
    Map<String, String> streams) {

  /** Nothing set: the embedded broker. */
  public static final KafkaSettings DEFAULT =
      new KafkaSettings(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  static final String BOOTSTRAP = "bootstrap.servers";

  public KafkaSettings {
    common = Map.copyOf(common);
    producer = Map.copyOf(producer);
    consumer = Map.copyOf(consumer);
    admin = Map.copyOf(admin);
    streams = Map.copyOf(streams);
  }

  /** True when no broker is named. */
  public boolean embedded() {
    return !common.containsKey(BOOTSTRAP);
  }

  /** Addresses of the brokers; empty when none is named. */
  public String bootstrapServers() {
    return common.getOrDefault(BOOTSTRAP, "");
  }

  /** The same clients on another broker. */
  public KafkaSettings at(String bootstrapServers) {
    Map<String, String> moved = new TreeMap<>(common);
    moved.put(BOOTSTRAP, bootstrapServers);
    return new KafkaSettings(moved, producer, consumer, admin, streams);
  }

  /** The settings of one kind of client over those of all. */
  public Map<String, Object> over(Map<String, String> own) {
    Map<String, Object> settings = new TreeMap<>(common);
    settings.putAll(own);
    return settings;
  }
}

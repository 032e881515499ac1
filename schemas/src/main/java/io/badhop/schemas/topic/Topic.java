package io.badhop.schemas.topic;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;

/**
 * A topic as a typed value.
 *
 * @param name full name, prefix included
 * @param keys serde of the keys; keys may be null where the topic's method says so
 * @param values serde of the values
 * @param partitions 1 or more
 * @param retention how long records are kept; {@link #FOREVER} for ever
 * @param compacted whether only the last value of each key is kept
 * @param logAppendTime whether the broker stamps records on arrival; event time is in the value
 */
public record Topic<K, V>(
    String name,
    Serde<K> keys,
    Serde<V> values,
    int partitions,
    Duration retention,
    boolean compacted,
    boolean logAppendTime) {

  /** Kafka's own notation for unlimited retention: -1 ms. */
  public static final Duration FOREVER = Duration.ofMillis(-1);

  /**
   * Checks what the broker would refuse later.
   *
   * @throws IllegalArgumentException for a name that Kafka does not allow, or no partition
   */
  public Topic {
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(retention, "retention");
    if (!name.matches("[a-zA-Z0-9._-]{1,249}") || name.matches("\\.{1,2}")) {
      throw new IllegalArgumentException(
          "topic name '" + name + "': 1 to 249 letters, digits, dots, dashes or underscores");
    }
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "topic " + name + ": " + partitions + " partitions; at least 1 is needed");
    }
  }

  /** Settings for creating the topic, under Kafka's names. */
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("cleanup.policy", compacted ? "compact" : "delete");
    settings.put("message.timestamp.type", logAppendTime ? "LogAppendTime" : "CreateTime");
    if (!compacted) {
      settings.put("retention.ms", Long.toString(retention.toMillis()));
    }
    return Map.copyOf(settings);
  }
}

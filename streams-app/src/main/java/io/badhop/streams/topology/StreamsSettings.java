package io.badhop.streams.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of Kafka Streams that the design rests on. The user's own settings win over all but
 * exactly-once, the application ID and the handling of bad records.
 *
 * <p>The time-outs are short so that a killed instance is replaced within seconds: its open
 * transaction holds up whoever reads what it wrote.
 */
final class StreamsSettings {

  private static final int SESSION_MS = 6_000;
  private static final int HEARTBEAT_MS = 1_500;
  private static final int TRANSACTION_MS = 5_000;
  private static final int COMMIT_MS = 100;
  private static final int COMMIT_BACKLOG_MS = 1_000;

  /** Of some 64 KiB each. */
  private static final int BUFFERED_SHEAVES = 8;

  private static final int MAX_REQUEST_BYTES = 8 * 1024 * 1024;

  private StreamsSettings() {}

  /** For the two stages. */
  static Properties pipeline(StreamsAppConfig config, EventTopics events) {
    Properties settings = common(config, config.applicationId());
    settings.put(main(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG), interceptors(settings));
    settings.put(main(SheafBinder.TOPICS), events);
    settings.putIfAbsent(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_SHEAVES);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    // What is waited for is committed at once, see PromptCommit.
    settings.putIfAbsent(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_BACKLOG_MS);
    // Reading order changes memory only, and waiting for the other topics costs time.
    settings.putIfAbsent(
        StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    return settings;
  }

  /** The user's own, and the one that binds events into sheaves. */
  private static List<String> interceptors(Properties settings) {
    List<String> classes = new ArrayList<>();
    for (String prefix : List.of("main.consumer.", "consumer.", "")) {
      Object theirs = settings.get(prefix + ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
      if (theirs != null && classes.isEmpty()) {
        Arrays.stream(theirs.toString().split(",")).map(String::strip).forEach(classes::add);
      }
    }
    classes.add(SheafBinder.class.getName());
    return classes;
  }

  /** For the keeper, which asks for its commits itself. */
  static Properties keeper(StreamsAppConfig config) {
    Properties settings = common(config, config.applicationId() + "-keeper");
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    settings.putIfAbsent(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MS);
    settings.putIfAbsent(StreamsConfig.POLL_MS_CONFIG, 20);
    return settings;
  }

  private static Properties common(StreamsAppConfig config, String applicationId) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) config.replication());
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_MS);
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
    settings.putAll(membership(config));
    settings.putAll(config.kafka());
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    Properties properties = new Properties();
    properties.putAll(settings);
    return properties;
  }

  /** The newer rebalance protocol takes its time-outs from the broker and has no static members. */
  private static Map<String, Object> membership(StreamsAppConfig config) {
    Object protocol = config.kafka().get(StreamsConfig.GROUP_PROTOCOL_CONFIG);
    if (protocol != null && "streams".equalsIgnoreCase(protocol.toString())) {
      return Map.of();
    }
    Map<String, Object> settings = new HashMap<>();
    settings.put(main(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_MS);
    settings.put(main(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_MS);
    if (!config.instanceId().isEmpty()) {
      settings.put(main(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), config.instanceId());
    }
    return settings;
  }

  private static String main(String setting) {
    return StreamsConfig.mainConsumerPrefix(setting);
  }
}

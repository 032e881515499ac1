package io.badhop.cli.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads the {@code kafka} section. Kafka's plug-ins bring settings of their own, so an unknown name
 * is refused only where a known one is near enough to have been meant; a class of its own so that a
 * configuration without the section does not load Kafka's classes.
 */
final class KafkaBinder {

  private static final List<String> PARTS = List.of("producer", "consumer", "admin", "streams");

  /**
   * Settings of Kafka Streams that are worth changing; its clients' settings stand there as well.
   */
  private static final List<String> STREAMS =
      List.of(
          "commit.interval.ms",
          "max.task.idle.ms",
          "num.standby.replicas",
          "poll.ms",
          "probing.rebalance.interval.ms",
          "rack.aware.assignment.tags",
          "topology.optimization");

  /** Edits by which a name counts as mistyped. */
  private static final int TYPO = 2;

  private final YamlBinder binder;

  KafkaBinder(YamlBinder binder) {
    this.binder = binder;
  }

  KafkaSettings bind(Node node, String path) {
    if (!(node instanceof MappingNode mapping)) {
      binder.complain(
          node, path, "expects Kafka client settings below it, found " + YamlBinder.kind(node));
      return KafkaSettings.DEFAULT;
    }
    Map<String, String> common = new TreeMap<>();
    Map<String, Map<String, String>> parts = new TreeMap<>();
    PARTS.forEach(part -> parts.put(part, Map.of()));
    binder
        .entries(mapping, path, null)
        .forEach(
            (key, value) -> {
              if (PARTS.contains(key)) {
                parts.put(key, part(value, key, YamlBinder.join(path, key)));
              } else {
                setting(common, key, value, known(""), path);
              }
            });
    return new KafkaSettings(
        common,
        parts.get("producer"),
        parts.get("consumer"),
        parts.get("admin"),
        parts.get("streams"));
  }

  private Map<String, String> part(Node node, String part, String path) {
    Map<String, String> settings = new TreeMap<>();
    if (node instanceof MappingNode mapping) {
      Set<String> known = known(part);
      binder
          .entries(mapping, path, null)
          .forEach((key, value) -> setting(settings, key, value, known, path));
    } else {
      binder.complain(
          node,
          path,
          "expects settings of the " + part + " below it, found " + YamlBinder.kind(node));
    }
    return settings;
  }

  private void setting(
      Map<String, String> settings, String key, Node value, Set<String> known, String path) {
    Optional<String> meant =
        known.contains(key) ? Optional.empty() : Nearest.within(TYPO, key, known);
    if (meant.isPresent()) {
      binder.complain(
          value,
          YamlBinder.join(path, key),
          "no setting of a Kafka client; did you mean '" + meant.get() + "'?");
    } else if (value instanceof ScalarNode word) {
      settings.put(key, word.getValue());
    } else {
      binder.complain(
          value, YamlBinder.join(path, key), "expects one value, found " + YamlBinder.kind(value));
    }
  }

  private static Set<String> known(String part) {
    Set<String> known = new TreeSet<>();
    switch (part) {
      case "producer" -> known.addAll(ProducerConfig.configNames());
      case "consumer" -> known.addAll(ConsumerConfig.configNames());
      case "admin" -> known.addAll(AdminClientConfig.configNames());
      case "streams" -> known.addAll(STREAMS);
      default -> PARTS.forEach(each -> known.addAll(known(each)));
    }
    return known;
  }
}

package io.badhop.streams.topology;

import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** The four event topics, numbered as stage 1 numbers them. */
final class EventTopics {

  static final int EDGE = 0;
  static final int PROXY = 1;
  static final int APP = 2;
  static final int COMPONENT = 3;

  private final List<Topic<String, SpecificRecord>> topics;
  private final Map<String, Integer> numbers = new HashMap<>();

  EventTopics(Topics catalogue) {
    topics = catalogue.forJoining();
    topics.forEach(topic -> numbers.put(topic.name(), numbers.size()));
  }

  List<Topic<String, SpecificRecord>> list() {
    return topics;
  }

  Topic<String, SpecificRecord> get(int number) {
    return topics.get(number);
  }

  /** Number of a topic of the four. */
  int number(String name) {
    return numbers.get(name);
  }

  int partitions() {
    return topics.get(0).partitions();
  }
}

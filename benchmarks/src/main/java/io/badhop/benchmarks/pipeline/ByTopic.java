package io.badhop.benchmarks.pipeline;

import io.badhop.schemas.topic.Topic;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Each topic's own deserializer, for a consumer of several topics. */
final class ByTopic implements Deserializer<SpecificRecord> {
  private final Map<String, Deserializer<SpecificRecord>> deserializers = new HashMap<>();

  ByTopic(Map<String, Topic<String, SpecificRecord>> topics) {
    topics.forEach((name, topic) -> deserializers.put(name, topic.values().deserializer()));
  }

  @Override
  public SpecificRecord deserialize(String topic, byte[] bytes) {
    return deserializers.get(topic).deserialize(topic, bytes);
  }
}

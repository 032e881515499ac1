package io.badhop.schemas.serde;

import org.apache.avro.Schema;

/** How a topic's subjects are named; Confluent's names for the two ways stand beside them. */
enum SubjectNames {
  /** {@code <topic>-value}; Confluent's TopicNameStrategy, which is its default. */
  TOPIC("io.confluent.kafka.serializers.subject.TopicNameStrategy") {
    @Override
    String of(String topic, Schema schema) {
      return topic + "-value";
    }
  },

  /**
   * {@code <topic>-<full name>}, for a topic of several record types, which could not follow each
   * other as versions of one subject; Confluent's TopicRecordNameStrategy.
   */
  TOPIC_AND_RECORD("io.confluent.kafka.serializers.subject.TopicRecordNameStrategy") {
    @Override
    String of(String topic, Schema schema) {
      return topic + "-" + schema.getFullName();
    }
  };

  private final String strategy;

  SubjectNames(String strategy) {
    this.strategy = strategy;
  }

  abstract String of(String topic, Schema schema);

  /** Name of Confluent's class. */
  String strategy() {
    return strategy;
  }
}

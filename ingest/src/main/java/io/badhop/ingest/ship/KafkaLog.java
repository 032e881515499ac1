package io.badhop.ingest.ship;

import io.badhop.schemas.event.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Raw lines on topics of Kafka.
 *
 * @param name its name, unlike that of any other source of this machine; with topic and partition
 *     behind it, it is the ID of a source
 * @param topics names of the topics; empty when a pattern is given
 * @param pattern topics whose whole names match are read, also those that come later; null when
 *     topics are named
 * @param options how the lines are read; formats are found from the first lines when the options do
 *     not name one
 * @param tier tier whose watermark the topics make; empty for the tiers of the formats found
 * @param deliveryDelay how long after it was written a record may arrive on its topic
 */
public record KafkaLog(
    String name,
    List<String> topics,
    Pattern pattern,
    LogSetOptions options,
    Optional<Tier> tier,
    Duration deliveryDelay) {

  public KafkaLog {
    topics = List.copyOf(topics);
    if (name.isBlank() || deliveryDelay.isNegative()) {
      throw new IllegalArgumentException("a log needs a name, and its delay must not be negative");
    }
    if (topics.isEmpty() == (pattern == null)) {
      throw new IllegalArgumentException("a log needs topics or a pattern for them");
    }
  }
}

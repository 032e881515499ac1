package io.badhop.streams.topology;

import io.badhop.schemas.scan.RecordScan;
import io.badhop.schemas.serde.InPlace;
import io.badhop.schemas.topic.Topic;
import io.badhop.streams.correlate.Fields;
import io.badhop.streams.summarise.Stage1;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the values of event topics: events where they stand, if they are of today's schema and the
 * deserializer is our own; all else as objects. For one thread.
 */
final class EventReader {

  private final List<String> names = new ArrayList<>();
  private final List<Deserializer<SpecificRecord>> deserializers = new ArrayList<>();
  private RecordScan scan;
  private SpecificRecord record;

  EventReader(EventTopics topics) {
    for (Topic<String, SpecificRecord> topic : topics.list()) {
      names.add(topic.name());
      deserializers.add(topic.values().deserializer());
    }
  }

  /**
   * Reads a value.
   *
   * @param topic its number
   * @param array holds it from {@code start} to {@code end}, and is not changed from now on
   * @throws SerializationException when it cannot be read
   */
  void read(int topic, byte[] array, int start, int end) {
    Deserializer<SpecificRecord> deserializer = deserializers.get(topic);
    scan = null;
    record = null;
    if (deserializer instanceof InPlace inPlace) {
      scan = inPlace.scan(names.get(topic), array, start, end);
    }
    if (scan == null || !Fields.isEvent(scan)) {
      scan = null;
      record = deserializer.deserialize(names.get(topic), Arrays.copyOfRange(array, start, end));
    }
  }

  /** Hands over what was read last. */
  void handTo(Stage1 stage1, int topic, long offset, Stage1.Output out) {
    if (scan != null) {
      stage1.event(topic, scan);
    } else if (record != null) {
      stage1.event(topic, offset, record, out);
    }
  }
}

package io.badhop.schemas.serde;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntBiFunction;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/** Writes records in the wire format; asks for a schema's number on its first use in a topic. */
final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {
  /** What one thread reuses: after a failure it is thrown away, as it may hold half a record. */
  private static final ThreadLocal<ArrayEncoder> SCRATCH =
      ThreadLocal.withInitial(ArrayEncoder::new);

  private final ToIntBiFunction<String, Schema> numbers;
  private final RecordTypes types;
  private final SubjectNames subjects;
  private final Map<Place, Writer> writers = new ConcurrentHashMap<>();

  /** The writer used last, as most calls want the same one again. */
  private volatile Writer last;

  /**
   * @param numbers the number of a schema under a subject, asked once
   */
  AvroSerializer(
      ToIntBiFunction<String, Schema> numbers, RecordTypes types, SubjectNames subjects) {
    this.numbers = numbers;
    this.types = types;
    this.subjects = subjects;
  }

  private record Place(String topic, Class<?> type) {}

  private record Writer(Place place, int id, SpecificDatumWriter<SpecificRecord> datums) {
    boolean serves(String topic, Class<?> type) {
      return place.type == type && place.topic.equals(topic);
    }
  }

  @Override
  public byte[] serialize(String topic, T value) {
    if (value == null) {
      return null;
    }
    Writer writer = writer(topic, value.getClass());
    try {
      return encode(writer, value);
    } catch (IOException | RuntimeException e) {
      SCRATCH.remove();
      throw new SerializationException(
          "topic " + topic + ": " + value.getSchema().getName() + " cannot be written", e);
    }
  }

  private static byte[] encode(Writer writer, SpecificRecord value) throws IOException {
    ArrayEncoder encoder = SCRATCH.get();
    encoder.reset();
    WireFormat.writeHeader(encoder, writer.id());
    writer.datums().write(value, encoder);
    byte[] written = encoder.written();
    if (written.length > WireFormat.KEPT_SCRATCH_BYTES) {
      SCRATCH.remove();
    }
    return written;
  }

  private Writer writer(String topic, Class<?> type) {
    Writer candidate = last;
    if (candidate != null && candidate.serves(topic, type)) {
      return candidate;
    }
    Writer found = writers.computeIfAbsent(new Place(topic, type), this::newWriter);
    last = found;
    return found;
  }

  private Writer newWriter(Place place) {
    Schema schema =
        types
            .schemaOf(place.type())
            .orElseThrow(
                () ->
                    new SerializationException(
                        "topic "
                            + place.topic()
                            + " carries "
                            + types
                            + ", not "
                            + place.type().getSimpleName()));
    try {
      int id = numbers.applyAsInt(subjects.of(place.topic(), schema), schema);
      SpecificData model = WireFormat.model(place.type().getClassLoader());
      return new Writer(place, id, new SpecificDatumWriter<>(schema, model));
    } catch (SchemaRegistryException e) {
      throw new SerializationException("topic " + place.topic() + ": " + e.getMessage(), e);
    }
  }
}

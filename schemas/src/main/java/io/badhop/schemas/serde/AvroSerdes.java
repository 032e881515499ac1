package io.badhop.schemas.serde;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Makes serdes for values in the Confluent wire format: the byte 0, the schema's number as four
 * bytes in big-endian order, then the record in Avro's binary encoding.
 *
 * <p>A serde may be shared by threads. Null (a tombstone) stays null in both directions. Bytes that
 * are not in the format, or not of a schema that can be read, give a {@link
 * org.apache.kafka.common.errors.SerializationException} that says why, and nothing else does.
 */
public final class AvroSerdes {
  private final SchemaRegistry registry;

  /** Over a registry that is asked once per topic and class, or once per schema number. */
  public AvroSerdes(SchemaRegistry registry) {
    this.registry = Objects.requireNonNull(registry, "registry");
  }

  /**
   * For a topic of one record type; the registry's subject is {@code <topic>-value}.
   *
   * @throws IllegalArgumentException when {@code type} is not a generated class
   */
  public <T extends SpecificRecord> Serde<T> of(Class<T> type) {
    return serde(List.of(type), (topic, schemaName) -> topic + "-value", type);
  }

  /**
   * For a topic that carries several record types; each has a subject of its own, {@code
   * <topic>-<full name>}, as they could not follow each other as versions of one.
   *
   * @throws IllegalArgumentException when {@code allowed} is empty or one is not a generated class
   */
  public Serde<SpecificRecord> any(Class<?>... allowed) {
    List<Class<? extends SpecificRecord>> types = new ArrayList<>();
    for (Class<?> type : allowed) {
      types.add(recordClass(type));
    }
    return serde(types, (topic, schemaName) -> topic + "-" + schemaName, SpecificRecord.class);
  }

  private <T extends SpecificRecord> Serde<T> serde(
      List<? extends Class<? extends SpecificRecord>> types,
      BiFunction<String, String, String> subject,
      Class<T> common) {
    RecordTypes known = RecordTypes.of(types);
    return Serdes.serdeFrom(
        new AvroSerializer<>(registry, known, subject),
        new AvroDeserializer<>(registry, known, common));
  }

  private static Class<? extends SpecificRecord> recordClass(Class<?> type) {
    if (!SpecificRecord.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(type.getName() + " is not a generated Avro record");
    }
    return type.asSubclass(SpecificRecord.class);
  }
}

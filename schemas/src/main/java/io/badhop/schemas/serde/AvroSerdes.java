package io.badhop.schemas.serde;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/**
 * Makes serdes for values in the Confluent wire format: the byte 0, the schema's number as four
 * bytes in big-endian order, then the record in Avro's binary encoding.
 *
 * <p>A serde may be shared by threads. Null (a tombstone) stays null in both directions. Bytes that
 * are not in the format, or not of a schema that can be read, give a {@link
 * org.apache.kafka.common.errors.SerializationException} that says why, and nothing else does.
 */
public final class AvroSerdes {
  private final SerdeMaker maker;

  private AvroSerdes(SerdeMaker maker) {
    this.maker = maker;
  }

  /**
   * Over a registry that is asked once per topic and class, or once per schema number. What it does
   * not know is registered there when it is first written with.
   */
  public AvroSerdes(SchemaRegistry registry) {
    this(new OwnSerdes(Objects.requireNonNull(registry, "registry"), true));
  }

  /** The same, but nothing is registered: writing with a schema that is not there fails. */
  public static AvroSerdes lookingUp(SchemaRegistry registry) {
    return new AvroSerdes(new OwnSerdes(Objects.requireNonNull(registry, "registry"), false));
  }

  /**
   * Serdes of classes that are on the class path, Confluent's own say.
   *
   * @param serializer name of a {@link org.apache.kafka.common.serialization.Serializer}
   * @param deserializer name of a {@link org.apache.kafka.common.serialization.Deserializer}
   * @param settings given to both as they are; how subjects are named and that generated classes
   *     are wanted is added under Confluent's names
   * @param patience how long a record is tried again while their registry is away
   * @param onWait told why, before each pause; must not block
   * @throws IllegalArgumentException when a class is not there, or of another kind
   */
  public static AvroSerdes named(
      String serializer,
      String deserializer,
      Map<String, ?> settings,
      Duration patience,
      Consumer<String> onWait) {
    return new AvroSerdes(new NamedSerdes(serializer, deserializer, settings, patience, onWait));
  }

  /**
   * For a topic of one record type; the registry's subject is {@code <topic>-value}.
   *
   * @throws IllegalArgumentException when {@code type} is not a generated class
   */
  public <T extends SpecificRecord> Serde<T> of(Class<T> type) {
    return maker.make(RecordTypes.of(List.of(type)), SubjectNames.TOPIC, type, Set.of());
  }

  /**
   * For a topic that carries several record types; each has a subject of its own, {@code
   * <topic>-<full name>}, as they could not follow each other as versions of one.
   *
   * @throws IllegalArgumentException when {@code allowed} is empty or one is not a generated class
   */
  public Serde<SpecificRecord> any(Class<?>... allowed) {
    return lean(Set.of(), allowed);
  }

  /**
   * The same for a reader that has no use for some of the strings: it leaves them empty, which
   * spares the time and the memory to make them. Others may still be read, where the writer's
   * schema is another version, or a class of the user's reads.
   *
   * @param unread string fields as {@code Record.field}, the record by its simple name
   */
  public Serde<SpecificRecord> lean(Set<String> unread, Class<?>... allowed) {
    List<Class<? extends SpecificRecord>> types = new ArrayList<>();
    for (Class<?> type : allowed) {
      types.add(recordClass(type));
    }
    return maker.make(
        RecordTypes.of(types),
        SubjectNames.TOPIC_AND_RECORD,
        SpecificRecord.class,
        Set.copyOf(unread));
  }

  private static Class<? extends SpecificRecord> recordClass(Class<?> type) {
    if (!SpecificRecord.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(type.getName() + " is not a generated Avro record");
    }
    return type.asSubclass(SpecificRecord.class);
  }
}

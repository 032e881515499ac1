package io.badhop.schemas.serde;

import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Makes badhop's own serdes. */
final class OwnSerdes implements SerdeMaker {
  private final SchemaRegistry registry;
  private final boolean registers;

  /**
   * @param registers whether a schema that the registry does not know is registered when it is
   *     first written with
   */
  OwnSerdes(SchemaRegistry registry, boolean registers) {
    this.registry = registry;
    this.registers = registers;
  }

  @Override
  public <T extends SpecificRecord> Serde<T> make(
      RecordTypes types, SubjectNames subjects, Class<T> common, Set<String> unread) {
    return Serdes.serdeFrom(
        new AvroSerializer<>(registers ? registry::register : registry::idOf, types, subjects),
        new AvroDeserializer<>(registry, types, common, unread));
  }
}

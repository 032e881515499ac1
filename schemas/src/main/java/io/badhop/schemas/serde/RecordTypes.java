package io.badhop.schemas.serde;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** The record classes that a serde speaks, with the schemas that they were generated from. */
final class RecordTypes {
  private final Map<Class<?>, Schema> schemas;

  private RecordTypes(Map<Class<?>, Schema> schemas) {
    this.schemas = schemas;
  }

  static RecordTypes of(List<? extends Class<? extends SpecificRecord>> types) {
    if (types.isEmpty()) {
      throw new IllegalArgumentException("a serde needs at least one record type");
    }
    Map<Class<?>, Schema> schemas = new LinkedHashMap<>();
    for (Class<? extends SpecificRecord> type : types) {
      try {
        schemas.put(type, SpecificData.get().getSchema(type));
      } catch (AvroRuntimeException e) {
        throw new IllegalArgumentException(type.getName() + " has no schema of its own", e);
      }
    }
    return new RecordTypes(schemas);
  }

  /** The schema of a class that is spoken here. */
  Optional<Schema> schemaOf(Class<?> type) {
    return Optional.ofNullable(schemas.get(type));
  }

  /** The schema here that goes by the writer's name, or had that name once (an alias). */
  Optional<Schema> readerFor(Schema writer) {
    return schemas.values().stream().filter(s -> named(s, writer.getFullName())).findFirst();
  }

  /** The one that finds the classes of the records and of all that is in them. */
  ClassLoader classLoader() {
    return schemas.keySet().iterator().next().getClassLoader();
  }

  private static boolean named(Schema reader, String name) {
    return reader.getFullName().equals(name) || reader.getAliases().contains(name);
  }

  /** Simple names, for messages. */
  @Override
  public String toString() {
    return schemas.entrySet().stream()
        .map(Entry::getKey)
        .map(Class::getSimpleName)
        .collect(Collectors.joining(" or "));
  }
}

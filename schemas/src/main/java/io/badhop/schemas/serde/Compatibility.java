package io.badhop.schemas.serde;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** Whether one schema can read what another wrote. */
final class Compatibility {
  private Compatibility() {}

  /** What stands against reading, in words; empty when nothing does. */
  static Optional<String> obstacle(Schema reader, Schema writer) {
    List<Incompatibility> obstacles = obstacles(reader, writer);
    return obstacles.isEmpty()
        ? Optional.empty()
        : Optional.of(
            obstacles.stream().map(Compatibility::words).collect(Collectors.joining("; ")));
  }

  /** Everything that stands against reading. */
  static List<Incompatibility> obstacles(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities();
  }

  private static String words(Incompatibility found) {
    String kind = found.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return kind + " at " + found.getLocation() + " (" + found.getMessage() + ")";
  }
}

package io.badhop.schemas.serde;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** Whether one schema can read what another wrote. */
final class Compatibility {
  private Compatibility() {}

  /** What stands against reading, in words; empty when nothing does. */
  static Optional<String> obstacle(Schema reader, Schema writer) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    if (result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE) {
      return Optional.empty();
    }
    return Optional.of(
        result.getIncompatibilities().stream()
            .map(Compatibility::words)
            .collect(Collectors.joining("; ")));
  }

  private static String words(Incompatibility found) {
    String kind = found.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return kind + " at " + found.getLocation() + " (" + found.getMessage() + ")";
  }
}

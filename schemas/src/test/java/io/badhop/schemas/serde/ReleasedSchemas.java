package io.badhop.schemas.serde;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.DetectorState;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.SentNotification;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.TrafficSummary;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaFormatter;

/**
 * The schemas that releases wrote with, as files: a folder for each release, a file for each
 * schema. Today's have to read what the last release wrote.
 */
public final class ReleasedSchemas {

  /** From the folder of the module. */
  static final Path FOLDER = Path.of("src/main/released");

  private static final String SUFFIX = ".avsc";

  private ReleasedSchemas() {}

  /**
   * Records today's schemas as those of a release; its version is the only argument.
   *
   * @throws IOException when the release is recorded already, or its folder cannot be written
   */
  public static void main(String[] args) throws IOException {
    record(FOLDER, args[0], today());
  }

  /** What is written to topics and changelogs, by simple name. */
  static Map<String, Schema> today() {
    return Stream.of(
            EdgeEvent.getClassSchema(),
            ProxyEvent.getClassSchema(),
            AppEvent.getClassSchema(),
            ComponentEvent.getClassSchema(),
            SourceWatermark.getClassSchema(),
            Tick.getClassSchema(),
            RequestTrace.getClassSchema(),
            TrafficSummary.getClassSchema(),
            Escalation.getClassSchema(),
            DeadLetter.getClassSchema(),
            SentNotification.getClassSchema(),
            DetectorState.getClassSchema())
        .collect(Collectors.toMap(Schema::getName, schema -> schema, (a, b) -> a, TreeMap::new));
  }

  static void record(Path folder, String version, Map<String, Schema> schemas) throws IOException {
    Path release = folder.resolve(Version.parse(version).toString());
    Files.createDirectories(folder);
    Files.createDirectory(release);
    for (Map.Entry<String, Schema> each : schemas.entrySet()) {
      String text = SchemaFormatter.format("json/pretty", each.getValue());
      Files.writeString(release.resolve(each.getKey() + SUFFIX), text + "\n");
    }
  }

  /** The folder of the release with the highest version. */
  static Path last(Path folder) throws IOException {
    try (Stream<Path> releases = Files.list(folder).filter(Files::isDirectory)) {
      return releases
          .max(Comparator.comparing(release -> Version.parse(release.getFileName().toString())))
          .orElseThrow(() -> new IOException("no release is recorded in " + folder));
    }
  }

  /** Each reason why the last release's records cannot be read any more, with its mend. */
  static List<String> breaks(Path folder, Map<String, Schema> today) throws IOException {
    Path release = last(folder);
    List<String> breaks = new ArrayList<>();
    try (Stream<Path> files = Files.list(release)) {
      for (Path file : files.sorted().toList()) {
        Schema writer = new Schema.Parser().parse(file.toFile());
        breaks.addAll(breaks(release.getFileName().toString(), writer, today.get(name(file))));
      }
    }
    return breaks;
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private static List<String> breaks(String version, Schema writer, Schema reader) {
    String before = writer.getName() + ": what release " + version + " wrote cannot be read: ";
    if (reader == null) {
      return List.of(before + "the schema is gone. Bring it back; its records are still around.");
    }
    return Compatibility.obstacles(reader, writer).stream()
        .map(
            found -> before + place(reader, found) + ": " + found.getMessage() + ". " + mend(found))
        .toList();
  }

  /** The path of fields, such as {@code Tick.watermarks.tier}. */
  private static String place(Schema reader, Incompatibility found) {
    StringBuilder place = new StringBuilder(reader.getName());
    Schema at = reader;
    String[] steps = found.getLocation().split("/");
    for (int i = 1; i < steps.length; i++) {
      if (steps[i].equals("fields") && i + 1 < steps.length && at.getType() == Schema.Type.RECORD) {
        i++;
        Schema.Field field = at.getFields().get(Integer.parseInt(steps[i]));
        place.append('.').append(field.name());
        at = field.schema();
      } else {
        at = inside(at, steps[i]);
      }
    }
    return place.toString();
  }

  private static Schema inside(Schema at, String step) {
    return switch (at.getType()) {
      case ARRAY -> step.equals("items") ? at.getElementType() : at;
      case MAP -> step.equals("values") ? at.getValueType() : at;
      case UNION -> step.matches("\\d+") ? at.getTypes().get(Integer.parseInt(step)) : at;
      default -> at;
    };
  }

  private static String mend(Incompatibility found) {
    return switch (found.getType()) {
      case READER_FIELD_MISSING_DEFAULT_VALUE -> "Give the new field a default.";
      case MISSING_ENUM_SYMBOLS -> "Bring the symbols back, or give the enum a default.";
      case MISSING_UNION_BRANCH -> "Bring the type back into the union.";
      case NAME_MISMATCH -> "Take the old name back, or keep it as an alias.";
      case TYPE_MISMATCH, FIXED_SIZE_MISMATCH ->
          "Leave the field's type as it was, and add a new field with a default beside it.";
    };
  }
}

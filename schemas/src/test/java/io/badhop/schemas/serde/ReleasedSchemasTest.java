package io.badhop.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.schemas.event.Tick;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleasedSchemasTest {

  private static final String RELEASED =
      "{'type':'record','name':'R','fields':["
          + "{'name':'count','type':'int'},"
          + "{'name':'inner','type':{'type':'array','items':{'type':'record','name':'I','fields':["
          + "{'name':'kind','type':{'type':'enum','name':'K','symbols':['A','B']}},"
          + "{'name':'note','type':['null','string']}]}}}]}";

  @TempDir Path folder;

  @Test
  void todaysSchemasReadWhatTheLastReleaseWrote() throws IOException {
    assertThat(ReleasedSchemas.breaks(ReleasedSchemas.FOLDER, ReleasedSchemas.today()))
        .as("schemas that break BACKWARD; see " + ReleasedSchemas.FOLDER + "/README.md")
        .isEmpty();
  }

  @Test
  void everyRecordIsHeldToIt() throws IOException, URISyntaxException {
    Set<String> held = new HashSet<>();
    ReleasedSchemas.today().values().forEach(schema -> names(schema, held));

    assertThat(held).containsAll(generatedRecords());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'count','type':'int'}, | {'name':'count','type':'int'},{'name':'new','type':'int'},"
            + "| R.new: new. Give the new field a default.",
        "'type':'int' | 'type':'string'"
            + "| R.count: reader type: STRING not compatible with writer type: INT. Leave the field's type",
        "'A','B' | 'A' | R.inner.kind: [B]. Bring the symbols back, or give the enum a default.",
        "['null','string'] | 'string' | R.inner.note: reader type: STRING not compatible with",
        "['null','string'] | ['null','int']"
            + "| R.inner.note: reader union lacking writer type: STRING. Bring the type back",
        "'name':'I' | 'name':'J' | R.inner: expected: I. Take the old name back",
      })
  void breakIsNamedWithItsPlaceAndItsMend(String old, String changed, String words)
      throws IOException {
    ReleasedSchemas.record(folder, "0.1.0", Map.of("R", parse(RELEASED)));
    Schema broken = parse(RELEASED.replace(old, changed));

    assertThat(ReleasedSchemas.breaks(folder, Map.of("R", broken)))
        .hasSize(1)
        .allSatisfy(
            message ->
                assertThat(message)
                    .startsWith("R: what release 0.1.0 wrote cannot be read: " + words));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'count','type':'int'}, | {'name':'new','type':'int','default':0},{'name':'count','type':'int'},",
        "{'name':'count','type':'int'}, | {'name':'new','type':'int','default':0},",
        "'type':'int' | 'type':'long'",
        "'A','B' | 'A','B','C'",
        "'symbols':['A','B'] | 'symbols':['A'],'default':'A'",
        "'name':'count' | 'name':'number','aliases':['count']",
      })
  void changeThatReadsTheOldIsAllowed(String old, String changed) throws IOException {
    ReleasedSchemas.record(folder, "0.1.0", Map.of("R", parse(RELEASED)));

    assertThat(ReleasedSchemas.breaks(folder, Map.of("R", parse(RELEASED.replace(old, changed)))))
        .isEmpty();
  }

  @Test
  void brokenCopyOfARealSchemaIsRefused() throws IOException {
    Map<String, Schema> today = new TreeMap<>(ReleasedSchemas.today());
    ReleasedSchemas.record(folder, "0.1.0", today);
    String text = Tick.getClassSchema().toString();
    String broken = text.replaceFirst("\"type\":\"long\"", "\"type\":\"boolean\"");
    today.put("Tick", new Schema.Parser().parse(broken));

    assertThat(ReleasedSchemas.breaks(folder, today))
        .hasSize(1)
        .allSatisfy(message -> assertThat(message).startsWith("Tick: ").contains("Tick.number: "));
  }

  @Test
  void schemaThatIsGoneIsRefused() throws IOException {
    ReleasedSchemas.record(folder, "0.1.0", Map.of("R", parse(RELEASED)));

    assertThat(ReleasedSchemas.breaks(folder, Map.of()))
        .isEqualTo(
            List.of(
                "R: what release 0.1.0 wrote cannot be read: the schema is gone."
                    + " Bring it back; its records are still around."));
  }

  @Test
  void lastReleaseIsTheOneWithTheHighestVersion() throws IOException {
    for (String version : List.of("0.9.0", "0.10.0", "0.2.0")) {
      ReleasedSchemas.record(folder, version, ReleasedSchemas.today());
    }

    assertThat(ReleasedSchemas.last(folder)).isEqualTo(folder.resolve("0.10.0"));
  }

  @Test
  void recordedReleaseIsNotWrittenOver() throws IOException {
    ReleasedSchemas.record(folder, "0.1.0", ReleasedSchemas.today());

    assertThatThrownBy(() -> ReleasedSchemas.record(folder, "0.1.0", Map.of()))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  private static Set<String> generatedRecords() throws IOException, URISyntaxException {
    Path classes = Path.of(Tick.class.getResource("Tick.class").toURI()).getParent();
    try (Stream<Path> files = Files.list(classes)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class"))
          .map(name -> type(Tick.class.getPackageName() + "." + name.replace(".class", "")))
          .filter(SpecificRecord.class::isAssignableFrom)
          .map(Class::getName)
          .collect(Collectors.toSet());
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void names(Schema schema, Set<String> names) {
    switch (schema.getType()) {
      case RECORD -> {
        if (names.add(schema.getFullName())) {
          schema.getFields().forEach(field -> names(field.schema(), names));
        }
      }
      case UNION -> schema.getTypes().forEach(type -> names(type, names));
      case ARRAY -> names(schema.getElementType(), names);
      case MAP -> names(schema.getValueType(), names);
      default -> assertThat(schema.getType()).isNotNull();
    }
  }

  private static Schema parse(String json) {
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }
}

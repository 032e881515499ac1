package io.badhop.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.Tick;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InProcessRegistryTest {
  @TempDir Path directory;

  private static final Schema V1 = SchemaBuilder.record("R").fields().requiredLong("a").endRecord();
  private static final Schema V2 =
      SchemaBuilder.record("R").fields().requiredLong("a").optionalString("b").endRecord();
  private static final Schema INCOMPATIBLE =
      SchemaBuilder.record("R").fields().requiredLong("a").requiredLong("c").endRecord();

  @Test
  void sameSchemaHasTheSameIdUnderEverySubjectInEveryOrderAndProcess() {
    InProcessRegistry one = new InProcessRegistry();
    InProcessRegistry other = new InProcessRegistry();
    int tick = one.register("a-value", Tick.getClassSchema());
    int key = one.register("b-value", Key.getClassSchema());

    assertThat(other.register("z-value", Key.getClassSchema())).isEqualTo(key);
    assertThat(other.register("a-value", Tick.getClassSchema())).isEqualTo(tick);
    assertThat(key).isPositive().isNotEqualTo(tick);
  }

  @Test
  void schemaIsFoundByItsIdAndItsIdBySubject() {
    InProcessRegistry registry = new InProcessRegistry();
    int id = registry.register("s", V1);

    assertThat(registry.byId(id)).isEqualTo(V1);
    assertThat(registry.idOf("s", V1)).isEqualTo(id);
  }

  @Test
  void unknownIdAndUnknownSubjectAreNamed() {
    InProcessRegistry registry = new InProcessRegistry();
    registry.register("s", V1);

    assertThatThrownBy(() -> registry.byId(99))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessage("no schema has the ID 99");
    assertThatThrownBy(() -> registry.idOf("other", V1))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessage("this version of R is not registered under subject other");
  }

  @Test
  void newVersionMustReadWhatTheLatestWrote() {
    InProcessRegistry registry = new InProcessRegistry();
    registry.register("s", V1);
    registry.register("s", V2);

    assertThatThrownBy(() -> registry.register("s", INCOMPATIBLE))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessage(
            "subject s: the new schema cannot read what the latest one wrote:"
                + " reader field missing default value at /fields/1 (c)");
    assertThat(registry.register("other", INCOMPATIBLE)).isPositive();
  }

  @Test
  void fileKeepsIdsAndOrderOverARestart() {
    Path file = directory.resolve("deep/schemas.json");
    int id = new InProcessRegistry(file).register("s", EdgeEvent.getClassSchema());

    InProcessRegistry restarted = new InProcessRegistry(file);

    assertThat(restarted.byId(id)).isEqualTo(EdgeEvent.getClassSchema());
    assertThat(restarted.idOf("s", EdgeEvent.getClassSchema())).isEqualTo(id);
  }

  @Test
  void readerSeesWhatAnotherProcessRegisteredLater() {
    Path file = directory.resolve("schemas.json");
    InProcessRegistry reader = new InProcessRegistry(file);
    int id = new InProcessRegistry(file).register("s", V1);

    assertThat(reader.byId(id)).isEqualTo(V1);
  }

  @Test
  void brokenFileIsRefusedWithItsLine() throws IOException {
    Path file = directory.resolve("schemas.json");
    new InProcessRegistry(file).register("s", V1);
    Files.writeString(file, Files.readString(file) + "{\"subject\":\"s\",\"id\":");

    assertThatThrownBy(() -> new InProcessRegistry(file))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("schemas.json, line 2");
  }
}

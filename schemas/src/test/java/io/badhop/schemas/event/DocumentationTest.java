package io.badhop.schemas.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Whoever reads a topic with other tools has nothing but the schema to go by. */
class DocumentationTest {

  private final Set<String> seen = new HashSet<>();
  private final List<String> bare = new ArrayList<>();

  @Test
  void everyRecordAndFieldIsDocumented() {
    List.of(
            EdgeEvent.SCHEMA$,
            ProxyEvent.SCHEMA$,
            AppEvent.SCHEMA$,
            ComponentEvent.SCHEMA$,
            SourceWatermark.SCHEMA$,
            Tick.SCHEMA$,
            RequestTrace.SCHEMA$,
            TrafficSummary.SCHEMA$,
            Escalation.SCHEMA$,
            DeadLetter.SCHEMA$,
            SentNotification.SCHEMA$,
            DetectorState.SCHEMA$)
        .forEach(this::look);
    assertThat(bare).isEmpty();
  }

  private void look(Schema schema) {
    switch (schema.getType()) {
      case RECORD -> record(schema);
      case UNION -> schema.getTypes().forEach(this::look);
      case ARRAY -> look(schema.getElementType());
      case MAP -> look(schema.getValueType());
      case ENUM -> note(schema.getDoc(), schema.getName());
      default -> assertThat(schema.getType()).isNotNull();
    }
  }

  private void record(Schema schema) {
    if (seen.add(schema.getFullName())) {
      note(schema.getDoc(), schema.getName());
      for (Schema.Field field : schema.getFields()) {
        note(field.doc(), schema.getName() + "." + field.name());
        look(field.schema());
      }
    }
  }

  private void note(String doc, String what) {
    if (doc == null || doc.isBlank()) {
      bare.add(what);
    }
  }
}

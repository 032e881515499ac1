package io.badhop.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.scan.ByteHash;
import io.badhop.schemas.scan.RecordScan;
import io.badhop.schemas.scan.RecordScans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records where they stand, with those read as objects as the judge. */
class RecordScanTest {

  @ParameterizedTest
  @ValueSource(classes = {EdgeEvent.class, ProxyEvent.class, AppEvent.class})
  void everyFieldIsFoundWhereItStands(Class<? extends SpecificRecord> type) throws IOException {
    Schema schema = SpecificData.get().getSchema(type);
    RecordScan scan = RecordScan.of(schema, Set.of());
    RecordReader reader =
        RecordReader.of(schema, WireFormat.model(type.getClassLoader()), Set.of());
    BytesDecoder in = new BytesDecoder();
    for (Object random : new RandomData(schema, 300, 7)) {
      byte[] bytes = RecordReaderTest.written(schema, random);
      in.reset(bytes, 0);
      SpecificRecord record = reader.read(in);

      scan.read(bytes, 0, bytes.length);

      assertSame(record, scan);
    }
  }

  @Test
  void aRecordOfAnObjectIsTheSame() {
    RecordScans scans = new RecordScans();
    ProxyEvent event = Samples.proxyEvent();

    assertSame(event, scans.of(event));
    event.setPath("/grün");
    assertSame(event, scans.of(event));
  }

  @Test
  void whatIsNotWantedIsEmpty() throws IOException {
    Schema schema = ProxyEvent.getClassSchema();
    byte[] bytes = RecordReaderTest.written(schema, Samples.proxyEvent());
    RecordScan scan = RecordScan.of(schema, Set.of("ProxyEvent.host", "ErrorNote.message"));
    scan.read(bytes, 0, bytes.length);

    assertThat(scan.text(schema.getField("host").pos())).isEmpty();
    RecordScan note = scan.item(schema.getField("errors").pos(), 0);
    assertThat(note.text(note.schema().getField("message").pos())).isEmpty();
    assertThat(scan.text(schema.getField("path").pos())).isEqualTo(Samples.proxyEvent().getPath());
  }

  @Test
  void aTextIsComparedAndHashedWhereItStands() throws IOException {
    Schema schema = ProxyEvent.getClassSchema();
    ProxyEvent event = Samples.proxyEvent();
    byte[] bytes = RecordReaderTest.written(schema, event);
    RecordScan scan = RecordScan.of(schema, Set.of());
    scan.read(bytes, 0, bytes.length);
    byte[] host = event.getHost().getBytes(StandardCharsets.UTF_8);
    int field = schema.getField("host").pos();

    assertThat(scan.is(field, host)).isTrue();
    assertThat(scan.is(field, (event.getHost() + "x").getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(scan.hash(field)).isEqualTo(ByteHash.of(host, 0, host.length));
  }

  @Test
  void bytesBehindTheRecordAreRefused() throws IOException {
    Schema schema = AppEvent.getClassSchema();
    byte[] bytes = RecordReaderTest.written(schema, new RandomData(schema, 1, 3).iterator().next());
    byte[] more = Arrays.copyOf(bytes, bytes.length + 2);
    RecordScan scan = RecordScan.of(schema, Set.of());

    assertThatThrownBy(() -> scan.read(more, 0, more.length))
        .hasMessage("2 bytes stand after the record");
    scan.read(more, 0, bytes.length);
    assertThat(scan.end()).isEqualTo(bytes.length);
  }

  @Test
  void schemasOfOtherTypesAreNotScanned() {
    Schema schema = Escalation.getClassSchema();

    assertThat(RecordScan.scans(schema)).isFalse();
    assertThatThrownBy(() -> RecordScan.of(schema, Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertSame(SpecificRecord record, RecordScan scan) {
    for (Schema.Field field : record.getSchema().getFields()) {
      int number = field.pos();
      Object value = record.get(number);
      if (value instanceof List<?> items) {
        assertThat(scan.length(number)).isEqualTo(items.size());
        for (int i = items.size() - 1; i >= 0; i--) {
          assertSame((SpecificRecord) items.get(i), scan.item(number, i));
        }
      } else {
        assertThat(found(scan, field)).as(field.name()).isEqualTo(value);
      }
    }
  }

  private static Object found(RecordScan scan, Schema.Field field) {
    return switch (field.schema().getType()) {
      case STRING -> scan.text(field.pos());
      case LONG -> scan.number(field.pos());
      case INT -> (int) scan.number(field.pos());
      case BOOLEAN -> scan.flag(field.pos());
      case ENUM ->
          SpecificData.get()
              .getClass(field.schema())
              .getEnumConstants()[(int) scan.number(field.pos())];
      default -> throw new IllegalArgumentException("no value of " + field);
    };
  }
}

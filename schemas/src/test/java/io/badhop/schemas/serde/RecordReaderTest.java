package io.badhop.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.SentNotification;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.TrafficSummary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our reader of generated classes, with Avro's own as the judge. */
class RecordReaderTest {
  private static final int RECORDS = 300;
  private static final long SEED = 7;
  private static final SpecificData MODEL =
      WireFormat.model(RecordReaderTest.class.getClassLoader());

  @ParameterizedTest
  @ValueSource(
      classes = {
        EdgeEvent.class,
        ProxyEvent.class,
        AppEvent.class,
        ComponentEvent.class,
        SourceWatermark.class,
        Tick.class,
        TrafficSummary.class,
        RequestTrace.class,
        Escalation.class,
        DeadLetter.class,
        SentNotification.class
      })
  void whateverWasWrittenIsReadAsAvroReadsIt(Class<? extends SpecificRecord> type)
      throws IOException {
    Schema schema = SpecificData.get().getSchema(type);
    RecordReader ours = RecordReader.of(schema, MODEL, Set.of());
    SpecificDatumReader<SpecificRecord> avros = new SpecificDatumReader<>(schema, schema, MODEL);
    BytesDecoder in = new BytesDecoder();
    for (Object random : new RandomData(schema, RECORDS, SEED)) {
      byte[] bytes = written(schema, random);
      in.reset(bytes, 0);

      SpecificRecord read = ours.read(in);

      assertThat(read).isEqualTo(avros.read(null, DecoderFactory.get().binaryDecoder(bytes, null)));
      assertThat(in.remainingBytes()).isZero();
    }
  }

  @Test
  void whatNobodyReadsStaysEmptyAndTheRestIsThere() throws IOException {
    ProxyEvent event = Samples.proxyEvent();
    event.setSource("web-1:/var/log/nginx/access.log");
    RecordReader lean =
        RecordReader.of(
            ProxyEvent.getClassSchema(),
            MODEL,
            Set.of("ProxyEvent.source", "ErrorNote.message", "EdgeEvent.requestId"));
    BytesDecoder in = new BytesDecoder();
    in.reset(written(ProxyEvent.getClassSchema(), event), 0);

    ProxyEvent read = (ProxyEvent) lean.read(in);

    assertThat(read.getSource()).isEmpty();
    assertThat(read.getErrors().get(0).getMessage()).isEmpty();
    event.setSource("");
    event.getErrors().get(0).setMessage("");
    assertThat(read).isEqualTo(event);
  }

  @Test
  void valuesThatComeAgainAreOneString() throws IOException {
    byte[] bytes = written(ProxyEvent.getClassSchema(), Samples.proxyEvent());
    RecordReader reader = RecordReader.of(ProxyEvent.getClassSchema(), MODEL, Set.of());
    BytesDecoder in = new BytesDecoder();
    in.reset(bytes, 0);
    ProxyEvent first = (ProxyEvent) reader.read(in);
    in.reset(bytes, 0);
    ProxyEvent second = (ProxyEvent) reader.read(in);

    assertThat(second.getSoftware()).isSameAs(first.getSoftware());
    assertThat(second.getAttempts().get(1).getAddress())
        .isSameAs(first.getAttempts().get(1).getAddress());
  }

  static byte[] written(Schema schema, Object record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<>(schema, SpecificData.get()).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}

package io.badhop.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.SourceChange;
import io.badhop.schemas.event.Tick;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/** Values that an older or a newer badhop wrote. */
class EvolutionTest {
  private static final String OLD_TICK =
      "{'type':'record','name':'Tick','namespace':'io.badhop.schemas.event','fields':["
          + "{'name':'number','type':'long'},"
          + "{'name':'watermarks','type':{'type':'array','items':{'type':'record',"
          + "'name':'TierWatermark','fields':[{'name':'site','type':'string'},"
          + "{'name':'tier','type':{'type':'enum','name':'Tier','symbols':['EDGE']}},"
          + "{'name':'watermark','type':'long'}]}}}]}";
  private static final String NEW_COMPONENT_EVENT =
      "{'type':'record','name':'ComponentEvent','namespace':'io.badhop.schemas.event','fields':["
          + "{'name':'shelf','type':{'type':'array','items':'string'}},"
          + "{'name':'eventId','type':'long'},"
          + "{'name':'tier','type':{'type':'enum','name':'Tier','symbols':['EDGE','MESH']}},"
          + "{'name':'time','type':'long'},"
          + "{'name':'kind','type':{'type':'enum','name':'ComponentEventKind',"
          + "'symbols':['POOL_FULL','CORE_MELTED']}},"
          + "{'name':'rack','type':{'type':'map','values':'bytes'}}]}";

  private final InProcessRegistry registry = new InProcessRegistry();
  private final AvroSerdes serdes = new AvroSerdes(registry);

  @Test
  void fieldThatTheWriterDidNotKnowTakesItsDefault() throws IOException {
    Schema old = parse(OLD_TICK);
    GenericRecord tick = new GenericData.Record(old);
    tick.put("number", 12L);
    tick.put("watermarks", List.of());

    Tick read = serdes.of(Tick.class).deserializer().deserialize("t", written(old, tick));

    assertThat(read.getNumber()).isEqualTo(12);
    assertThat(read.getChanges()).isEqualTo(List.<SourceChange>of());
  }

  @Test
  void fieldsAndSymbolsThatOnlyTheWriterKnowsAreSkippedOrTakeTheDefault() throws IOException {
    Schema newer = parse(NEW_COMPONENT_EVENT);
    GenericRecord event = new GenericData.Record(newer);
    event.put("shelf", List.of("a", "b"));
    event.put("eventId", 5L);
    event.put("tier", new GenericData.EnumSymbol(newer.getField("tier").schema(), "EDGE"));
    event.put("time", 9L);
    event.put("kind", new GenericData.EnumSymbol(newer.getField("kind").schema(), "CORE_MELTED"));
    event.put("rack", Map.of());

    ComponentEvent read =
        serdes.of(ComponentEvent.class).deserializer().deserialize("t", written(newer, event));

    assertThat(read.getKind()).isEqualTo(ComponentEventKind.OTHER);
    assertThat(read.getTime()).isEqualTo(9);
    assertThat(read.getSite()).isEqualTo("default");
    assertThat(read.getNote()).isNull();
  }

  @Test
  void writerWithoutAFieldThatHasNoDefaultIsRefusedByName() throws IOException {
    Schema without =
        parse(
            "{'type':'record','name':'Tick','namespace':'io.badhop.schemas.event','fields':["
                + "{'name':'number','type':'long'}]}");
    GenericRecord tick = new GenericData.Record(without);
    tick.put("number", 1L);
    byte[] bytes = written(without, tick);

    assertThatThrownBy(() -> serdes.of(Tick.class).deserializer().deserialize("t", bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("cannot be read as Tick")
        .hasMessageContaining("watermarks");
  }

  private byte[] written(Schema schema, GenericRecord record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ArrayEncoder header = new ArrayEncoder();
    WireFormat.writeHeader(header, registry.register("elsewhere-value", schema));
    bytes.writeBytes(header.written());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static Schema parse(String json) {
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }
}

package io.badhop.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.correlate.CorrelatorLimits;
import io.badhop.streams.summarise.Stage1;
import io.badhop.streams.summarise.Stage1Config;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/** Events, ticks and older events from their bytes into stage 1. */
class EventReaderTest {

  private final InProcessRegistry registry = new InProcessRegistry();
  private final Topics topics = new Topics(new AvroSerdes(registry), "t.", 1, 1);
  private final EventReader reader = new EventReader(new EventTopics(topics));
  private final Stage1 stage1 = new Stage1(new Stage1Config(0, 1, 1, CorrelatorLimits.DEFAULT));

  @Test
  void anEventIsTakenInFromTheMiddleOfAnArray() {
    byte[] value = written(event("a"));
    byte[] array = new byte[value.length + 20];
    System.arraycopy(value, 0, array, 7, value.length);

    take(array, 7, 7 + value.length);

    assertThat(stage1.counters().correlated().joined()).isEqualTo(1);
  }

  @Test
  void aTickIsReadAsAnObject() {
    for (int topic = 0; topic < Stage1.TOPICS; topic++) {
      byte[] value = written(Tick.newBuilder().setNumber(3).setWatermarks(List.of()).build());
      reader.read(topic, value, 0, value.length);
      reader.handTo(stage1, topic, 0, Stage1.Output.NONE);
    }

    assertThat(stage1.closedTick()).isEqualTo(3);
  }

  @Test
  void anEventOfAnotherVersionIsTheSameEvent() throws IOException {
    byte[] older = writtenWithout("queueUs", event("a"));
    take(older, 0, older.length);
    byte[] newer = written(event("a"));
    take(newer, 0, newer.length);

    assertThat(stage1.counters().correlated().joined()).isEqualTo(1);
    assertThat(stage1.counters().correlated().duplicate()).isEqualTo(1);
  }

  @Test
  void whatIsNoRecordIsRefused() {
    byte[] value = written(event("a"));

    assertThatThrownBy(() -> take(value, 0, value.length - 1))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("the record is cut short");
    assertThatThrownBy(() -> take(value, 1, value.length))
        .isInstanceOf(SerializationException.class);
    assertThat(stage1.counters().correlated().events()).isZero();
  }

  private void take(byte[] array, int start, int end) {
    reader.read(EventTopics.PROXY, array, start, end);
    reader.handTo(stage1, EventTopics.PROXY, 0, Stage1.Output.NONE);
  }

  private byte[] written(SpecificRecord record) {
    return topics.proxyEvents().values().serializer().serialize("t.events.proxy", record);
  }

  private byte[] writtenWithout(String field, ProxyEvent event) throws IOException {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field each : event.getSchema().getFields()) {
      if (!each.name().equals(field)) {
        fields.add(new Schema.Field(each, each.schema()));
      }
    }
    Schema older =
        Schema.createRecord("ProxyEvent", null, event.getSchema().getNamespace(), false, fields);
    GenericRecord record = new GenericData.Record(older);
    for (Schema.Field each : fields) {
      Object value = event.get(event.getSchema().getField(each.name()).pos());
      boolean symbol = each.schema().getType() == Schema.Type.ENUM;
      record.put(
          each.name(),
          symbol ? new GenericData.EnumSymbol(each.schema(), value.toString()) : value);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int id = registry.register("t.events.proxy-older", older);
    bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<>(older).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static ProxyEvent event(String id) {
    return ProxyEvent.newBuilder()
        .setEventId(7)
        .setTime(1_700_000_000_000_000L)
        .setRequestId(id)
        .setRequestIdKind(RequestIdKind.REQUEST_ID)
        .setStatus(200)
        .build();
  }
}

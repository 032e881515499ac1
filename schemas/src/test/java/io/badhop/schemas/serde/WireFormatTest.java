package io.badhop.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tick;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class WireFormatTest {
  private final InProcessRegistry registry = new InProcessRegistry();
  private final AvroSerdes serdes = new AvroSerdes(registry);

  @Test
  void valueIsZeroThenSchemaIdBigEndianThenAvroBinary() {
    byte[] bytes = serdes.of(Key.class).serializer().serialize("t", new Key(KeyKind.HOST, "ab"));

    int id = registry.idOf("t-value", Key.getClassSchema());
    assertThat(bytes[0]).isZero();
    assertThat(ByteBuffer.wrap(bytes, 1, 4).getInt()).isEqualTo(id);
    // Enum index 6 and length 2 in zig-zag, then the characters.
    assertThat(Arrays.copyOfRange(bytes, 5, bytes.length)).containsExactly(12, 4, 'a', 'b');
  }

  @Test
  void idWithHighBytesSetKeepsItsOrder() {
    SchemaRegistry fixed = new FixedRegistry(0x7A0B0C0D, Key.getClassSchema());
    Serde<Key> serde = new AvroSerdes(fixed).of(Key.class);
    Key key = new Key(KeyKind.PATH, "h/p");

    byte[] bytes = serde.serializer().serialize("t", key);

    assertThat(Arrays.copyOf(bytes, 5)).containsExactly(0, 0x7A, 0x0B, 0x0C, 0x0D);
    assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(key);
  }

  @Test
  void payloadIsByteForByteWhatAvrosOwnWriterMakes() throws IOException {
    ProxyEvent event = Samples.proxyEvent();
    ByteArrayOutputStream own = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(own, null);
    new SpecificDatumWriter<>(ProxyEvent.class).write(event, encoder);
    encoder.flush();

    byte[] bytes = serdes.of(ProxyEvent.class).serializer().serialize("t", event);

    assertThat(Arrays.copyOfRange(bytes, 5, bytes.length)).isEqualTo(own.toByteArray());
  }

  @Test
  void everyFieldComesBack() {
    Serde<ProxyEvent> serde = serdes.of(ProxyEvent.class);
    byte[] bytes = serde.serializer().serialize("t", Samples.proxyEvent());

    assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(Samples.proxyEvent());
  }

  @Test
  void nullStaysNullInBothDirections() {
    Serde<Key> serde = serdes.of(Key.class);

    assertThat(serde.serializer().serialize("t", null)).isNull();
    assertThat(serde.deserializer().deserialize("t", null)).isNull();
  }

  @Test
  void topicOfTwoTypesHasOneSubjectForEach() {
    Serde<SpecificRecord> serde = serdes.any(ProxyEvent.class, Tick.class);
    byte[] event = serde.serializer().serialize("events.proxy", Samples.proxyEvent());
    byte[] tick = serde.serializer().serialize("events.proxy", Samples.tick());

    assertThat(serde.deserializer().deserialize("events.proxy", tick)).isEqualTo(Samples.tick());
    assertThat(serde.deserializer().deserialize("events.proxy", event))
        .isEqualTo(Samples.proxyEvent());
    assertThat(registry.idOf("events.proxy-io.badhop.schemas.event.Tick", Tick.getClassSchema()))
        .isEqualTo(ByteBuffer.wrap(tick, 1, 4).getInt());
  }

  @Test
  void recordThatFailsToBeWrittenLeavesNothingInTheNext() {
    Serde<Key> serde = serdes.of(Key.class);
    byte[] before = serde.serializer().serialize("t", new Key(KeyKind.HOST, "good"));
    Key broken = new Key();
    broken.setKind(KeyKind.HOST);

    assertThatThrownBy(() -> serde.serializer().serialize("t", broken))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("Key cannot be written");
    assertThat(serde.serializer().serialize("t", new Key(KeyKind.HOST, "good"))).isEqualTo(before);
  }

  @Test
  void oneSerdeServesManyThreads() throws Exception {
    Serde<ProxyEvent> serde = serdes.of(ProxyEvent.class);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> work = () -> roundTrips(serde, 2_000);
      for (Future<Boolean> done : pool.invokeAll(List.of(work, work, work, work))) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static boolean roundTrips(Serde<ProxyEvent> serde, int times) {
    for (int i = 0; i < times; i++) {
      ProxyEvent event = Samples.proxyEvent();
      event.setEventId(Thread.currentThread().getId() * 1_000_000 + i);
      byte[] bytes = serde.serializer().serialize("t", event);
      if (!event.equals(serde.deserializer().deserialize("t", bytes))) {
        return false;
      }
    }
    return true;
  }

  private record FixedRegistry(int id, Schema schema) implements SchemaRegistry {
    @Override
    public int register(String subject, Schema registered) {
      return id;
    }

    @Override
    public Schema byId(int asked) {
      return schema;
    }

    @Override
    public OptionalInt findId(String subject, Schema registered) {
      return OptionalInt.of(id);
    }

    @Override
    public Optional<Schema> latest(String subject) {
      return Optional.of(schema);
    }
  }
}

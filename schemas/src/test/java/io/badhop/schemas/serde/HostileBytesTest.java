package io.badhop.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.TrafficSummary;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

/** Bytes that nobody should have sent: each ends as a SerializationException, whatever they say. */
class HostileBytesTest {
  private final InProcessRegistry registry = new InProcessRegistry();
  private final AvroSerdes serdes = new AvroSerdes(registry);
  private final Serde<Key> keys = serdes.of(Key.class);
  private final byte[] good =
      keys.serializer().serialize("t", new Key(KeyKind.UPSTREAM, "10.0.3.7:8080"));

  @Test
  void wrongFirstByteIsNamed() {
    byte[] json = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    assertRefused(json, "topic t: value begins with byte 123 and not with the wire format's 0");
  }

  @Test
  void valueShorterThanTheHeaderIsNamed() {
    assertRefused(new byte[] {0, 0, 1}, "topic t: value of 3 bytes is too short");
    assertRefused(new byte[0], "topic t: value of 0 bytes is too short");
  }

  @Test
  void unknownSchemaIdIsNamed() {
    byte[] bytes = good.clone();
    ByteBuffer.wrap(bytes).putInt(1, 4711);

    assertRefused(bytes, "value with schema ID 4711: no schema has the ID 4711");
  }

  @Test
  void everyTruncationIsRefused() {
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> keys.deserializer().deserialize("t", cut))
          .as("cut to %d of %d bytes", length, good.length)
          .isInstanceOf(SerializationException.class);
    }
  }

  @Test
  void bytesAfterTheRecordAreRefused() {
    assertRefused(Arrays.copyOf(good, good.length + 2), "2 bytes stand after the record");
  }

  @Test
  void recordOfAnotherTypeIsRefusedByName() {
    byte[] tick = serdes.of(Tick.class).serializer().serialize("t2", Samples.tick());

    assertRefused(tick, "it is a io.badhop.schemas.event.Tick, expected Key");
  }

  @Test
  void serializerRefusesATypeThatTheTopicDoesNotCarry() {
    Serde<SpecificRecord> events = serdes.any(ProxyEvent.class, Tick.class);

    assertThatThrownBy(
            () -> events.serializer().serialize("events.proxy", new Key(KeyKind.ALL, "*")))
        .isInstanceOf(SerializationException.class)
        .hasMessage("topic events.proxy carries ProxyEvent or Tick, not Key");
  }

  @Test
  void lengthOfTwoGigabytesSetsNoMemoryAside() {
    // Enum 0, then a string of 2^31 - 1 bytes of which none follows.
    byte[] bytes = Arrays.copyOf(good, 11);
    System.arraycopy(new byte[] {0, -2, -1, -1, -1, 15}, 0, bytes, 5, 6);

    assertRefused(bytes, "a length of 2147483647 in 0 bytes");
  }

  @Test
  void randomBytesGiveARecordOrASerializationException() {
    Random random = new Random(20_261_123);
    for (Class<? extends SpecificRecord> type : TYPES) {
      Deserializer<?> deserializer = serdes.of(type).deserializer();
      int id =
          registry.register(
              "t-value-" + type.getName(),
              RecordTypes.of(List.of(type)).schemaOf(type).orElseThrow());
      for (int i = 0; i < 20_000; i++) {
        byte[] bytes = new byte[5 + random.nextInt(120)];
        random.nextBytes(bytes);
        ByteBuffer.wrap(bytes).put((byte) 0).putInt(id);
        readOrRefuse(deserializer, bytes);
      }
    }
  }

  /** What a reader refuses is no record for a scan, either, and what it reads is one. */
  @Test
  void aScanRefusesWhatAReaderRefuses() {
    Random random = new Random(20_261_127);
    Serde<SpecificRecord> serde = serdes.any(ProxyEvent.class);
    byte[] whole = serde.serializer().serialize("t", Samples.proxyEvent());
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = Arrays.copyOf(whole, whole.length - (i % 3 == 0 ? random.nextInt(9) : 0));
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        bytes[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt(256);
      }
      assertThat(scans(serde.deserializer(), bytes))
          .as("%s", (Object) bytes)
          .isEqualTo(reads(serde.deserializer(), bytes));
    }
  }

  private static boolean scans(Deserializer<?> deserializer, byte[] bytes) {
    try {
      ((InPlace) deserializer).scan("t", bytes, 0, bytes.length);
      return true;
    } catch (SerializationException e) {
      return false;
    }
  }

  private static boolean reads(Deserializer<?> deserializer, byte[] bytes) {
    try {
      deserializer.deserialize("t", bytes);
      return true;
    } catch (SerializationException e) {
      return false;
    }
  }

  private static final List<Class<? extends SpecificRecord>> TYPES =
      List.of(
          ProxyEvent.class,
          AppEvent.class,
          Tick.class,
          DeadLetter.class,
          Escalation.class,
          TrafficSummary.class);

  @Test
  void flippedBitsOfARealRecordGiveARecordOrASerializationException() {
    Serde<ProxyEvent> serde = serdes.of(ProxyEvent.class);
    byte[] bytes = serde.serializer().serialize("t3", Samples.proxyEvent());
    int refused = 0;
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      refused += readOrRefuse(serde.deserializer(), flipped);
    }
    assertThat(refused).isBetween(40, bytes.length * 8 - 40);
  }

  /** Any other throwable fails the test; returns 1 when refused. */
  private static int readOrRefuse(Deserializer<?> deserializer, byte[] bytes) {
    try {
      assertThat(deserializer.deserialize("t", bytes)).isNotNull();
      return 0;
    } catch (SerializationException e) {
      assertThat(e.getMessage()).contains("topic t");
      return 1;
    }
  }

  private void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> keys.deserializer().deserialize("t", bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining(message);
  }
}

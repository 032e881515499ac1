package io.badhop.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;

/** Against Avro's own encoder, byte for byte. */
class ArrayEncoderTest {

  /** Something that is written. */
  private interface Writing {
    void to(Encoder encoder) throws IOException;
  }

  private static void agrees(Writing writing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder avros = EncoderFactory.get().binaryEncoder(bytes, null);
    writing.to(avros);
    avros.flush();
    ArrayEncoder ours = new ArrayEncoder();
    ours.writeString("left from before");
    ours.reset();
    writing.to(ours);
    ours.flush();
    assertThat(ours.written()).isEqualTo(bytes.toByteArray());
    assertThat(ours.bytesBuffered()).isEqualTo(bytes.size());
  }

  @Test
  void textsOfAllKindsAreTheSame() throws IOException {
    for (String text :
        new String[] {
          "",
          "a",
          "/shop/items",
          "\u0000\u007f",
          "Zürich",
          "\u20ac",
          "\ud83d\ude00 x",
          "\ud83d",
          "x".repeat(5000),
          "x".repeat(5000) + "ü"
        }) {
      agrees(encoder -> encoder.writeString(text));
      agrees(encoder -> encoder.writeString(new Utf8(text)));
    }
  }

  @Test
  void numbersAreTheSame() throws IOException {
    for (long number :
        new long[] {0, 1, -1, 63, 64, -65, 1 << 20, Long.MAX_VALUE, Long.MIN_VALUE}) {
      agrees(encoder -> encoder.writeLong(number));
      agrees(encoder -> encoder.writeInt((int) number));
      agrees(encoder -> encoder.writeDouble(number / 3.0));
      agrees(encoder -> encoder.writeFloat(number / 3.0f));
    }
  }

  @Test
  void arraysMapsAndBytesAreTheSame() throws IOException {
    agrees(
        encoder -> {
          encoder.writeBoolean(true);
          encoder.writeNull();
          encoder.writeEnum(3);
          encoder.writeIndex(1);
          encoder.writeBytes(ByteBuffer.wrap(new byte[3000]));
          encoder.writeBytes(new byte[0]);
          encoder.writeArrayStart();
          encoder.setItemCount(2);
          encoder.startItem();
          encoder.writeInt(7);
          encoder.startItem();
          encoder.writeInt(8);
          encoder.writeArrayEnd();
          encoder.writeMapStart();
          encoder.setItemCount(0);
          encoder.writeMapEnd();
        });
  }
}

package io.badhop.ingest.parse.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineTextTest {

  @Test
  void findsWhatAStringFinds() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      String text = random(random, 30);
      String literal = random(random, 2) + "a";
      int from = random.nextInt(30);
      assertThat(line(text).indexOf(literal, from)).isEqualTo(text.indexOf(literal, from));
      assertThat(line(text).startsWith(literal, from)).isEqualTo(text.startsWith(literal, from));
    }
  }

  @Test
  void countsBytesAndDecodesThem() {
    LineText line = line("ä b");

    assertThat(line.length()).isEqualTo(4);
    assertThat(line.indexOf(LineText.literal("ä"), 0)).isZero();
    assertThat(line.string(0, 2)).isEqualTo("ä");
    assertThat(line.subSequence(3, 4).toString()).isEqualTo("b");
  }

  @Test
  void readsWholeNumbers() {
    assertThat(LineText.number("-17.9", 0)).isEqualTo(-17);
    assertThat(LineText.number("123456789012345678", 0)).isEqualTo(123_456_789_012_345_678L);
    assertThat(LineText.number("1234567890123456789", -1)).isEqualTo(-1);
    assertThat(LineText.number("-", -1)).isEqualTo(-1);
    assertThat(LineText.number("1e3", -1)).isEqualTo(-1);
  }

  private static String random(Random random, int longest) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(longest + 1); left > 0; left--) {
      text.append((char) ('a' + random.nextInt(2)));
    }
    return text.toString();
  }

  private static LineText line(String text) {
    byte[] bytes = ("##" + text + "aaaa").getBytes(StandardCharsets.UTF_8);
    return new LineText().of(bytes, 2, bytes.length - 4);
  }
}

package io.badhop.ingest.parse.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SharedStringsTest {

  private final SharedStrings strings = new SharedStrings();

  @Test
  void givesOneStringForTheSameBytes() {
    assertThat(string("GET")).isSameAs(string("GET"));
  }

  @Test
  void isRightForAnyNumberOfDifferentOnes() {
    for (int i = 0; i < 10_000; i++) {
      String text = "host" + i % 3_000;
      assertThat(string(text)).isEqualTo(text);
    }
  }

  @Test
  void readsBytesThatAreNotUtf8() {
    assertThat(strings.of(new byte[] {'a', (byte) 0xff}, 0, 2)).isEqualTo("a\ufffd");
    assertThat(string("")).isEmpty();
  }

  @Test
  void holdsOnToNothingLong() {
    String text = "x".repeat(65);
    assertThat(string(text)).isEqualTo(text).isNotSameAs(string(text));
  }

  private String string(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    return strings.of(bytes, 1, bytes.length - 1);
  }
}

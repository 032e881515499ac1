package io.badhop.ingest.parse.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Text that comes again and again. */
class RepeatedTextTest {

  private final RepeatedText text = new RepeatedText();

  private String of(String value) {
    byte[] bytes = ("<" + value + ">").getBytes(StandardCharsets.UTF_8);
    return text.of(bytes, 1, bytes.length - 1);
  }

  @Test
  void theSameBytesGiveTheSameString() {
    assertThat(of("bk_app")).isEqualTo("bk_app").isSameAs(of("bk_app"));
    assertThat(of("")).isEmpty();
  }

  @Test
  void otherBytesInTheSamePlaceGiveTheirOwnString() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(of("host-" + i)).isEqualTo("host-" + i);
    }
  }

  @Test
  void longTextIsNotHeldOnTo() {
    String value = "x".repeat(65);

    assertThat(of(value)).isEqualTo(value).isNotSameAs(of(value));
  }

  @Test
  void bytesAreUtf8() {
    assertThat(of("gr\u00fc\u00df")).isEqualTo("gr\u00fc\u00df");
  }
}

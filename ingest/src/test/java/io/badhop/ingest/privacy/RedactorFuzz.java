package io.badhop.ingest.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A secret that is named as one does not survive, whatever stands around it. */
class RedactorFuzz {
  private static final String SECRET = "Zq7kd82hs0QpLm4x";
  private static final List<String> CARRIERS =
      List.of(
          "Authorization: Bearer " + SECRET,
          "Cookie: sid=" + SECRET,
          "password=" + SECRET,
          "x-api-key: " + SECRET,
          "GET /a?x=" + SECRET + " HTTP/1.1",
          "{\"access_token\":\"" + SECRET + "\"}",
          "https://user:" + SECRET + "@example.com/",
          "AKIAIOSFODNN7EXAMPLE",
          "4012888888881881");
  private static final List<Redactor> REDACTORS =
      List.of(
          Redactor.DEFAULT,
          new Redactor(ClientIps.TRUNCATE, new byte[0], List.of("page"), true),
          new Redactor(ClientIps.HASH, new byte[16], List.of(), false));

  /** Two bytes choose a carrier and a redactor; a third says how much stands before the secret. */
  @FuzzTest(maxDuration = "2m")
  void secretsGo(byte[] data) {
    if (data.length < 3) {
      return;
    }
    String carrier = CARRIERS.get((data[0] & 0xff) % CARRIERS.size());
    Redactor redactor = REDACTORS.get((data[1] & 0xff) % REDACTORS.size());
    int split = 3 + (data[2] & 0xff) % (data.length - 2);
    String before = new String(Arrays.copyOfRange(data, 3, split), StandardCharsets.ISO_8859_1);
    String after =
        new String(Arrays.copyOfRange(data, split, data.length), StandardCharsets.ISO_8859_1);
    String text = before + "\n" + carrier + "\n" + after;
    String secret = carrier.contains(SECRET) ? SECRET : carrier;
    if (!(before + after).contains(secret)) {
      assertThat(redactor.text(text)).doesNotContain(secret);
      assertThat(redactor.line(text)).doesNotContain(secret);
    }
  }

  @FuzzTest(maxDuration = "2m")
  void redactedOnceIsRedacted(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    for (Redactor redactor : REDACTORS) {
      String once = redactor.text(text);
      assertThat(redactor.text(once)).isEqualTo(once);
      String path = redactor.path(text);
      assertThat(redactor.path(path)).isEqualTo(path);
      String line = redactor.line(text);
      assertThat(redactor.line(line)).isEqualTo(line);
    }
  }
}

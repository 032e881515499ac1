package io.badhop.ingest.parse.zoraxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Corpus;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.ProxyEvent;
import org.junit.jupiter.api.Test;

class ZoraxyParserTest {

  private static final String LINE =
      "[2026-11-22 06:00:10.123456] [router:host-http] [origin:shop.example.com:443] [client: 192.0.2.9]"
          + " [useragent: curl [x] y] GET /cart?token=abc 502";

  private static LineParser parser() {
    return new ZoraxyParser(ParseContext.of("test"));
  }

  @Test
  void aLineHasTheRequestAndTheStatus() {
    ProxyEvent event = Parsed.proxy(parser(), "2026/11/22 06:00:10 " + LINE);

    assertThat(event.getSoftware()).isEqualTo("zoraxy");
    assertThat(event.getTime()).isEqualTo(Parsed.micros("2026-11-22T06:00:10.123456Z"));
    assertThat(event.getHost()).isEqualTo("shop.example.com");
    assertThat(event.getClientIp()).isEqualTo("192.0.2.9");
    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getStatus()).isEqualTo(502);
    assertThat(event.getPool()).isEqualTo("host-http");
    assertThat(event.getAttemptsLogged()).isFalse();
    assertThat(event.getDurationUs()).isEqualTo(-1);
  }

  @Test
  void theFirstTimeMayBeMissing() {
    assertThat(Parsed.proxy(parser(), LINE).getStatus()).isEqualTo(502);
  }

  @Test
  void otherLinesAreRejected() {
    assertThat(Parsed.rejected(parser(), "[2026-11-22 06:00:10] hello"))
        .isEqualTo("not-the-format");
    assertThat(Parsed.rejected(parser(), LINE.replace("2026-11", "then")))
        .isEqualTo("bad-timestamp");
    assertThat(Parsed.rejected(parser(), LINE.replace(" 502", ""))).isEqualTo("bad-status");
  }

  @Test
  void everyLineOfAPublicLogIsUnderstood() {
    assertThat(Corpus.outcomes("zoraxy", "crowdsec-zoraxy.log")).isEqualTo("zoraxy event=13");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser(), 56, LINE, "2026/11/22 06:00:10 " + LINE);
  }
}

package io.badhop.ingest.parse.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The access logs of Nginx Proxy Manager, which nobody's own configuration defines. */
class NginxManagerTest {
  private static final String TAIL =
      " - GET https shop.example.com \"/cart?id=7\" [Client 192.0.2.9] [Length 154] [Gzip -]";
  private static final String AGENT = " \"curl/8.5.0\" \"-\"";
  private static final String FAILED =
      "[22/Nov/2026:06:00:10 +0000] - 502 502" + TAIL + " [Sent-to 198.51.100.4]" + AGENT;
  private static final String REFUSED =
      "[22/Nov/2026:06:00:10 +0000] - - 403" + TAIL + " [Sent-to 198.51.100.4]" + AGENT;
  private static final String STANDARD = "[22/Nov/2026:06:00:10 +0000] 404" + TAIL + AGENT;

  private static ProxyEvent read(String line) {
    return Parsed.proxy(detect(line).parser().get(), line);
  }

  private static Detection detect(String line) {
    return Formats.detect(
            List.of(RawLine.of(line, 0)),
            "proxy-host-1_access.log",
            ServerConfigs.EMPTY,
            ParseContext.of("test"))
        .orElseThrow();
  }

  @Test
  void aProxyHostsLineNamesTheServerItWasSentTo() {
    ProxyEvent event = read(FAILED);

    assertThat(event.getStatus()).isEqualTo(502);
    assertThat(event.getHost()).isEqualTo("shop.example.com");
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getClientIp()).isEqualTo("192.0.2.9");
    assertThat(event.getAttemptsLogged()).isTrue();
    assertThat(event.getAttempts())
        .extracting(Attempt::getAddress, Attempt::getStatus)
        .containsExactly(tuple("198.51.100.4", 502));
  }

  @Test
  void whatTheProxyAnsweredItselfWasSentNowhere() {
    assertThat(read(REFUSED).getAttempts()).isEmpty();
    assertThat(read(REFUSED).getAttemptsLogged()).isTrue();
  }

  @Test
  void theStandardFormatTellsOfNoServer() {
    assertThat(detect(STANDARD).variant()).isEqualTo("standard");
    assertThat(read(STANDARD).getStatus()).isEqualTo(404);
    assertThat(read(STANDARD).getAttemptsLogged()).isFalse();
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    for (String line : List.of(FAILED, STANDARD)) {
      Parsed.fuzz(detect(line).parser().get(), 57, line);
    }
  }
}

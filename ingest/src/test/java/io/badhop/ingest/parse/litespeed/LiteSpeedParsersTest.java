package io.badhop.ingest.parse.litespeed;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Corpus;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ProxyEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiteSpeedParsersTest {
  private static final String COMBINED =
      "192.0.2.9 - - [22/Nov/2026:06:00:10 +0000] \"GET /a?b=1 HTTP/1.1\" 503 436 \"-\" \"curl/8\"";
  private static final String HOSTED = "\"shop.example.com:443 " + COMBINED + "\"";
  private static final String HEAD =
      "2026-11-22 06:00:10.774649 [NOTICE] [1226033] [192.0.2.9:45164:HTTP2-41#shop:lsapi] ";
  private static final String FAILED =
      HEAD
          + "connection to [uds://tmp/lshttpd/shop.sock] on request #0, confirmed, 0, error: No such"
          + " file or directory!";
  private static final String FULL =
      HEAD
          + "[STDERR] [89] Reached max children process limit: 10, extra: 0, current: 10, busy: 10,"
          + " please increase LSAPI_CHILDREN.";

  private static LineParser access() {
    return new LiteSpeedAccessParser(ParseContext.of("test"));
  }

  private static LineParser error() {
    return new LiteSpeedErrorParser(ParseContext.of("test"));
  }

  @Test
  void anAccessLineIsThatOfTheCombinedFormat() {
    ProxyEvent event = Parsed.proxy(access(), COMBINED);

    assertThat(event.getSoftware()).isEqualTo("litespeed");
    assertThat(event.getClientIp()).isEqualTo("192.0.2.9");
    assertThat(event.getPath()).isEqualTo("/a");
    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getBytesSent()).isEqualTo(436);
    assertThat(event.getHost()).isEmpty();
  }

  @Test
  void aVirtualHostAndAQuoteMayStandBefore() {
    ProxyEvent event = Parsed.proxy(access(), HOSTED);

    assertThat(event.getHost()).isEqualTo("shop.example.com");
    assertThat(event.getClientIp()).isEqualTo("192.0.2.9");
  }

  @Test
  void theNameOfTheFileTellsWhoseCombinedFormatItIs() {
    assertThat(detected("litespeed-access.log")).isEqualTo("litespeed-access");
    assertThat(detected("access.log")).isEqualTo("nginx-access");
  }

  private static String detected(String fileName) {
    List<RawLine> lines = List.of(RawLine.of(COMBINED, 0));
    return Formats.detect(lines, fileName, ServerConfigs.EMPTY, ParseContext.of("test"))
        .orElseThrow()
        .format()
        .name();
  }

  @Test
  void aFailedConnectionNamesTheSocketOfTheApplication() {
    ComponentEvent event = Parsed.component(error(), FAILED);

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.UPSTREAM_ERROR);
    assertThat(event.getAddress()).isEqualTo("unix:/tmp/lshttpd/shop.sock");
    assertThat(event.getComponent()).isEqualTo("shop");
    assertThat(event.getNote().getLevel()).isEqualTo("notice");
    assertThat(event.getTime()).isEqualTo(Parsed.micros("2026-11-22T06:00:10.774649Z"));
  }

  @Test
  void anApplicationWithoutFreeChildrenIsAFullPool() {
    assertThat(Parsed.component(error(), FULL).getKind()).isEqualTo(ComponentEventKind.POOL_FULL);
    assertThat(Parsed.component(error(), FULL.replace("[NOTICE] [1226033] ", "")).getMessage())
        .contains("max children");
  }

  @Test
  void aTimeoutOfAnApplicationIsAnErrorOfTheUpstream() {
    assertThat(Parsed.component(error(), HEAD + "ExtConn timed out while connecting.").getKind())
        .isEqualTo(ComponentEventKind.UPSTREAM_ERROR);
  }

  @Test
  void whatTellsOfNoTroubleIsSkipped() {
    assertThat(Parsed.skipped(error(), HEAD + "User 'x' failed to authenticate."))
        .isEqualTo("no-trouble");
    assertThat(Parsed.component(error(), HEAD.replace("NOTICE", "ERROR") + "x").getKind())
        .isEqualTo(ComponentEventKind.OTHER);
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(access(), 61, COMBINED, HOSTED);
    Parsed.fuzz(error(), 62, FAILED, FULL);
  }

  @Test
  void everyLineOfAPublicLogIsUnderstood() {
    assertThat(Corpus.outcomes("litespeed", "crowdsec-litespeed-sensitive.log"))
        .isEqualTo("litespeed-access event=6");
    // Two lines of the error log around one of the access log.
    assertThat(Corpus.outcomes("litespeed", "crowdsec-litespeed.log"))
        .isEqualTo("litespeed-error component=1 rejected:bad-timestamp=1 skipped:no-trouble=1");
  }
}

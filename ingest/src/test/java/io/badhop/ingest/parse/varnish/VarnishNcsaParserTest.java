package io.badhop.ingest.parse.varnish;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VarnishNcsaParserTest {
  private static final String PLAIN =
      "192.0.2.9 - jo hn [22/Nov/2026:06:00:10 +0000] \"GET http://shop.example.com:8080/cart?id=7"
          + " HTTP/1.1\" 503 282 \"-\" \"curl \\\"8\\\"\"";
  private static final String RICH =
      PLAIN
          + " 1.250000 pass 32770 0b0e9d3c-1111-4222-8333-abcdefabcdef"
          + " \"backend app: fail errno 111 (Connection refused)\"";

  private static LineParser parser() {
    return new VarnishNcsaParser(ParseContext.of("test"));
  }

  @Test
  void theHostComesFromTheAbsoluteUrl() {
    ProxyEvent event = Parsed.proxy(parser(), PLAIN);

    assertThat(event.getSoftware()).isEqualTo("varnish");
    assertThat(event.getHost()).isEqualTo("shop.example.com");
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getBytesSent()).isEqualTo(282);
    assertThat(event.getDurationUs()).isEqualTo(-1);
  }

  @Test
  void appendedValuesAreToldByTheirForm() {
    ProxyEvent event = Parsed.proxy(parser(), RICH);

    assertThat(event.getConnection()).isEqualTo("32770");
    assertThat(event.getRequestId()).isEqualTo("0b0e9d3c-1111-4222-8333-abcdefabcdef");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.REQUEST_ID);
    assertThat(event.getErrors()).hasSize(1);
    assertThat(event.getErrors().get(0).getErrno()).isEqualTo(111);
  }

  @Test
  void anIdIsToldByItsFormOrByItsName() {
    String hexadecimal = PLAIN + " pass 32779 3.715158 0b0e9d3c111142228333abcdefabcdef";
    String named = PLAIN + " pass 32779 3.715158 request_id=edge-1795703109-14";

    assertThat(Parsed.proxy(parser(), hexadecimal).getRequestId())
        .isEqualTo("0b0e9d3c111142228333abcdefabcdef");
    assertThat(Parsed.proxy(parser(), named).getRequestId()).isEqualTo("edge-1795703109-14");
    assertThat(Parsed.proxy(parser(), PLAIN + " request_id=-").getRequestIdKind())
        .isEqualTo(RequestIdKind.NONE);
  }

  @Test
  void aRequestEndsNotBeforeItsFirstByte() {
    ProxyEvent event = Parsed.proxy(parser(), RICH);

    assertThat(event.getStartTime()).isEqualTo(Parsed.micros("2026-11-22T06:00:10Z"));
    assertThat(event.getTime()).isEqualTo(Parsed.micros("2026-11-22T06:00:11.250Z"));
  }

  @Test
  void aRelativeUrlIsNotVarnishs() {
    assertThat(Parsed.rejected(parser(), PLAIN.replace("http://shop.example.com:8080", "")))
        .isEqualTo("not-the-format");
    assertThat(Parsed.rejected(parser(), "something else")).isEqualTo("bad-timestamp");
  }

  @Test
  void anyNameOfTheFileWillDo() {
    Optional<Detection> found =
        Formats.detect(
            List.of(RawLine.of(PLAIN, 0)),
            "access.log",
            ServerConfigs.EMPTY,
            ParseContext.of("test"));

    assertThat(found.orElseThrow().format().name()).isEqualTo("varnish-ncsa");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser(), 51, PLAIN, RICH);
  }
}

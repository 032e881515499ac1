package io.badhop.ingest.parse.apache;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.ProxyEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Formats that build JSON. */
class ApacheJsonTest {
  private static final String FORMAT =
      "{\"time\":\"%{%Y-%m-%dT%H:%M:%S}t.%{msec_frac}t%{%z}t\", \"client\":\"%a\","
          + " \"request\":\"%r\", \"status\":%>s, \"us\":%D, \"rid\":\"%{X-Request-ID}i\","
          + " \"ua\":\"%{User-Agent}i\"}";
  private static final String AS_WRITTEN =
      "{\"time\":\"2026-11-22T06:00:10.250+0000\", \"client\":\"192.0.2.9\","
          + " \"request\":\"GET /a?b=1 HTTP/1.1\", \"status\":503, \"us\":1500, \"rid\":\"abc-1\","
          + " \"ua\":\"a \\\"b\\\"\"}";
  private static final String AS_SHIPPED =
      "{\"client\":\"192.0.2.9\",\"host\":\"web1\",\"request\":\"GET /a?b=1 HTTP/1.1\","
          + "\"rid\":\"abc-1\",\"status\":\"503\",\"time\":\"2026-11-22T06:00:10.250+0000\",\"us\":1500}";

  private static LineParser parser() {
    return new ApacheAccessParser(FORMAT, List.of(), ParseContext.of("test"));
  }

  @Test
  void keysMayComeInAnotherOrderWithOthersAmongThem() {
    ProxyEvent shipped = Parsed.proxy(parser(), AS_SHIPPED);

    assertThat(shipped.getPath()).isEqualTo("/a");
    assertThat(shipped.getStatus()).isEqualTo(503);
    assertThat(shipped.getRequestId()).isEqualTo("abc-1");
    assertThat(shipped.getDurationUs()).isEqualTo(1_500);
    assertThat(shipped.getStartTime()).isEqualTo(Parsed.micros("2026-11-22T06:00:10.250Z"));
  }

  @Test
  void aLineAsApacheWroteItSaysTheSame() {
    ProxyEvent written = Parsed.proxy(parser(), AS_WRITTEN);
    ProxyEvent shipped = Parsed.proxy(parser(), AS_SHIPPED);

    assertThat(written.getTime()).isEqualTo(shipped.getTime());
    assertThat(written.getClientIp()).isEqualTo(shipped.getClientIp());
  }

  @Test
  void anObjectWithoutStatusOrTimeIsRejected() {
    assertThat(Parsed.rejected(parser(), "{\"client\":\"192.0.2.9\"}")).isEqualTo("bad-status");
    assertThat(Parsed.rejected(parser(), "{\"status\":503}")).isEqualTo("bad-timestamp");
    assertThat(Parsed.rejected(parser(), "{\"status\":")).isEqualTo("not-the-format");
  }

  @Test
  void onlyAFlatObjectIsReadByItsKeys() {
    assertThat(ApacheJson.compile("%h \"%r\"")).isNull();
    assertThat(ApacheJson.compile("{\"a\":{\"b\":\"%h\"}}")).isNull();
    assertThat(ApacheJson.compile("{\"a\":%{X}i,\"b\":%>s}").variables())
        .containsExactly("x@i", ">s");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser(), 71, AS_WRITTEN, AS_SHIPPED);
  }
}

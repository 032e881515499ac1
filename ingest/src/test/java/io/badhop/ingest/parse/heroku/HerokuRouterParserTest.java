package io.badhop.ingest.parse.heroku;

import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.proxy;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Heroku's router. */
class HerokuRouterParserTest {
  private static final String PAIRS =
      "at=error code=H12 desc=\"Request timeout\" method=POST path=\"/pay?card=1\" host=shop.example.com"
          + " request_id=7c1e2f30-8b4d-4a55-9e61-2f3a4b5c6d7e fwd=\"192.0.2.7\" dyno=web.2"
          + " connect=1ms service=30000ms status=503 bytes=0 protocol=https";
  private static final String LINE = "2026-03-03T10:00:35.001000+00:00 heroku[router]: " + PAIRS;
  private static final String ANSWERED =
      LINE.replace("at=error code=H12 desc=\"Request timeout\"", "at=info")
          .replace("service=30000ms status=503", "service=12ms status=500");

  private final LineParser parser = new HerokuRouterParser(ParseContext.of("test"));

  @Test
  void aCodeSaysThatTheDynoDidNotAnswer() {
    ProxyEvent event = proxy(parser, LINE);

    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:35.001Z"));
    assertThat(event.getStartTime()).isEqualTo(micros("2026-03-03T10:00:05Z"));
    assertThat(event.getDurationUs()).isEqualTo(30_001_000);
    assertThat(event.getSoftware()).isEqualTo("heroku");
    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getTermination()).isEqualTo("H12 Request timeout");
    assertThat(event.getRequestId()).isEqualTo("7c1e2f30-8b4d-4a55-9e61-2f3a4b5c6d7e");
    assertThat(event.getMethod()).isEqualTo("POST");
    assertThat(event.getPath()).isEqualTo("/pay");
    assertThat(event.getHost()).isEqualTo("shop.example.com");
    assertThat(event.getClientIp()).isEqualTo("192.0.2.7");
    Attempt attempt = event.getAttempts().get(0);
    assertThat(attempt.getAddress()).isEqualTo("web.2");
    assertThat(attempt.getPool()).isEqualTo("web");
    assertThat(attempt.getStatus()).isZero();
    assertThat(attempt.getConnectUs()).isEqualTo(1_000);
    assertThat(attempt.getResponseUs()).isEqualTo(30_000_000);
  }

  @Test
  void withoutACodeTheStatusIsTheDynos() {
    ProxyEvent event = proxy(parser, ANSWERED);

    assertThat(event.getTermination()).isEmpty();
    assertThat(event.getAttempts().get(0).getStatus()).isEqualTo(500);
  }

  @Test
  void withoutADynoNoneWasTried() {
    ProxyEvent event =
        proxy(
            parser,
            LINE.replace("dyno=web.2", "dyno=")
                .replace("connect=1ms service=30000ms", "connect= service=")
                .replace("H12 desc=\"Request timeout\"", "H14 desc=\"No web processes running\""));

    assertThat(event.getAttempts()).isEmpty();
    assertThat(event.getAttemptsLogged()).isTrue();
    assertThat(event.getDurationUs()).isEqualTo(-1);
    assertThat(event.getTermination()).isEqualTo("H14 No web processes running");
  }

  @Test
  void aDrainGetsTheLineOfSyslog() {
    String drained = "<158>1 2026-03-03T10:00:35.001000+00:00 host heroku router - " + PAIRS;

    assertThat(proxy(parser, drained).getTime()).isEqualTo(proxy(parser, LINE).getTime());
    assertThat(proxy(parser, drained).getPath()).isEqualTo("/pay");
  }

  @Test
  void aWebSocketIsNotSlow() {
    assertThat(proxy(parser, ANSWERED.replace("status=500", "status=101")).getDurationUs())
        .isEqualTo(-1);
  }

  @Test
  void linesOfDynosArePassedOver() {
    assertThat(skipped(parser, "2026-03-03T10:00:35+00:00 app[web.1]: hello"))
        .isEqualTo("other-process");
    assertThat(skipped(parser, "2026-03-03T10:00:35+00:00 heroku[web.1]: Stopping"))
        .isEqualTo("other-process");
    assertThat(rejected(parser, "hello")).isEqualTo("not-the-format");
    assertThat(rejected(parser, LINE.replace("status=503", "status=x"))).isEqualTo("bad-status");
  }

  @Test
  void itIsFoundByItsLines() {
    assertThat(
            Formats.detect(
                List.of(RawLine.of(LINE, 0), RawLine.of(ANSWERED, 400)),
                "a.log",
                ServerConfigs.EMPTY,
                ParseContext.of("test")))
        .hasValueSatisfying(found -> assertThat(found.format().name()).isEqualTo("heroku-router"));
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(
        parser,
        48,
        LINE,
        ANSWERED,
        "<158>1 2026-03-03T10:00:35+00:00 host heroku router - at=info");
  }
}

package io.badhop.ingest.parse.iis;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.schemas.event.ProxyEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpErrParserTest {
  private static final String HEADER =
      "#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid"
          + " s-reason s-queuename";
  private static final String HEAD =
      "2026-11-22 06:00:10 192.0.2.9 50123 10.0.0.5 443 HTTP/1.1 GET /cart?id=7 ";
  private static final String FULL = HEAD + "503 2 QueueFull Shop+Pool";

  private static LineParser parser() {
    return new HttpErrParser(ParseContext.of("test"));
  }

  private static ProxyEvent reason(String end) {
    return Parsed.proxy(parser(), HEAD + end);
  }

  @Test
  void aRefusalNamesThePoolAndTheReason() {
    ProxyEvent event = Parsed.proxy(parser(), FULL);

    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getPool()).isEqualTo("Shop Pool");
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getTermination()).isEqualTo("503.2");
    assertThat(event.getErrors()).hasSize(1);
    assertThat(event.getErrors().get(0).getCode()).isEqualTo("QueueFull");
  }

  @Test
  void aPoolThatIsOfflineIsAnUnavailableApplication() {
    assertThat(reason("503 2 AppOffline Shop").getTermination()).isEqualTo("503.0");
  }

  @Test
  void aDroppedConnectionIsTheClients() {
    ProxyEvent event = reason("- 2 Connection_Dropped Shop");

    assertThat(event.getStatus()).isEqualTo(-1);
    assertThat(event.getCompleted()).isFalse();
    assertThat(event.getErrors().get(0).getMessage()).contains("client closed request");
  }

  @Test
  void aWorkerThatWentAwayClosedTheRequest() {
    assertThat(reason("- 2 Connection_Abandoned_By_ReqQueue Shop").getErrors().get(0).getMessage())
        .contains("prematurely closed");
  }

  @Test
  void idleConnectionsAreNoRequests() {
    assertThat(
            Parsed.skipped(
                parser(),
                "2026-11-22 06:00:10 192.0.2.9 50123 10.0.0.5 443 - - - - - Timer_ConnectionIdle -"))
        .isEqualTo("idle-connection");
  }

  @Test
  void theFileIsToldFromASitesLog() {
    List<RawLine> lines = List.of(RawLine.of(HEADER, 0), RawLine.of(FULL, 200));
    Detection found =
        Formats.detect(lines, "x.log", ServerConfigs.EMPTY, ParseContext.of("test")).orElseThrow();

    assertThat(found.format().name()).isEqualTo("iis-httperr");
  }

  @Test
  void damagedRowsHaveAnOutcome() {
    Parsed.fuzz(parser(), 42, HEADER, FULL);
  }
}

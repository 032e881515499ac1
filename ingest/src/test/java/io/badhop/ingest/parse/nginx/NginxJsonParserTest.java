package io.badhop.ingest.parse.nginx;

import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.proxy;
import static io.badhop.ingest.parse.Parsed.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.ProxyEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** nginx access lines in JSON, with and without the format that wrote them. */
class NginxJsonParserTest {
  private static final ParseContext CONTEXT = ParseContext.of("test");

  private static LineParser json(String format) {
    return new NginxAccessParser(format, "json", Map.of(), CONTEXT);
  }

  @Test
  void nginxJsonWithoutItsConfigurationIsReadByTheUsualNames() {
    ProxyEvent event =
        proxy(
            new NginxJsonParser(CONTEXT),
            "{\"time\":\"2026-03-03T10:00:05+01:00\",\"status\":504,\"uri\":\"/x?y\","
                + "\"method\":\"GET\",\"request_time\":\"3.001\",\"upstream_addr\":\"10.1.1.1:80\","
                + "\"upstream_status\":\"504\",\"upstream_header_time\":\"-\"}");

    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T09:00:05Z"));
    assertThat(event.getAttempts()).hasSize(1);
    assertThat(event.getPath()).isEqualTo("/x");
  }

  @Test
  void jsonOfSomethingElseIsNotTakenForNginx() {
    assertThat(rejected(new NginxJsonParser(CONTEXT), "{\"level\":\"info\"}"))
        .isEqualTo("not-the-format");
  }

  @Test
  void jsonEscapesAreResolvedAndEmptyMeansNone() {
    LineParser json =
        json(
            "{\"t\":\"$msec\",\"r\":\"$request\",\"s\":\"$status\",\"ua\":\"$http_user_agent\","
                + "\"a\":\"$upstream_addr\",\"id\":\"$http_x_request_id\"}");

    ProxyEvent event =
        proxy(
            json,
            "{\"t\":\"1772528405.250\",\"r\":\"GET /a\\u0009b HTTP/1.1\",\"s\":\"503\","
                + "\"ua\":\"say \\\"hi\\\", \\\\\",\"a\":\"\",\"id\":\"x-9\"}");

    assertThat(event.getPath()).isEqualTo("/a\tb");
    assertThat(event.getAttempts()).isEmpty();
    assertThat(event.getAttemptsLogged()).isTrue();
    assertThat(event.getRequestId()).isEqualTo("x-9");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(
        json("{\"t\":\"$msec\",\"u\":\"$request_uri\",\"s\":\"$status\"}"),
        2,
        "{\"t\":\"1772528405.250\",\"u\":\"/a\\u00e9\\\\b\",\"s\":\"200\"}");
    Parsed.fuzz(
        new NginxJsonParser(CONTEXT),
        3,
        "{\"msec\":\"1772528405.250\",\"request_time\":0.1,\"status\":200,\"o\":{\"a\":[1]}}");
  }
}

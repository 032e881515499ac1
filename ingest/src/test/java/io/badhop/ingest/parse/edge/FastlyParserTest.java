package io.badhop.ingest.parse.edge;

import static io.badhop.ingest.parse.Parsed.edge;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.RequestIdKind;
import org.junit.jupiter.api.Test;

/** Fastly's log streaming. */
class FastlyParserTest {
  private static final String GUIDE =
      "{ \"timestamp\": \"2026-11-22T06:00:10+0000\", \"client_ip\": \"192.0.2.7\", "
          + "\"host\": \"www.example.com\", \"url\": \"/a?b=c\", \"request_method\": \"GET\", "
          + "\"response_state\": \"ERROR\", \"response_status\": 503, "
          + "\"response_reason\": \"first byte timeout\", "
          + "\"fastly_server\": \"cache-fra1234-FRA\", \"fastly_is_edge\": true }";
  private static final String ELAPSED =
      "<134>2026-11-22T06:00:12Z cache-fra1234 shop[42]: {\"time_start\":1795327210250,"
          + "\"time_elapsed\":1500001,\"request\":\"POST\",\"url\":\"/a\",\"status\":\"502\","
          + "\"host\":\"www.example.com\",\"x-request-id\":\"abc\",\"origin_status\":502,"
          + "\"backend_ip\":\"203.0.113.9\",\"pop\":\"FRA\"}";
  private static final String COMMON =
      "<134>2026-11-22T06:00:12Z cache-fra1234 shop[42]: 192.0.2.7 \"-\" \"-\" "
          + "[22/Nov/2026:06:00:10 +0000] \"GET /a?b=c HTTP/1.1\" 503 12";

  private final FastlyParser parser = new FastlyParser(ParseContext.of("test"));

  @Test
  void theGuidesJsonIsRead() {
    EdgeEvent event = edge(parser, GUIDE);

    assertThat(event.getVendor()).isEqualTo("fastly");
    assertThat(event.getTime()).isEqualTo(micros("2026-11-22T06:00:10Z"));
    assertThat(event.getResolution()).isEqualTo(1_000_000);
    assertThat(event.getDurationUs()).isEqualTo(-1);
    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getHost()).isEqualTo("www.example.com");
    assertThat(event.getPath()).isEqualTo("/a");
    assertThat(event.getClientIp()).isEqualTo("192.0.2.7");
    assertThat(event.getEdgeLocation()).isEqualTo("FRA");
    assertThat(event.getCacheStatus()).isEqualTo("error");
    assertThat(event.getOriginStatus()).isEqualTo(-1);
  }

  @Test
  void aReasonOfItsOwnIsTheDetail() {
    assertThat(edge(parser, GUIDE).getDetail()).isEqualTo("first byte timeout");
    assertThat(
            edge(
                    parser,
                    GUIDE
                        .replace("first byte timeout", "Service Unavailable")
                        .replace("\"ERROR\"", "\"MISS\""))
                .getDetail())
        .isEmpty();
  }

  @Test
  void aStateOfErrorIsTheDetailWhereNoReasonIs() {
    assertThat(edge(parser, GUIDE.replace("first byte timeout", "")).getDetail())
        .isEqualTo("ERROR");
  }

  @Test
  void aStartWithTheTimeElapsedGivesTheEnd() {
    EdgeEvent event = edge(parser, ELAPSED);

    assertThat(event.getStartTime()).isEqualTo(1_795_327_210_250_000L);
    assertThat(event.getTime()).isEqualTo(1_795_327_211_750_001L);
    assertThat(event.getDurationUs()).isEqualTo(1_500_001);
    assertThat(event.getResolution()).isEqualTo(1_000);
  }

  @Test
  void namesOfOtherTemplatesAreKnown() {
    EdgeEvent event = edge(parser, ELAPSED);

    assertThat(event.getMethod()).isEqualTo("POST");
    assertThat(event.getStatus()).isEqualTo(502);
    assertThat(event.getOriginStatus()).isEqualTo(502);
    assertThat(event.getOriginAddress()).isEqualTo("203.0.113.9");
    assertThat(event.getEdgeLocation()).isEqualTo("FRA");
    assertThat(event.getRequestId()).isEqualTo("abc");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.REQUEST_ID);
  }

  @Test
  void theHeadersTimeIsTheEndWhereTheRecordHasNone() {
    assertThat(edge(parser, ELAPSED.replace("\"time_start\":1795327210250,", "")).getTime())
        .isEqualTo(micros("2026-11-22T06:00:12Z"));
  }

  @Test
  void aStartAndAnEndMeasureThemselves() {
    EdgeEvent event =
        edge(parser, ELAPSED.replace("\"time_elapsed\":1500001", "\"time_end\":1795327210750"));

    assertThat(event.getTime()).isEqualTo(1_795_327_210_750_000L);
    assertThat(event.getStartTime()).isEqualTo(1_795_327_210_250_000L);
    assertThat(event.getDurationUs()).isEqualTo(500_000);
  }

  @Test
  void theDefaultTextIsReadBehindAHeader() {
    EdgeEvent event = edge(parser, COMMON);

    assertThat(event.getTime()).isEqualTo(micros("2026-11-22T06:00:10Z"));
    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getPath()).isEqualTo("/a");
    assertThat(event.getClientIp()).isEqualTo("192.0.2.7");
  }

  @Test
  void aShieldsCopyIsNotCounted() {
    assertThat(
            skipped(parser, GUIDE.replace("\"fastly_is_edge\": true", "\"fastly_is_edge\": false")))
        .isEqualTo("shield-request");
  }

  @Test
  void jsonOfAnyOtherKindIsRefused() {
    assertThat(rejected(parser, "{\"time\":\"2026-11-22T06:00:10Z\",\"status\":200}"))
        .isEqualTo("not-the-format");
    assertThat(rejected(parser, "192.0.2.7 - - [22/Nov/2026:06:00:10 +0000] \"GET /\" 200 1"))
        .isEqualTo("not-the-format");
    assertThat(rejected(parser, "{\"fastly_server\":")).isEqualTo("bad-json");
    assertThat(rejected(parser, GUIDE.replace("503", "\"x\""))).isEqualTo("bad-status");
    assertThat(rejected(parser, GUIDE.replace("2026-11", "2026-21"))).isEqualTo("bad-timestamp");
  }

  @Test
  void everyDamagedLineHasOneOutcome() {
    Parsed.fuzz(parser, 7, GUIDE, ELAPSED, COMMON);
  }
}

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

/** Cloudflare's http_requests. */
class CloudflareParserTest {
  private static final String HEAD = "{\"RayID\":\"8a3f00c2b1d4e5f6\",\"EdgeResponseStatus\":522,";

  private final CloudflareParser parser = new CloudflareParser(ParseContext.of("test"));

  private EdgeEvent ended(String json) {
    return edge(parser, HEAD + "\"EdgeEndTimestamp\":" + json + "}");
  }

  @Test
  void rfc3339IsReadWithAndWithoutFraction() {
    assertThat(ended("\"2026-03-03T10:00:05Z\"").getTime())
        .isEqualTo(micros("2026-03-03T10:00:05Z"));
    assertThat(ended("\"2026-03-03T10:00:05Z\"").getResolution()).isEqualTo(1_000_000);
    assertThat(ended("\"2026-03-03T10:00:05.25Z\"").getTime())
        .isEqualTo(micros("2026-03-03T10:00:05.250Z"));
    assertThat(ended("\"2026-03-03T10:00:05.25Z\"").getResolution()).isEqualTo(1_000);
  }

  @Test
  void numbersAreToldApartByTheirSize() {
    assertThat(ended("1772532005").getTime()).isEqualTo(1_772_532_005_000_000L);
    assertThat(ended("1772532005250").getTime()).isEqualTo(1_772_532_005_250_000L);
    assertThat(ended("1772532005250001").getTime()).isEqualTo(1_772_532_005_250_001L);
    assertThat(ended("1772532005250001999").getTime()).isEqualTo(1_772_532_005_250_001L);
  }

  @Test
  void numbersMayBeStrings() {
    assertThat(ended("\"1772532005250000000\"").getTime()).isEqualTo(1_772_532_005_250_000L);
  }

  @Test
  void wholeSecondsHaveTheirResolutionAndNoDuration() {
    EdgeEvent event =
        edge(parser, HEAD + "\"EdgeStartTimestamp\":1772532004,\"EdgeEndTimestamp\":1772532005}");

    assertThat(event.getResolution()).isEqualTo(1_000_000);
    assertThat(event.getDurationUs()).isEqualTo(-1);
    assertThat(event.getStartTime()).isEqualTo(1_772_532_004_000_000L);
  }

  @Test
  void aStartAloneIsTheTime() {
    assertThat(edge(parser, HEAD + "\"EdgeStartTimestamp\":1772532004}").getTime())
        .isEqualTo(1_772_532_004_000_000L);
  }

  @Test
  void theRequestOfAWorkerIsNotTheClients() {
    assertThat(
            skipped(
                parser,
                HEAD + "\"ParentRayID\":\"8a3f00c2b1d4e5f5\",\"EdgeEndTimestamp\":1772532005}"))
        .isEqualTo("worker-subrequest");
    assertThat(
            edge(parser, HEAD + "\"ParentRayID\":\"00\",\"EdgeEndTimestamp\":1772532005}")
                .getStatus())
        .isEqualTo(522);
  }

  @Test
  void withoutRequestHeadersTheRayIsTheKey() {
    EdgeEvent event = ended("1772532005");

    assertThat(event.getRequestId()).isEqualTo("8a3f00c2b1d4e5f6");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.EDGE_ID);
    assertThat(event.getOtherId()).isEmpty();
  }

  @Test
  void aRequestIdComesBeforeTheRay() {
    EdgeEvent event =
        edge(
            parser,
            HEAD
                + "\"EdgeEndTimestamp\":1772532005,\"RequestHeaders\":{\"x-request-id\":\"r-4\"}}");

    assertThat(event.getRequestId()).isEqualTo("r-4");
    assertThat(event.getOtherId()).isEqualTo("8a3f00c2b1d4e5f6");
  }

  @Test
  void theOriginsPartIsTaken() {
    EdgeEvent event =
        edge(
            parser,
            HEAD
                + "\"EdgeEndTimestamp\":1772532005,\"OriginResponseStatus\":0,\"OriginIP\":\"10.9.9.9\","
                + "\"OriginTCPHandshakeDurationMs\":19000,\"OriginResponseHeaderReceiveDurationMs\":0,"
                + "\"OriginResponseTime\":19003000000,\"ClientRequestURI\":\"/a?b=c\","
                + "\"CacheCacheStatus\":\"MISS\",\"EdgeColoCode\":\"AMS\"}");

    assertThat(event.getOriginStatus()).isZero();
    assertThat(event.getOriginConnectUs()).isEqualTo(19_000_000);
    assertThat(event.getOriginHeaderUs()).isEqualTo(-1);
    assertThat(event.getOriginResponseUs()).isEqualTo(19_003_000);
    assertThat(event.getPath()).isEqualTo("/a");
    assertThat(event.getCacheStatus()).isEqualTo("miss");
  }

  @Test
  void anOriginThatIsNotLoggedIsUnknown() {
    EdgeEvent event = ended("1772532005");

    assertThat(event.getOriginStatus()).isEqualTo(-1);
    assertThat(event.getOriginResponseUs()).isEqualTo(-1);
  }

  @Test
  void aLineThatIsNoRecordIsRejectedByName() {
    assertThat(rejected(parser, "{\"a\":1}")).isEqualTo("not-the-format");
    assertThat(rejected(parser, "{\"RayID\":")).isEqualTo("bad-json");
    assertThat(rejected(parser, "[1]")).isEqualTo("bad-json");
    assertThat(rejected(parser, HEAD + "\"EdgeEndTimestamp\":\"soon\"}"))
        .isEqualTo("bad-timestamp");
    assertThat(rejected(parser, "{\"RayID\":\"a\",\"EdgeEndTimestamp\":1772532005}"))
        .isEqualTo("bad-status");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(
        parser,
        10,
        HEAD
            + "\"EdgeStartTimestamp\":1772532005250001999,\"EdgeEndTimestamp\":\"1772532005250\","
            + "\"OriginResponseTime\":19003000000,\"RequestHeaders\":{\"x-request-id\":\"r-4\"}}",
        HEAD + "\"EdgeEndTimestamp\":\"2026-03-03T10:00:05.25+01:00\"}");
  }

  @Test
  void theErrorTypeOfTheResponseIsTheDetail() {
    EdgeEvent event =
        edge(
            parser,
            HEAD
                + "\"EdgeEndTimestamp\":1772532005,\"WorkerStatus\":\"ok\","
                + "\"ResponseHeaders\":{\"cf-error-type\":\"1016\"}}");

    assertThat(event.getDetail()).isEqualTo("1016");
  }

  @Test
  void aWorkerThatFailedIsTheDetail() {
    String worker = HEAD + "\"EdgeEndTimestamp\":1772532005,\"WorkerStatus\":";

    assertThat(edge(parser, worker + "\"exceededCpu\"}").getDetail()).isEqualTo("exceededCpu");
    assertThat(edge(parser, worker + "\"unknown\"}").getDetail()).isEmpty();
  }
}

package io.badhop.ingest.parse.edge;

import static io.badhop.ingest.parse.Parsed.edge;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.AddressBook;
import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.FieldNames;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.ingest.parse.text.AnyTimes;
import io.badhop.schemas.event.EdgeEvent;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** JSON of an edge without a format of its own. */
class GenericEdgeParserTest {
  private static final String RECORD =
      "{\"time\":\"2026-11-22T06:00:10.500Z\",\"duration_ms\":250.5,\"status\":504,"
          + "\"method\":\"GET\",\"host\":\"www.example.com\",\"path\":\"/a\",\"cdn\":\"Bunny\","
          + "\"request_id\":\"abc\",\"cache_status\":\"MISS\",\"origin_status\":0,"
          + "\"error\":\"origin timed out\",\"upstream_addr\":\"203.0.113.9:443\"}";

  private final GenericEdgeParser parser = new GenericEdgeParser(ParseContext.of("test"));

  @Test
  void usualNamesAreRead() {
    EdgeEvent event = edge(parser, RECORD);

    assertThat(event.getVendor()).isEqualTo("bunny");
    assertThat(event.getTime()).isEqualTo(micros("2026-11-22T06:00:10.500Z"));
    assertThat(event.getDurationUs()).isEqualTo(250_500);
    assertThat(event.getStartTime()).isEqualTo(micros("2026-11-22T06:00:10.249500Z"));
    assertThat(event.getOriginStatus()).isZero();
    assertThat(event.getOriginAddress()).isEqualTo("203.0.113.9:443");
    assertThat(event.getDetail()).isEqualTo("origin timed out");
    assertThat(event.getCacheStatus()).isEqualTo("miss");
    assertThat(event.getRequestId()).isEqualTo("abc");
  }

  @Test
  void theUsersNamesComeFirst() {
    FieldNames own =
        FieldNames.GUESSED.with(
            Map.of("status", List.of("answer"), "originStatus", List.of("theirs")));
    ParseContext context =
        new ParseContext(
            "default", "test", "", ZoneId.of("UTC"), own, RequestIds.DEFAULT, AddressBook.EMPTY);
    EdgeEvent event =
        edge(
            new GenericEdgeParser(context),
            "{\"time\":1795327210,\"status\":200,\"answer\":502,\"theirs\":503}");

    assertThat(event.getStatus()).isEqualTo(502);
    assertThat(event.getOriginStatus()).isEqualTo(503);
  }

  @Test
  void aRecordWithoutAnythingOfAnEdgeIsRefused() {
    assertThat(rejected(parser, "{\"time\":\"2026-11-22T06:00:10Z\",\"status\":200}"))
        .isEqualTo("not-the-format");
    assertThat(rejected(parser, "x {\"a\"")).isEqualTo("bad-json");
    assertThat(rejected(parser, RECORD.replace("504", "\"\""))).isEqualTo("bad-status");
    assertThat(rejected(parser, RECORD.replace("2026-11", "2026-99"))).isEqualTo("bad-timestamp");
  }

  @Test
  void anApplicationsJsonIsNeverTakenForAnEdges() {
    assertThat(
            Formats.detect(
                    List.of(RawLine.of(RECORD.replace("upstream_addr", "origin_ip"), 0)),
                    "edge.log",
                    ServerConfigs.EMPTY,
                    ParseContext.of("test"))
                .map(Detection::format))
        .hasValueSatisfying(format -> assertThat(format.name()).isEqualTo("app-json"));
  }

  @Test
  void timesAreToldApartByTheirDigits() {
    ZoneId utc = ZoneId.of("UTC");

    assertThat(AnyTimes.any("1795327210", utc)).isEqualTo(1_795_327_210_000_000L);
    assertThat(AnyTimes.any("1795327210.5", utc)).isEqualTo(1_795_327_210_500_000L);
    assertThat(AnyTimes.any("1795327210500", utc)).isEqualTo(1_795_327_210_500_000L);
    assertThat(AnyTimes.any("1795327210500001", utc)).isEqualTo(1_795_327_210_500_001L);
    assertThat(AnyTimes.any("1795327210500001000", utc)).isEqualTo(1_795_327_210_500_001L);
    assertThat(AnyTimes.any("22/Nov/2026:06:00:10 +0000", utc))
        .isEqualTo(micros("2026-11-22T06:00:10Z"));
  }

  @Test
  void everyDamagedLineHasOneOutcome() {
    Parsed.fuzz(parser, 7, RECORD, "<134>2026-11-22T06:00:12Z host: " + RECORD);
  }
}

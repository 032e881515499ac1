package io.badhop.ingest.parse.edge;

import static io.badhop.ingest.parse.Parsed.edge;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.AddressBook;
import io.badhop.ingest.parse.FieldNames;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.RequestIdKind;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** CloudFront's standard and real-time logs. */
class CloudFrontParserTest {
  private static final String HEAD =
      "2026-11-22 06:00:10 FRA50-P2 703 192.0.2.7 GET d111.cloudfront.net /a%2520b%20c 502 - curl"
          + " q=1 - Error 375WZmnR4hhhnl== www.example.com https 62 2.250 - TLSv1.3 AES Error"
          + " HTTP/2.0 - - 51754 2.249 OriginConnectError text/html 20 - -";
  private static final String STANDARD = HEAD.replace(' ', '\t');
  private static final String REAL_TIME =
      "1795327210.125 192.0.2.7 2.249 502 703 GET https d111.cloudfront.net /a?q=1 62 FRA50-P2"
          + " 375WZmnR4hhhnl== www.example.com 2.250 HTTP/2.0 IPv4 curl - - q=1 Error - TLSv1.3"
          + " AES Error - - text/html 20 - - 51754 OriginReadError DE - - * - - - E1 d111 2.1 2.2"
          + " 64496";

  private final CloudFrontParser parser =
      new CloudFrontParser(ParseContext.of("test"), CloudFrontColumns.STANDARD);
  private final CloudFrontParser realTime =
      new CloudFrontParser(ParseContext.of("test"), CloudFrontColumns.REAL_TIME);

  @Test
  void aStandardLineIsStampedAtItsEnd() {
    EdgeEvent event = edge(parser, STANDARD);

    assertThat(event.getVendor()).isEqualTo("cloudfront");
    assertThat(event.getTime()).isEqualTo(micros("2026-11-22T06:00:10Z"));
    assertThat(event.getStartTime()).isEqualTo(micros("2026-11-22T06:00:07.750Z"));
    assertThat(event.getDurationUs()).isEqualTo(2_250_000);
    assertThat(event.getResolution()).isEqualTo(1_000_000);
    assertThat(event.getStatus()).isEqualTo(502);
    assertThat(event.getHost()).isEqualTo("www.example.com");
    assertThat(event.getClientIp()).isEqualTo("192.0.2.7");
    assertThat(event.getEdgeLocation()).isEqualTo("FRA50-P2");
  }

  @Test
  void theEdgesIdIsTheKey() {
    EdgeEvent event = edge(parser, STANDARD);

    assertThat(event.getRequestId()).isEqualTo("375WZmnR4hhhnl==");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.EDGE_ID);
  }

  @Test
  void thePathIsAsTheViewerSentIt() {
    assertThat(edge(parser, STANDARD).getPath()).isEqualTo("/a%20b%20c");
  }

  @Test
  void theDetailedTypeTellsWhetherTheOriginAnswered() {
    EdgeEvent refused = edge(parser, STANDARD);

    assertThat(refused.getDetail()).isEqualTo("OriginConnectError");
    assertThat(refused.getOriginStatus()).isZero();
    assertThat(refused.getCacheStatus()).isEmpty();
    EdgeEvent unclear = edge(parser, STANDARD.replace("OriginConnectError", "Error"));
    assertThat(unclear.getDetail()).isEqualTo("Error");
    assertThat(unclear.getOriginStatus()).isEqualTo(-1);
  }

  @Test
  void aResultTypeOfTheCacheIsItsStatus() {
    assertThat(edge(parser, STANDARD.replace("\tError\t", "\tRefreshHit\t")).getCacheStatus())
        .isEqualTo("refreshhit");
  }

  @Test
  void columnsFollowTheLastFieldsLine() {
    assertThat(skipped(parser, "#Version: 1.0")).isEqualTo("comment");
    assertThat(
            skipped(
                parser,
                "#Fields: sc-status date time x-edge-request-id cs-uri-stem cs(Host) time-taken"))
        .isEqualTo("comment");

    EdgeEvent event = edge(parser, "504\t2026-11-22\t06:00:10\tabc==\t/x\twww.example.com\t0.5");

    assertThat(event.getStatus()).isEqualTo(504);
    assertThat(event.getRequestId()).isEqualTo("abc==");
    assertThat(event.getHost()).isEqualTo("www.example.com");
    assertThat(event.getDurationUs()).isEqualTo(500_000);
  }

  @Test
  void rowsOfOlderFilesEndEarly() {
    String old = STANDARD.substring(0, STANDARD.indexOf("\twww.example.com"));
    EdgeEvent event = edge(parser, old);

    assertThat(event.getHost()).isEqualTo("d111.cloudfront.net");
    assertThat(event.getDetail()).isEqualTo("Error");
    assertThat(event.getDurationUs()).isEqualTo(-1);
  }

  @Test
  void aViewerThatLeftFirstHasStatusZero() {
    assertThat(edge(parser, STANDARD.replace("\t502\t", "\t000\t")).getStatus()).isZero();
  }

  @Test
  void whatLastsIsNotSlow() {
    assertThat(edge(parser, STANDARD.replace("\thttps\t", "\twss\t")).getDurationUs())
        .isEqualTo(-1);
    assertThat(
            edge(parser, STANDARD.replace("text/html", "text/event-stream;%20charset=utf-8"))
                .getDurationUs())
        .isEqualTo(-1);
  }

  @Test
  void jsonOfTheSecondVersionIsRead() {
    EdgeEvent event =
        edge(
            parser,
            "{\"date\":\"2026-11-22\",\"time\":\"06:00:10\",\"x-edge-location\":\"FRA50-P2\","
                + "\"sc-status\":\"503\",\"x-edge-detailed-result-type\":\"CapacityExceeded\","
                + "\"cs(Host)\":\"d111.cloudfront.net\",\"x-edge-request-id\":\"abc==\"}");

    assertThat(event.getDetail()).isEqualTo("CapacityExceeded");
    assertThat(event.getRequestId()).isEqualTo("abc==");
  }

  @Test
  void realTimeRecordsHaveBlanksOrTabs() {
    EdgeEvent event = edge(realTime, REAL_TIME);

    assertThat(event.getTime()).isEqualTo(1_795_327_210_125_000L);
    assertThat(event.getResolution()).isEqualTo(1_000);
    assertThat(event.getDetail()).isEqualTo("OriginReadError");
    assertThat(event.getPath()).isEqualTo("/a");
    assertThat(event.getOriginHeaderUs()).isEqualTo(2_100_000);
    assertThat(event.getOriginResponseUs()).isEqualTo(2_200_000);
    assertThat(edge(realTime, REAL_TIME.replace(' ', '\t')).getDetail())
        .isEqualTo("OriginReadError");
  }

  @Test
  void theUserListsTheFieldsThatWereChosen() {
    FieldNames own =
        FieldNames.GUESSED.with(
            Map.of(
                "cloudfrontFields",
                List.of("timestamp", "sc-status", "x-edge-request-id", "cs-host", "time-taken")));
    ParseContext context =
        new ParseContext(
            "default", "test", "", ZoneId.of("UTC"), own, RequestIds.DEFAULT, AddressBook.EMPTY);
    LineParser chosen = Formats.parser("cloudfront-realtime", ServerConfigs.EMPTY, context);
    EdgeEvent event = edge(chosen, "1795327210.125\t504\tabc==\twww.example.com\t0.5");

    assertThat(event.getStatus()).isEqualTo(504);
    assertThat(event.getRequestId()).isEqualTo("abc==");
    assertThat(event.getDurationUs()).isEqualTo(500_000);
  }

  @Test
  void aTimestampOfWholeSecondsHasTheirResolution() {
    EdgeEvent event =
        edge(parser, "{\"timestamp\":\"1795327210\",\"sc-status\":200,\"x-edge-location\":\"X\"}");

    assertThat(event.getTime()).isEqualTo(1_795_327_210_000_000L);
    assertThat(event.getResolution()).isEqualTo(1_000_000);
  }

  @Test
  void otherLinesAreRefused() {
    assertThat(rejected(parser, REAL_TIME)).isEqualTo("bad-timestamp");
    assertThat(rejected(realTime, HEAD)).isEqualTo("bad-timestamp");
    assertThat(rejected(parser, "a b")).isEqualTo("not-the-format");
    assertThat(rejected(parser, STANDARD.replace("\t502\t", "\t-\t"))).isEqualTo("bad-status");
    assertThat(skipped(parser, "")).isEqualTo("empty");
  }

  @Test
  void aHeaderOfAnotherServerIsNotTakenForCloudFronts() {
    skipped(parser, "#Fields: date time s-ip cs-method cs-uri-stem sc-status");

    assertThat(rejected(parser, "2026-11-22 06:00:10 10.0.0.1 GET /a 502"))
        .isEqualTo("not-the-format");
  }

  @Test
  void everyDamagedLineHasOneOutcome() {
    Parsed.fuzz(parser, 7, STANDARD, HEAD, "#Fields: date time x-edge-location sc-status");
    Parsed.fuzz(realTime, 8, REAL_TIME);
  }
}

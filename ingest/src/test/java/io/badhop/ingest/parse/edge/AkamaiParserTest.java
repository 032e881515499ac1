package io.badhop.ingest.parse.edge;

import static io.badhop.ingest.parse.Parsed.edge;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.RequestIdKind;
import org.junit.jupiter.api.Test;

/** Akamai's DataStream 2. */
class AkamaiParserTest {
  private static final String RECORD =
      "{\"version\":1,\"cp\":\"1\",\"reqId\":\"1239f220\",\"reqTimeSec\":\"1795327210.250\","
          + "\"statusCode\":\"503\",\"cliIP\":\"192.0.2.7\",\"reqHost\":\"www.example.com\","
          + "\"reqMethod\":\"GET\",\"reqPath\":\"a%2Fb\",\"queryStr\":\"c=d\","
          + "\"totalBytes\":\"42\",\"edgeIP\":\"203.0.113.5\",\"cacheStatus\":\"0\","
          + "\"reqEndTimeMSec\":\"3\",\"turnAroundTimeMSec\":\"900\",\"transferTimeMSec\":\"-\","
          + "\"errorCode\":\"ERR_CONNECT_FAIL|6\",\"serverCountry\":\"DE\"}";

  private final AkamaiParser parser = new AkamaiParser(ParseContext.of("test"));

  @Test
  void thePhasesAddUpToTheEnd() {
    EdgeEvent event = edge(parser, RECORD);

    assertThat(event.getStartTime()).isEqualTo(1_795_327_210_250_000L);
    assertThat(event.getTime()).isEqualTo(1_795_327_211_153_000L);
    assertThat(event.getDurationUs()).isEqualTo(903_000);
    assertThat(event.getResolution()).isEqualTo(1_000);
  }

  @Test
  void theRecordIsRead() {
    EdgeEvent event = edge(parser, RECORD);

    assertThat(event.getVendor()).isEqualTo("akamai");
    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getHost()).isEqualTo("www.example.com");
    assertThat(event.getPath()).isEqualTo("/a/b");
    assertThat(event.getClientIp()).isEqualTo("192.0.2.7");
    assertThat(event.getCacheStatus()).isEqualTo("miss");
    assertThat(event.getDetail()).isEqualTo("ERR_CONNECT_FAIL|6");
    assertThat(event.getEdgeLocation()).isEqualTo("DE");
    assertThat(event.getRequestId()).isEqualTo("1239f220");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.EDGE_ID);
    assertThat(event.getOriginStatus()).isEqualTo(-1);
    assertThat(event.getOriginAddress()).isEmpty();
  }

  @Test
  void withoutPhasesTheStartIsTheOnlyTime() {
    EdgeEvent event =
        edge(parser, "{\"reqTimeSec\":1795327210,\"statusCode\":200,\"errorCode\":\"-\"}");

    assertThat(event.getTime()).isEqualTo(1_795_327_210_000_000L);
    assertThat(event.getDurationUs()).isEqualTo(-1);
    assertThat(event.getResolution()).isEqualTo(1_000_000);
    assertThat(event.getDetail()).isEmpty();
  }

  @Test
  void theGlobalRequestNumberIsTheBetterId() {
    String numbered = RECORD.replace("{", "{\"grn\":\"0.44a5dc17.1795327210.1239f220\",");

    assertThat(edge(parser, numbered).getRequestId()).isEqualTo("0.44a5dc17.1795327210.1239f220");
  }

  @Test
  void requestsBetweenMachinesOfTheEdgeAreNotCounted() {
    assertThat(skipped(parser, RECORD.replace("{", "{\"isMidgress\":1,"))).isEqualTo("midgress");
  }

  @Test
  void otherLinesAreRefused() {
    assertThat(rejected(parser, "{\"statusCode\":200}")).isEqualTo("not-the-format");
    assertThat(rejected(parser, "{\"reqTimeSec\":\"-\",\"statusCode\":200}"))
        .isEqualTo("bad-timestamp");
    assertThat(rejected(parser, "{\"reqTimeSec\":1795327210}")).isEqualTo("bad-status");
    assertThat(rejected(parser, "no JSON")).isEqualTo("bad-json");
  }

  @Test
  void everyDamagedLineHasOneOutcome() {
    Parsed.fuzz(parser, 7, RECORD);
  }
}

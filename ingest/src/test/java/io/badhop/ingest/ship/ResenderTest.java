package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dead letters that are read again. */
class ResenderTest {
  private static final String APP =
      "{\"ts\":\"2026-11-22T06:00:00\",\"request_id\":\"r-1\",\"status\":500,\"message\":\"x\",\"route\":\"/a;sid=Zq7kd82hs\"}";

  private final DrivenClock clock = new DrivenClock();
  private final Kafka kafka = new Kafka(true);
  private final Resender resender =
      new Resender(kafka.producer, kafka.topics, ShipperOptions.DEFAULT, clock);

  private static DeadLetter letter(String format, String text, String reason, boolean cut) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new DeadLetter(
        "vm1:/var/log/app", 4711L, 0L, reason, "", format, ByteBuffer.wrap(bytes), cut);
  }

  private Resender.Outcome resend(DeadLetter letter, LogSetOptions reading) throws Exception {
    List<Resender.Outcome> outcomes = resender.resend(letter, reading);
    resender.finish();
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }

  @Test
  void everyRecordOfALineIsSentAndCounted() throws Exception {
    String record =
        "{\"timeUnixNano\":\"1795327200000000000\",\"body\":{\"stringValue\":\"done\"},\"attributes\":["
            + "{\"key\":\"request_id\",\"value\":{\"stringValue\":\"ID\"}},"
            + "{\"key\":\"http.response.status_code\",\"value\":{\"intValue\":\"503\"}}]}";
    String chat =
        "{\"timeUnixNano\":\"1795327200000000000\",\"body\":{\"stringValue\":\"cache warmed\"}}";
    String noTime = "{\"body\":{\"stringValue\":\"no time\"}}";
    String line =
        "{\"resourceLogs\":[{\"resource\":{\"attributes\":[]},\"scopeLogs\":[{\"logRecords\":["
            + String.join(
                ",", record.replace("ID", "a"), noTime, chat, record.replace("ID", "b"), chat)
            + "]}]}]}";
    clock.now = java.time.Instant.ofEpochSecond(1_795_327_300L);

    List<Resender.Outcome> outcomes =
        resender.resend(letter("otlp", line, "x", false), LogSetOptions.DEFAULT);
    resender.finish();

    assertThat(outcomes)
        .extracting(Resender.Outcome::kind)
        .containsExactly(
            Resender.Kind.SENT,
            Resender.Kind.SENT,
            Resender.Kind.REJECTED,
            Resender.Kind.SKIPPED,
            Resender.Kind.SKIPPED);
    assertThat(kafka.events())
        .extracting(sent -> ((AppEvent) sent.value()).getRequestId())
        .containsExactly("a", "b");
    assertThat(kafka.deadLetters()).isEmpty();
  }

  @Test
  void theEventIsThatOfTheLineAtItsPlaceReadAsItIsToBeReadNow() throws Exception {
    LogSetOptions reading =
        LogSetOptions.DEFAULT
            .at("shop", "vm1")
            .reading(
                ZoneId.of("Europe/Berlin"), RequestIds.DEFAULT, LogSetOptions.DEFAULT.fields());

    Resender.Outcome outcome = resend(letter("app-json", APP, "ahead-of-clock", false), reading);

    assertThat(outcome.kind()).isEqualTo(Resender.Kind.SENT);
    AppEvent event = (AppEvent) kafka.events().get(0).value();
    assertThat(event.getSite()).isEqualTo("shop");
    assertThat(event.getSource()).isEqualTo("vm1:/var/log/app");
    assertThat(event.getEventId()).isEqualTo(RawLine.of(APP, 4711).identity());
    assertThat(java.time.Instant.ofEpochSecond(event.getTime() / 1_000_000))
        .hasToString("2026-11-22T05:00:00Z");
    assertThat(event.getRoute()).isEqualTo("/a");
  }

  @Test
  void anErrorLineStandsByItself() throws Exception {
    String line =
        "2026/11/22 06:00:00 [error] 31#31: *7 connect() failed (111: Connection refused) while"
            + " connecting to upstream, client: 192.0.2.7, server: s, request: \"GET /a HTTP/1.1\","
            + " upstream: \"http://10.0.0.1:80/a\", host: \"s\"";
    assertThat(resend(letter("nginx-error", line, "x", false), LogSetOptions.DEFAULT).kind())
        .isEqualTo(Resender.Kind.SENT);
    assertThat(kafka.events().get(0).value()).isInstanceOf(ComponentEvent.class);
  }

  @Test
  void whatCannotBeReadAgainIsSkippedWithItsReason() throws Exception {
    LogSetOptions usual = LogSetOptions.DEFAULT;
    assertThat(resend(letter("app-json", APP, "x", true), usual).reason()).isEqualTo("truncated");
    assertThat(resend(letter("", APP, "x", false), usual).reason()).isEqualTo("no-format");
    assertThat(resend(letter("", APP, "undecodable", false), usual).reason()).isEqualTo("no-line");
    assertThat(resend(letter("app-json", "", "x", false), usual).kind())
        .isEqualTo(Resender.Kind.SKIPPED);
    assertThat(kafka.events()).isEmpty();
    assertThat(resend(letter("", APP, "x", false), usual.withFormat("*", "app-json")).kind())
        .isEqualTo(Resender.Kind.SENT);
  }

  @Test
  void whatIsRejectedAgainIsNoFurtherDeadLetter() throws Exception {
    Resender.Outcome outcome =
        resend(letter("app-json", "{\"a\":", "bad-json", false), LogSetOptions.DEFAULT);
    assertThat(outcome.kind()).isEqualTo(Resender.Kind.REJECTED);
    assertThat(outcome.reason()).isEqualTo("bad-json");
    assertThat(kafka.deadLetters()).isEmpty();
  }
}

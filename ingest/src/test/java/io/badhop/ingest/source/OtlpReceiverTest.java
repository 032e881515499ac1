package io.badhop.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What senders of OTLP are answered, and those who come too fast. */
class OtlpReceiverTest {
  private static final int LIMIT = 100_000;
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Inbox inbox = new Inbox(LIMIT);
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private volatile boolean safe = true;
  private HttpReceiver receiver;
  private Thread shipper;

  @BeforeEach
  void start() throws IOException {
    receiver =
        HttpReceiver.start(
            new HttpReceiver.Options("127.0.0.1", 0, null, LIMIT, Duration.ofMillis(300)),
            List.of(
                new HttpReceiver.Endpoint("/v1/logs", "otlp", ""),
                new HttpReceiver.Endpoint("/secret/v1/logs", "secret", "Bearer s3cret"),
                new HttpReceiver.Endpoint(
                    "/slow/v1/logs", "slow", "", new RateLimit(0.1, 0, Duration.ofSeconds(20))),
                new HttpReceiver.Endpoint(
                    "/thin", "thin", "", new RateLimit(0, 10, Duration.ofSeconds(1)))),
            inbox,
            Clock.systemUTC());
    shipper = new Thread(this::ship);
    shipper.setDaemon(true);
    shipper.start();
  }

  @AfterEach
  void stop() {
    shipper.interrupt();
    receiver.close();
  }

  private void ship() {
    while (!Thread.currentThread().isInterrupted()) {
      Batch batch = safe ? inbox.poll() : null;
      if (batch == null) {
        Thread.onSpinWait();
        continue;
      }
      try {
        Lines.read(batch.lines()).forEach(line -> taken.add(batch.log() + ": " + line));
        batch.safe();
      } catch (IOException e) {
        batch.refused();
      }
    }
  }

  private HttpResponse<byte[]> send(String path, String type, byte[] body, String... headers)
      throws Exception {
    return send(path, type, HttpRequest.BodyPublishers.ofByteArray(body), headers);
  }

  private HttpResponse<byte[]> send(
      String path, String type, HttpRequest.BodyPublisher body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + path))
            .header("Content-Type", type)
            .POST(body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static byte[] protobuf() {
    return OtlpRequests.request(
            List.of(OtlpRequests.record("one").build(), OtlpRequests.record("two").build()))
        .toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String contentType(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Content-Type").orElse("");
  }

  /** Code and message of a google.rpc.Status. */
  private static String status(HttpResponse<byte[]> answer) throws IOException {
    UnknownFieldSet status = UnknownFieldSet.parseFrom(answer.body());
    return status.getField(1).getVarintList().get(0)
        + " "
        + status.getField(2).getLengthDelimitedList().get(0).toStringUtf8();
  }

  @Test
  void protobufIsTakenAndAnsweredInProtobuf() throws Exception {
    HttpResponse<byte[]> answer = send("/v1/logs", PROTOBUF, protobuf());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(contentType(answer)).isEqualTo(PROTOBUF);
    assertThat(ExportLogsServiceResponse.parseFrom(answer.body()))
        .isEqualTo(ExportLogsServiceResponse.getDefaultInstance());
    assertThat(taken)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("otlp: {\"resourceLogs\"").contains("one"),
            line -> assertThat(line).contains("two").contains("web-1"));
  }

  @Test
  void jsonIsTakenAndAnsweredInJson() throws Exception {
    byte[] json = OtlpEncoding.PROTOBUF.lines(protobuf(), LIMIT);
    byte[] first = utf8(new String(json, StandardCharsets.UTF_8).lines().findFirst().orElseThrow());
    HttpResponse<byte[]> answer = send("/v1/logs", JSON + "; charset=utf-8", first);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(contentType(answer)).isEqualTo(JSON);
    assertThat(answer.body()).asString().isEqualTo("{}");
    assertThat(taken).hasSize(1);
  }

  @Test
  void packedBodiesAreUnpacked() throws Exception {
    byte[] gzip = Lines.gzip(protobuf());
    byte[] zstd = Zstd.compress(protobuf());

    assertThat(send("/v1/logs", PROTOBUF, gzip, "Content-Encoding", "gzip").statusCode())
        .isEqualTo(200);
    assertThat(send("/v1/logs", PROTOBUF, zstd, "Content-Encoding", "zstd").statusCode())
        .isEqualTo(200);
    assertThat(taken).hasSize(4);
  }

  @Test
  void anEmptyRequestIsGood() throws Exception {
    assertThat(send("/v1/logs", PROTOBUF, new byte[0]).statusCode()).isEqualTo(200);
    assertThat(send("/v1/logs", JSON, utf8("{}")).body()).asString().isEqualTo("{}");
    assertThat(taken).isEmpty();
  }

  @Test
  void whatCannotBeReadIsAnsweredWithAStatus() throws Exception {
    HttpResponse<byte[]> wrong = send("/v1/logs", PROTOBUF, utf8("{}"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(contentType(wrong)).isEqualTo(PROTOBUF);
    assertThat(status(wrong)).startsWith("3 the body cannot be read: ");

    HttpResponse<byte[]> json = send("/v1/logs", JSON, utf8("{\"a\":1}"));
    assertThat(json.statusCode()).isEqualTo(400);
    assertThat(json.body())
        .asString()
        .isEqualTo(
            "{\"code\":3,\"message\":\"the body cannot be read: the JSON object has no resourceLogs\"}");

    HttpResponse<byte[]> large = send("/v1/logs", JSON, new byte[LIMIT + 1]);
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.body()).asString().startsWith("{\"code\":8,");
  }

  @Test
  void otherTypesMethodsAndSendersAreRefused() throws Exception {
    HttpResponse<byte[]> text = send("/v1/logs", "text/plain", utf8("x\n"));
    assertThat(text.statusCode()).isEqualTo(415);
    assertThat(text.body()).asString().contains("application/x-protobuf");
    assertThat(status(send("/secret/v1/logs", PROTOBUF, protobuf()))).startsWith("16 ");
    assertThat(
            send("/secret/v1/logs", PROTOBUF, protobuf(), "Authorization", "Bearer s3cret")
                .statusCode())
        .isEqualTo(200);
    HttpRequest put =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + "/v1/logs"))
            .header("Content-Type", PROTOBUF)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(protobuf()))
            .build();
    assertThat(client.send(put, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void whileKafkaIsAwayTheSenderIsToldToComeAgain() throws Exception {
    safe = false;
    HttpResponse<byte[]> answer = send("/v1/logs", PROTOBUF, protobuf());

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    assertThat(status(answer)).startsWith("14 Kafka does not have it");
  }

  @Test
  void whoComesTooFastIsToldWhenToComeAgainAndIsCounted() throws Exception {
    // Two at once, then one in ten seconds.
    assertThat(send("/slow/v1/logs", PROTOBUF, protobuf()).statusCode()).isEqualTo(200);
    assertThat(send("/slow/v1/logs", PROTOBUF, protobuf()).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> answer = send("/slow/v1/logs", PROTOBUF, protobuf());

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 10);
    assertThat(status(answer)).startsWith("8 ");
    assertThat(inbox.limited()).isEqualTo(1);
    assertThat(inbox.outstanding("slow", Clock.systemUTC().instant())).isPresent();
    assertThat(send("/v1/logs", PROTOBUF, protobuf()).statusCode()).isEqualTo(200);
  }

  @Test
  void bytesCountAlsoWhenTheSenderDoesNotSayHowMany() throws Exception {
    byte[] body = utf8("x".repeat(999) + "\n");
    HttpRequest.BodyPublisher chunked =
        HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    assertThat(send("/thin", "text/plain", chunked).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> answer = send("/thin", "text/plain", utf8("y\n"));

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(90, 100);
  }
}

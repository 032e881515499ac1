package io.badhop.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What senders of logs over HTTP are answered. */
class HttpReceiverTest {
  private static final int LIMIT = 100_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Inbox inbox = new Inbox(LIMIT);
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private volatile boolean safe = true;
  private HttpReceiver receiver;
  private Thread shipper;

  @BeforeEach
  void start() throws IOException {
    receiver = start(0, Duration.ofMillis(300));
    shipper = new Thread(this::ship);
    shipper.setDaemon(true);
    shipper.start();
  }

  private HttpReceiver start(int port, Duration patience) throws IOException {
    return HttpReceiver.start(
        new HttpReceiver.Options("127.0.0.1", port, null, LIMIT, patience),
        List.of(
            new HttpReceiver.Endpoint("/logs", "app", ""),
            new HttpReceiver.Endpoint("/logpush", "edge", "Bearer s3cret")),
        inbox,
        Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    shipper.interrupt();
    receiver.close();
  }

  /** Stands for a shipper whose Kafka takes everything, or nothing. */
  private void ship() {
    while (!Thread.currentThread().isInterrupted()) {
      Batch batch = safe ? inbox.poll() : null;
      if (batch == null) {
        Thread.onSpinWait();
        continue;
      }
      try {
        taken.add(batch.log() + ": " + String.join("|", Lines.read(batch.lines())));
        batch.safe();
      } catch (IOException e) {
        batch.refused();
      }
    }
  }

  private HttpResponse<String> post(String path, byte[] body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + path))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void linesAreTakenAndAnsweredWhenTheyAreSafe() throws Exception {
    assertThat(post("/logs", bytes("{\"a\":1}\n{\"a\":2}\n")).statusCode()).isEqualTo(200);
    assertThat(taken).containsExactly("app: {\"a\":1}|{\"a\":2}");
  }

  @Test
  void packedBodiesAreUnpacked() throws Exception {
    post("/logs", Lines.gzip("one\n"), "Content-Encoding", "gzip");
    post("/logs", Zstd.compress(bytes("two\n")), "Content-Encoding", "zstd");

    assertThat(taken).containsExactly("app: one", "app: two");
  }

  @Test
  void anArrayIsALineForEachElement() throws Exception {
    post("/logs", bytes("[ {\"a\": \"x,]\\\"\",\n \"b\": [1, 2]}, {\"c\":{}} ]"));

    assertThat(taken).containsExactly("app: {\"a\": \"x,]\\\"\",  \"b\": [1, 2]}|{\"c\":{}}");
  }

  @Test
  void aLineThatBeginsWithABracketIsNoArray() throws Exception {
    post("/logs", bytes("[22/Nov/2026] a, b\n"));

    assertThat(taken).containsExactly("app: [22/Nov/2026] a, b");
  }

  @Test
  void logpushAsksWhetherTheDestinationAnswers() throws Exception {
    byte[] probe = Lines.gzip("{\"content\":\"tests\"}\n");

    assertThat(
            post("/logpush", probe, "Content-Encoding", "gzip", "Authorization", "Bearer s3cret")
                .statusCode())
        .isEqualTo(200);
    assertThat(taken).isEmpty();
  }

  @Test
  void withoutTheSecretNothingIsTaken() throws Exception {
    assertThat(post("/logpush", bytes("x\n")).statusCode()).isEqualTo(401);
    assertThat(post("/logpush", bytes("x\n"), "Authorization", "Bearer s3cre").statusCode())
        .isEqualTo(401);
    assertThat(taken).isEmpty();
  }

  @Test
  void otherPathsAndMethodsAreNamedAsWrong() throws Exception {
    assertThat(post("/other", bytes("x\n")).statusCode()).isEqualTo(404);
    HttpRequest get =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + "/logs")).build();
    assertThat(client.send(get, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  void aBombIsNotUnpackedWhole() throws Exception {
    byte[] bomb = Lines.gzip(new byte[50_000_000]);

    assertThat(bomb.length).isLessThan(LIMIT);
    assertThat(post("/logs", bomb, "Content-Encoding", "gzip").statusCode()).isEqualTo(413);
  }

  @Test
  void damagedAndUnknownPackingsAreTheSendersMistake() throws Exception {
    assertThat(post("/logs", bytes("no gzip"), "Content-Encoding", "gzip").statusCode())
        .isEqualTo(400);
    byte[] half = Arrays.copyOf(Lines.gzip("one\n"), 12);
    assertThat(post("/logs", half, "Content-Encoding", "gzip").body())
        .contains("its compressed data ends too early");
    HttpResponse<String> answer = post("/logs", bytes("x"), "Content-Encoding", "br");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("gzip or zstd");
  }

  @Test
  void whileKafkaIsAwayTheSenderIsToldToComeAgain() throws Exception {
    safe = false;
    HttpResponse<String> answer = post("/logs", bytes("x\n"));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    assertThat(inbox.outstanding("app", Clock.systemUTC().instant())).isPresent();
  }

  @Test
  void whatHasNoRoomIsRefusedAtOnce() throws Exception {
    safe = false;
    List<Integer> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      answers.add(post("/logs", new byte[LIMIT - 1000]).statusCode());
    }

    assertThat(answers).containsOnly(503);
    assertThat(inbox.refused()).isEqualTo(3);
  }

  @Test
  void theSameBodyHasTheSamePlaceAndAnotherHasAnother() {
    assertThat(HttpIntake.offsetOf(bytes("x"))).isEqualTo(HttpIntake.offsetOf(bytes("x")));
    assertThat(HttpIntake.offsetOf(bytes("x"))).isNotEqualTo(HttpIntake.offsetOf(bytes("y")));
    assertThat(HttpIntake.offsetOf(bytes("x"))).isNotNegative();
  }

  @Test
  void anAddressThatIsTakenIsNamed() {
    assertThatThrownBy(() -> start(receiver.port(), Duration.ofSeconds(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1:" + receiver.port());
  }

  @Test
  void sendersWhoStopInTheMiddleKeepOthersWaitingAndAreNotLost() throws Exception {
    List<Socket> stopped = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Socket socket = new Socket("127.0.0.1", receiver.port());
      socket
          .getOutputStream()
          .write(bytes("POST /logs HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf"));
      stopped.add(socket);
    }
    Awaitility.await().until(() -> post("/logs", bytes("x\n")).statusCode() == 503);
    assertThat(inbox.refused()).isPositive();

    for (Socket socket : stopped) {
      socket.close();
    }
    Awaitility.await().until(() -> post("/logs", bytes("y\n")).statusCode() == 200);
  }
}

package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.badhop.cli.config.SettingsFile;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.WatermarkQuality;
import io.badhop.schemas.topic.Topic;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are sent to a running badhop, on an embedded broker. */
class ReceivingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Running start(String receive) throws IOException {
    Path file = folder.resolve("badhop.yml");
    Files.writeString(file, "ingest:\n  receive:\n" + receive);
    return Running.start(SettingsFile.load(file), step -> {}, Shipping::parts);
  }

  private static <V> List<V> read(Running running, Topic<String, V> topic) {
    List<V> values = new ArrayList<>();
    TopicReader.readAll(topic, running.cluster().consumer(), record -> values.add(record.value()));
    return values;
  }

  private static HttpResponse<String> post(String url, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void whatIsAnsweredWith200IsOnTheTopics() throws Exception {
    int port = freePort();
    String url = "http://127.0.0.1:" + port + "/app";
    try (Running running =
        start("    - {name: app, listen: '" + url + "', access: {token: s3cret}}\n")) {
      String line =
          "{\"time\":\""
              + Instant.now()
              + "\",\"request_id\":\"r-1\",\"status\":502,\"path\":\"/pay\"}\n";
      assertThat(post(url, line).statusCode()).isEqualTo(401);
      assertThat(post(url, line, "Authorization", "Bearer s3cret").statusCode()).isEqualTo(200);

      assertThat(read(running, running.cluster().topics().appEvents()))
          .singleElement()
          .isInstanceOfSatisfying(
              AppEvent.class,
              event -> {
                assertThat(event.getRequestId()).isEqualTo("r-1");
                assertThat(event.getSource()).isEqualTo("app");
              });
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(read(running, running.cluster().topics().watermarks()))
                      .extracting(SourceWatermark::getQuality)
                      .contains(WatermarkQuality.ESTIMATE));
    }
  }

  @Test
  void haproxySendsItsLogOverSyslog() throws Exception {
    int port = freePort();
    try (Running running =
            start("    - {name: lb, listen: 'syslog+udp://127.0.0.1:" + port + "'}\n");
        DatagramSocket socket = new DatagramSocket()) {
      String time =
          DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss.SSS", Locale.ENGLISH)
              .withZone(ZoneOffset.UTC)
              .format(Instant.now());
      byte[] message =
          ("<134>Nov 22 06:00:00 lb1 haproxy[7]: 192.0.2.9:4711 ["
                  + time
                  + "] web app/app1 0/0/0/-1/3 502 208 - - SH-- 1/1/0/0/0 0/0 \"GET /pay HTTP/1.1\"")
              .getBytes(StandardCharsets.UTF_8);
      socket.send(
          new DatagramPacket(message, message.length, InetAddress.getByName("127.0.0.1"), port));

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(read(running, running.cluster().topics().proxyEvents()))
                      .singleElement()
                      .isInstanceOfSatisfying(
                          ProxyEvent.class,
                          event -> assertThat(event.getTermination()).isEqualTo("SH--")));
    }
  }

  @Test
  void anAddressThatIsTakenIsNamedWithItsKey() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String listen = "http://127.0.0.1:" + taken.getLocalPort() + "/x";
      assertThatThrownBy(() -> start("    - {name: app, listen: '" + listen + "'}\n").close())
          .isInstanceOf(RunException.class)
          .hasMessageContaining("ingest: receive: cannot listen on 127.0.0.1:");
    }
  }

  @Test
  void twoLogsAtOneAddressAreRefused() throws Exception {
    String listen = "http://127.0.0.1:" + freePort() + "/x";
    assertThatThrownBy(
            () ->
                start(
                        "    - {name: a, listen: '"
                            + listen
                            + "'}\n    - {name: b, listen: '"
                            + listen
                            + "'}\n")
                    .close())
        .hasMessageContaining("give each its own path");
  }
}

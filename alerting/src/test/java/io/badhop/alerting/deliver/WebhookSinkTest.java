package io.badhop.alerting.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.badhop.alerting.Samples;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Severity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookSinkTest {

  private final Notification notification =
      new Notification(
          "pager", Samples.refused(0, Phase.OPENED, Severity.MAJOR), "first", null, Instant.EPOCH);
  private final List<String> bodies = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private HttpServer server;
  private int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          keys.add(
              exchange.getRequestHeaders().getFirst("X-Badhop-Dedup-Key")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void postsTheFieldsOfTheEscalation() throws Exception {
    assertThat(sink().deliver(notification)).isInstanceOf(Delivery.Delivered.class);

    JsonNode body = new ObjectMapper().readTree(bodies.get(0));
    assertThat(body.get("incidentId").asText()).isEqualTo("1f2e3d4c5b6a7980");
    assertThat(body.get("key").get("kind").asText()).isEqualTo("UPSTREAM");
    assertThat(body.get("keyAnd").isNull()).isTrue();
    assertThat(body.get("statuses").get("502").asLong()).isEqualTo(12);
    assertThat(keys).containsExactly("badhop/pager/1f2e3d4c5b6a7980 Bearer t");
  }

  @Test
  void aServerInTroubleIsTriedAgain() throws Exception {
    status = 503;
    assertThat(sink().deliver(notification)).isInstanceOf(Delivery.Retryable.class);
  }

  @Test
  void aRefusalIsFinal() throws Exception {
    status = 401;
    assertThat(sink().deliver(notification)).isInstanceOf(Delivery.Refused.class);
  }

  @Test
  void nobodyListeningIsTriedAgain() throws Exception {
    WebhookSink sink = sink();
    server.stop(0);
    assertThat(sink.deliver(notification)).isInstanceOf(Delivery.Retryable.class);
  }

  private WebhookSink sink() {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    return new WebhookSink(
        url, HttpAccess.of(Map.of("Authorization", "Bearer t"), Duration.ofSeconds(5)));
  }
}

package io.badhop.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.badhop.schemas.serde.RegistryCounters.Call;
import io.badhop.schemas.serde.RegistryCounters.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Requests to whichever of a registry's addresses answers. */
final class RegistryHttp {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int SHOWN = 300;

  private final RegistryAddress address;
  private final RegistryCounters counters;
  private final Consumer<String> onWait;
  private final HttpClient client;

  /** Index of the address that answered last. */
  private volatile int answering;

  RegistryHttp(RegistryAddress address, RegistryCounters counters, Consumer<String> onWait) {
    this.address = address;
    this.counters = counters;
    this.onWait = onWait;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            // An offer to upgrade to HTTP/2 confuses some proxies, and there is nothing to gain.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(address.timeout());
    address.trust().ifPresent(builder::sslContext);
    client = builder.build();
  }

  /** The answer; empty for 404. */
  Optional<JsonNode> get(Call call, String path) {
    return send(call, "GET", path, BodyPublishers.noBody());
  }

  /** The answer; empty for 404. */
  Optional<JsonNode> post(Call call, String path, JsonNode body) {
    return send(
        call, "POST", path, BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8));
  }

  private Optional<JsonNode> send(Call call, String method, String path, BodyPublisher body) {
    Patience patience = new Patience(address.patience());
    while (true) {
      List<String> failures = new ArrayList<>();
      for (int i = 0; i < address.urls().size(); i++) {
        int index = (answering + i) % address.urls().size();
        Attempt attempt = attempt(call, method, address.urls().get(index), path, body);
        if (attempt.failure == null) {
          answering = index;
          return Optional.ofNullable(attempt.answer);
        }
        failures.add(attempt.failure);
      }
      String why = "no schema registry answers: " + String.join("; ", failures);
      if (!patience.left()) {
        throw new RegistryUnavailableException(why, null);
      }
      counters.waited();
      onWait.accept(why);
      patience.pause();
    }
  }

  /**
   * One request to one address.
   *
   * @param answer what came back; null for 404, and when there is a failure
   * @param failure why another address or a later time may do better; null when it was answered
   */
  private record Attempt(JsonNode answer, String failure) {}

  private Attempt attempt(Call call, String method, URI url, String path, BodyPublisher body) {
    long start = System.nanoTime();
    Outcome outcome = Outcome.UNAVAILABLE;
    try {
      HttpResponse<String> answer =
          client.send(
              request(method, url, path, body), BodyHandlers.ofString(StandardCharsets.UTF_8));
      outcome = outcome(answer);
      return switch (outcome) {
        case OK -> new Attempt(json(url, answer.body()), null);
        case UNKNOWN -> new Attempt(null, null);
        case REFUSED -> throw new SchemaRegistryException(refusal(url, answer));
        case UNAVAILABLE ->
            new Attempt(null, url + " answered " + answer.statusCode() + words(answer.body()));
      };
    } catch (IOException e) {
      return new Attempt(null, url + ": " + reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException("interrupted while asking " + url, e);
    } finally {
      counters.called(call, outcome, System.nanoTime() - start);
    }
  }

  private HttpRequest request(String method, URI url, String path, BodyPublisher body) {
    String base = url.toString();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path))
            .timeout(address.timeout())
            .header("Accept", TYPE + ", application/json")
            .header("Content-Type", TYPE)
            .method(method, body);
    address.authorization().ifPresent(value -> request.header("Authorization", value));
    return request.build();
  }

  private static Outcome outcome(HttpResponse<String> answer) {
    int status = answer.statusCode();
    if (status >= 200 && status < 300) {
      return Outcome.OK;
    }
    if (status == 404) {
      return error(answer.body()).path("error_code").asInt() / 100 == 404
          ? Outcome.UNKNOWN
          : Outcome.REFUSED;
    }
    boolean again = status >= 500 || status == 429 || status == 408;
    return again ? Outcome.UNAVAILABLE : Outcome.REFUSED;
  }

  /** Something that is no JSON is no registry, whatever its status says. */
  private static JsonNode json(URI url, String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new SchemaRegistryException(
          url + " is no schema registry: it answered '" + shortened(body) + "'", e);
    }
  }

  private static String refusal(URI url, HttpResponse<String> answer) {
    String mend =
        switch (answer.statusCode()) {
          case 401 -> "; it wants credentials, or others";
          case 403 -> "; these credentials may not do that";
          case 404 -> "; is the path right? (Apicurio's ends with /apis/ccompat/v7)";
          default -> "";
        };
    return url + " refused with " + answer.statusCode() + words(answer.body()) + mend;
  }

  private static String words(String body) {
    String message = error(body).path("message").asText("");
    return message.isEmpty() ? "" : " (" + shortened(message) + ")";
  }

  /**
   * Confluent's error body is {@code {"error_code": 40401, "message": "..."}}; other servers' 404
   * has no code of five digits.
   */
  private static JsonNode error(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static String reason(IOException e) {
    String name = e.getClass().getSimpleName();
    return e.getMessage() == null ? name : name + " " + e.getMessage();
  }

  static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  /** The addresses. */
  @Override
  public String toString() {
    return address.urls().stream().map(URI::toString).collect(Collectors.joining(", "));
  }
}

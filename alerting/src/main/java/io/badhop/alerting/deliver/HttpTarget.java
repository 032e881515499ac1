package io.badhop.alerting.deliver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Posts JSON to URLs, and tells what may be tried again from what may not. */
final class HttpTarget {

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int SHOWN = 200;

  private final HttpAccess access;
  private final HttpClient client;

  HttpTarget(HttpAccess access) {
    this.access = access;
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(access.timeout());
    access.trust().ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  /** Posts once. */
  Delivery post(URI url, Map<String, String> headers, String json) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          client.send(request(url, headers, json), BodyHandlers.ofString(StandardCharsets.UTF_8));
      return outcome(url, answer);
    } catch (IOException e) {
      String name = e.getClass().getSimpleName();
      return new Delivery.Retryable(
          url + " does not answer: " + (e.getMessage() == null ? name : e.getMessage()));
    }
  }

  private HttpRequest request(URI url, Map<String, String> headers, String json) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(access.timeout())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8));
    headers.forEach(request::setHeader);
    access.authorization().ifPresent(value -> request.setHeader("Authorization", value));
    access.headers().forEach(request::setHeader);
    return request.build();
  }

  private static Delivery outcome(URI url, HttpResponse<String> answer) {
    int status = answer.statusCode();
    if (status >= 200 && status < 300) {
      return new Delivery.Delivered();
    }
    String why = url + " answered " + status;
    if (status >= 500 || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT) {
      return new Delivery.Retryable(why);
    }
    String body = answer.body().strip();
    String words =
        body.isEmpty() ? "" : " (" + body.substring(0, Math.min(SHOWN, body.length())) + ")";
    return new Delivery.Refused(why + words + "; check the URL and the credentials");
  }
}

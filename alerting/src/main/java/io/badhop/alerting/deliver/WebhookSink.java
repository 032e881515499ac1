package io.badhop.alerting.deliver;

import io.badhop.schemas.serde.RecordJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Posts escalations as JSON to any URL: the fields of the escalation, one object a request. {@code
 * Idempotency-Key} names the escalation, {@code X-Badhop-Dedup-Key} the incident.
 */
public final class WebhookSink implements Sink {

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int REQUEST_TIMEOUT = 408;

  private final URI url;
  private final Map<String, String> headers;
  private final Duration timeout;
  private final HttpClient client;

  /**
   * Posts to a URL.
   *
   * @param url http or https
   * @param headers sent with each request, such as Authorization
   * @param timeout for connecting, and for the whole exchange
   */
  public WebhookSink(URI url, Map<String, String> headers, Duration timeout) {
    this.url = url;
    this.headers = new TreeMap<>(headers);
    this.timeout = timeout;
    this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public Delivery deliver(Notification notification) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          client.send(
              request(notification), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return outcome(answer.statusCode());
    } catch (IOException e) {
      return new Delivery.Retryable(
          url
              + " does not answer: "
              + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
    }
  }

  private HttpRequest request(Notification notification) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header(
                "Idempotency-Key",
                notification.escalation().getIncidentId()
                    + "-"
                    + notification.escalation().getSequence())
            .header("X-Badhop-Dedup-Key", notification.deduplicationKey());
    headers.forEach(request::setHeader);
    return request
        .POST(
            HttpRequest.BodyPublishers.ofString(
                RecordJson.line(notification.escalation()), StandardCharsets.UTF_8))
        .build();
  }

  private Delivery outcome(int status) {
    if (status >= 200 && status < 300) {
      return new Delivery.Delivered();
    }
    String why = url + " answered " + status;
    boolean again = status >= 500 || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT;
    return again
        ? new Delivery.Retryable(why)
        : new Delivery.Refused(why + "; check the URL and the credentials");
  }
}

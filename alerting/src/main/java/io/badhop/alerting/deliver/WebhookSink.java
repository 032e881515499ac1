package io.badhop.alerting.deliver;

import io.badhop.schemas.serde.RecordJson;
import java.net.URI;
import java.util.Map;

/**
 * Posts escalations as JSON to any URL: the fields of the escalation, one object a request. {@code
 * Idempotency-Key} names the escalation, {@code X-Badhop-Dedup-Key} the incident.
 */
public final class WebhookSink implements Sink {

  private final URI url;
  private final HttpTarget target;

  /**
   * Posts to a URL.
   *
   * @param url http or https
   */
  public WebhookSink(URI url, HttpAccess access) {
    this.url = url;
    this.target = new HttpTarget(access);
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public Delivery deliver(Notification notification) throws InterruptedException {
    String escalation =
        notification.escalation().getIncidentId() + "-" + notification.escalation().getSequence();
    return target.post(
        url,
        Map.of(
            "Idempotency-Key", escalation, "X-Badhop-Dedup-Key", notification.deduplicationKey()),
        RecordJson.line(notification.escalation()));
  }
}

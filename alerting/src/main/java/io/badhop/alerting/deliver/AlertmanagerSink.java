package io.badhop.alerting.deliver;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every instance of a Prometheus Alertmanager by its API v2. Delivered is what at least one
 * of them took; one that was away hears of everything that is open with the next repetition.
 */
public final class AlertmanagerSink implements Sink {

  private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerSink.class);

  private final AlertmanagerOptions options;
  private final AlertmanagerAlert alerts;
  private final HttpTarget target;
  private final Map<String, Long> counts = new TreeMap<>();
  private final Set<URI> away = new HashSet<>();

  /** Connects to nobody yet. */
  public AlertmanagerSink(AlertmanagerOptions options, HttpAccess access) {
    this.options = options;
    this.alerts = new AlertmanagerAlert(options);
    this.target = new HttpTarget(access);
  }

  @Override
  public String name() {
    return "alertmanager";
  }

  @Override
  public Duration resend() {
    return options.resend();
  }

  @Override
  public Delivery deliver(Notification notification) throws InterruptedException {
    String body =
        alerts.body(notification, AlertmanagerAlert.endOf(notification.now(), options.resend()));
    List<Delivery> deliveries = new ArrayList<>();
    for (URI url : options.urls()) {
      Delivery delivery = target.post(api(url), Map.of(), body);
      note(url, delivery);
      deliveries.add(delivery);
    }
    return best(deliveries);
  }

  /** One that took it is enough; else one that may take it later is worth waiting for. */
  private static Delivery best(List<Delivery> deliveries) {
    Delivery best = deliveries.get(0);
    for (Delivery delivery : deliveries) {
      if (rank(delivery) < rank(best)) {
        best = delivery;
      }
    }
    return best;
  }

  private static int rank(Delivery delivery) {
    if (delivery instanceof Delivery.Delivered) {
      return 0;
    }
    return delivery instanceof Delivery.Retryable ? 1 : 2;
  }

  /** Told once when an instance goes away and once when it is back, not with every try. */
  private void note(URI url, Delivery delivery) {
    if (delivery instanceof Delivery.Delivered) {
      if (away.remove(url)) {
        LOG.info("Alertmanager is back: {}", url);
      }
      return;
    }
    synchronized (counts) {
      counts.merge("instance-failed", 1L, Long::sum);
    }
    if (away.add(url)) {
      LOG.warn("Alertmanager does not take alerts: {}", delivery);
    }
  }

  @Override
  public Map<String, Long> counts() {
    synchronized (counts) {
      return new TreeMap<>(counts);
    }
  }

  private static URI api(URI url) {
    String base = url.toString();
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/api/v2/alerts");
  }
}

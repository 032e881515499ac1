package io.badhop.alerting.deliver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.SentNotification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Escalations as Alertmanager's API v2 takes them ({@code postAlerts} in its OpenAPI description).
 *
 * <p>An alert is its labels. They are what stays the same while an incident lasts, and what people
 * group and route by: site, hop, cause and key. The severity grows and is an annotation.
 */
final class AlertmanagerAlert {

  private static final String NAME = "BadhopIncident";
  private static final int LONGEST = 2_000;
  private static final int LISTED = 10;

  private final AlertmanagerOptions options;

  AlertmanagerAlert(AlertmanagerOptions options) {
    this.options = options;
  }

  /**
   * The body of a request.
   *
   * @param endsAt when Alertmanager may take a firing alert for over if it hears no more of it
   */
  String body(Notification notification, Instant endsAt) {
    Escalation e = notification.escalation();
    ArrayNode alerts = JsonNodeFactory.instance.arrayNode();
    SentNotification before = notification.before();
    if (before != null && before.getPhase() != Phase.RESOLVED && !sameLabels(before, e)) {
      // Corrected: what was told under the old labels is over.
      ObjectNode old = alerts.addObject();
      labels(old, e.getSite(), before.getFaultDomain(), before.getCause(), before.getKey());
      annotations(old, e);
      times(old, e, resolved(e, notification.now()), notification.now());
    }
    ObjectNode alert = alerts.addObject();
    labels(alert, e.getSite(), e.getFaultDomain(), e.getCause(), e.getKey());
    annotations(alert, e);
    boolean over = e.getPhase() == Phase.RESOLVED;
    times(alert, e, over ? resolved(e, notification.now()) : endsAt, notification.now());
    link(alert, e);
    return alerts.toString();
  }

  private static boolean sameLabels(SentNotification before, Escalation e) {
    return before.getCause() == e.getCause()
        && before.getFaultDomain() == e.getFaultDomain()
        && before.getKey().equals(e.getKey());
  }

  private void labels(ObjectNode alert, String site, FaultDomain domain, Cause cause, Key key) {
    ObjectNode labels = alert.putObject("labels");
    options.labels().forEach(labels::put);
    labels.put("alertname", NAME);
    labels.put("site", site);
    labels.put("fault_domain", domain.name());
    labels.put("cause", cause.name());
    labels.put("key_kind", key.getKind().name());
    labels.put("key", shortened(key.getValue()));
  }

  private static void annotations(ObjectNode alert, Escalation e) {
    ObjectNode to = alert.putObject("annotations");
    put(to, "summary", EscalationText.headline(e));
    put(to, "description", EscalationText.block(e));
    put(to, "severity", e.getSeverity().name());
    put(to, "phase", e.getPhase().name());
    put(to, "incident_id", e.getIncidentId());
    put(to, "sequence", Integer.toString(e.getSequence()));
    put(to, "confidence", String.format(Locale.ROOT, "%.2f", e.getConfidence()));
    put(to, "failed", Long.toString(e.getFailed()));
    put(to, "total", Long.toString(e.getTotal()));
    put(to, "statuses", statuses(e));
    put(to, "key_and", e.getKeyAnd() == null ? "" : key(e.getKeyAnd()));
    put(to, "explains", some(e.getExplains().stream().map(AlertmanagerAlert::key).toList()));
    put(to, "request_ids", some(e.getRequestIds()));
    put(to, "upstream_ips", some(e.getUpstreamIps()));
    put(to, "client_ips", some(e.getClientIps()));
    put(to, "timings", String.join("\n", EscalationText.timings(e.getTimings())));
    put(to, "evidence", String.join("\n", e.getEvidence()));
    put(to, "quick_fix", e.getQuickFix());
    put(to, "runbook_url", e.getRunbookUrl());
    put(to, "reproduce", e.getReproduce());
  }

  private static String statuses(Escalation e) {
    return e.getStatuses().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(status -> status.getValue() + " x " + status.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String key(Key key) {
    return key.getKind() + " " + key.getValue();
  }

  private static String some(List<String> values) {
    return String.join(", ", values.subList(0, Math.min(LISTED, values.size())));
  }

  private static void put(ObjectNode to, String name, String value) {
    if (!value.isEmpty()) {
      to.put(name, shortened(value));
    }
  }

  private static String shortened(String value) {
    return value.length() <= LONGEST ? value : value.substring(0, LONGEST - 3) + "...";
  }

  /** Event time, unless the logs' clock is ahead: an alert that begins later is none yet. */
  private static void times(ObjectNode alert, Escalation e, Instant end, Instant now) {
    Instant start = earlier(Instant.ofEpochMilli(e.getFirstFailureMs()), now);
    alert.put("startsAt", start.toString());
    alert.put("endsAt", (end.isAfter(start) ? end : start.plusMillis(1)).toString());
  }

  private static Instant resolved(Escalation e, Instant now) {
    return earlier(Instant.ofEpochMilli(e.getEventTimeMs()), now);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private void link(ObjectNode alert, Escalation e) {
    String link =
        options.link().isEmpty()
            ? e.getRunbookUrl()
            : options
                .link()
                .replace("{incidentId}", encoded(e.getIncidentId()))
                .replace("{site}", encoded(e.getSite()));
    if (!link.isEmpty()) {
      alert.put("generatorURL", link);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** After how many missed repetitions Alertmanager may take an alert for over. */
  static Instant endOf(Instant now, Duration resend) {
    return now.plus(resend.multipliedBy(4));
  }
}

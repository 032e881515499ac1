package io.badhop.alerting.deliver;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is said to Alertmanager besides the incident.
 *
 * @param urls base addresses of all instances of a cluster; each is told everything, as
 *     Alertmanager's own documentation asks
 * @param labels labels of the route, such as the team's, that its routing goes by
 * @param link address of a page about an incident, with {@code {incidentId}} and {@code {site}} in
 *     it; empty for the runbook
 * @param resend how often an open incident is told again; must lie well below Alertmanager's {@code
 *     resolve_timeout}, which is 5 minutes unless configured
 */
public record AlertmanagerOptions(
    List<URI> urls, Map<String, String> labels, String link, Duration resend) {

  private static final Set<String> OURS =
      Set.of("alertname", "site", "fault_domain", "cause", "key_kind", "key");

  /**
   * Checks what Alertmanager would refuse.
   *
   * @throws IllegalArgumentException for a name that is no label, or one that badhop sets itself
   */
  public AlertmanagerOptions {
    urls = List.copyOf(urls);
    labels = new TreeMap<>(labels);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("alertmanagers: at least one URL is needed");
    }
    if (resend.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("resend must be 1s or more");
    }
    for (String label : labels.keySet()) {
      if (!label.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
        throw new IllegalArgumentException(
            "label '" + label + "': letters, digits and underscores, no digit first");
      }
      if (OURS.contains(label)) {
        throw new IllegalArgumentException("label '" + label + "' is set by badhop itself");
      }
    }
  }
}

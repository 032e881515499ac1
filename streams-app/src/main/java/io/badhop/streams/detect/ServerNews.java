package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Tier;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Why HAProxy's servers are out or elsewhere, in its own words. A request that finds no server left
 * does not say why; the line that took the server out does: its name does not resolve, somebody
 * took it out, or a health check failed and how.
 */
enum ServerNews {
  // The order matters: a name that does not resolve is told as a maintenance, too.
  UNRESOLVED("for maintenance (DNS ", Cause.DNS_FAILURE, FaultDomain.UPSTREAM_LINK),
  UNRESOLVED_SOMEHOW(
      "for maintenance (unspecified DNS", Cause.DNS_FAILURE, FaultDomain.UPSTREAM_LINK),
  NO_ADDRESS("for maintenance (No IP ", Cause.DNS_FAILURE, FaultDomain.UPSTREAM_LINK),
  BY_HAND("for maintenance", Cause.MAINTENANCE, FaultDomain.PROXY),
  ENTERED("enters maintenance", Cause.MAINTENANCE, FaultDomain.PROXY),
  REFUSED("reason: Layer4 connection problem", Cause.CONNECTION_REFUSED, FaultDomain.APP),
  SILENT("reason: Layer4 timeout", Cause.CONNECT_TIMEOUT, FaultDomain.UPSTREAM_LINK),
  INSECURE("reason: Layer6 ", Cause.TLS_FAILURE, FaultDomain.UPSTREAM_LINK),
  UNWELL("reason: Layer7 wrong status", Cause.APP_UNAVAILABLE, FaultDomain.APP),
  SLOW("reason: Layer7 timeout", Cause.RESPONSE_TIMEOUT, FaultDomain.APP);

  private static final double WEIGHT = 0.85;

  /** A changed address lets requests fail at once, but shows when its route is asked for next. */
  private static final long MOVED_BEFORE = 40;

  private static final Set<Cause> UNREACHED =
      EnumSet.of(Cause.CONNECTION_REFUSED, Cause.CONNECT_TIMEOUT, Cause.TLS_FAILURE);

  private final String words;
  private final Cause cause;
  private final FaultDomain domain;

  ServerNews(String words, Cause cause, FaultDomain domain) {
    this.words = words;
    this.cause = cause;
    this.domain = domain;
  }

  /**
   * What the news make of an incident's cause; empty when they change nothing.
   *
   * @param components what was said of the incident's servers, in order of time
   * @param words evidence of the incident so far
   */
  static Optional<Verdict> tell(
      Incident incident, List<ComponentEvent> components, double confidence, List<String> words) {
    Cause cause = incident.cause();
    if (cause == Cause.NO_HEALTHY_UPSTREAM) {
      return components.stream()
          .filter(event -> event.getKind() == ComponentEventKind.SERVER_DOWN)
          .filter(event -> ofPools(incident, event))
          .flatMap(event -> Optional.ofNullable(of(event.getMessage())).stream())
          .findFirst()
          .map(news -> new Verdict(news.cause, news.domain, Math.max(confidence, WEIGHT), words));
    }
    return UNREACHED.contains(cause)
        ? components.stream()
            .filter(event -> moved(incident, event))
            .findFirst()
            .map(event -> drifted(event, confidence, words))
        : Optional.empty();
  }

  private static Verdict drifted(ComponentEvent event, double confidence, List<String> words) {
    words.add(0, event.getMessage());
    return new Verdict(
        Cause.DNS_DRIFT, FaultDomain.UPSTREAM_LINK, Math.max(confidence, WEIGHT), words);
  }

  /** A resolver gave a server another address shortly before it could not be reached any more. */
  private static boolean moved(Incident incident, ComponentEvent event) {
    String message = event.getMessage();
    return message.contains(" changed its IP from ")
        && !message.contains(" from (none) ")
        && incident.state().getFirstSlot() - Slots.of(event.getTime()) <= MOVED_BEFORE
        && Slots.of(event.getTime()) <= incident.state().getFirstSlot()
        && ofPools(incident, event);
  }

  /** True when the news are of a server, {@code backend/server}, of the incident's pools. */
  static boolean ofPools(Incident incident, ComponentEvent event) {
    return event.getTier() == Tier.PROXY
        && incident.state().getPools().stream()
            .anyMatch(pool -> event.getComponent().startsWith(pool + "/"));
  }

  private static ServerNews of(String message) {
    for (ServerNews news : values()) {
      if (message.contains(news.words)) {
        return news;
      }
    }
    return null;
  }
}

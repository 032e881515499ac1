package io.badhop.streams.summarise;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.streams.correlate.Exchange;
import java.util.List;
import java.util.Set;

/**
 * Requests of a site whose failures concern no user: health checks, test traffic, and a 503 that
 * was planned. They stay in the number of exchanges and are neither failures nor proof of health.
 *
 * @param paths templates of their paths
 * @param clients who sends them
 * @param hosts Host headers that they carry
 * @param maintenance when a 503 is planned
 */
public record Exempt(
    Routes paths, List<ClientRange> clients, Set<String> hosts, List<Period> maintenance) {

  private static final int PLANNED = 503;

  /**
   * Paths that only probes ask for: those of Kubernetes, of Prometheus, of Spring and of common
   * balancers.
   */
  public static final List<RouteTemplate> HEALTH_CHECKS =
      List.of(
          RouteTemplate.of("/healthz"),
          RouteTemplate.of("/healthz/**"),
          RouteTemplate.of("/livez"),
          RouteTemplate.of("/livez/**"),
          RouteTemplate.of("/readyz"),
          RouteTemplate.of("/readyz/**"),
          RouteTemplate.of("/health"),
          RouteTemplate.of("/health/live"),
          RouteTemplate.of("/health/ready"),
          RouteTemplate.of("/healthcheck"),
          RouteTemplate.of("/health-check"),
          RouteTemplate.of("/health_check"),
          RouteTemplate.of("/-/healthy"),
          RouteTemplate.of("/-/ready"),
          RouteTemplate.of("/actuator/health"),
          RouteTemplate.of("/actuator/health/**"),
          RouteTemplate.of("/nginx_status"),
          RouteTemplate.of("/server-status"));

  /** Health checks by their usual paths, and nothing else. */
  public static final Exempt DEFAULT =
      new Exempt(Routes.of(HEALTH_CHECKS), List.of(), Set.of(), List.of());

  public Exempt {
    clients = List.copyOf(clients);
    hosts = Set.copyOf(hosts);
    maintenance = List.copyOf(maintenance);
  }

  /** Whether the failure of an exchange is nobody's trouble. */
  boolean holds(Exchange exchange) {
    return switch (exchange.view()) {
      case EDGE -> edge(exchange.edge());
      case PROXY -> proxy(exchange.proxy());
      case APP -> app(exchange.closingApp());
    };
  }

  private boolean edge(EdgeEvent edge) {
    return holds(edge.getHost(), edge.getPath(), edge.getClientIp())
        || planned(edge.getStatus(), edge.getTime());
  }

  private boolean proxy(ProxyEvent proxy) {
    return holds(proxy.getHost(), proxy.getPath(), proxy.getClientIp())
        || planned(proxy.getStatus(), proxy.getTime());
  }

  private boolean app(AppEvent app) {
    return holds(app.getHost(), app.getPath(), "") || planned(app.getStatus(), app.getTime());
  }

  private boolean holds(String host, String path, String client) {
    return paths.match(path) != null
        || hosts.contains(host)
        || !client.isEmpty() && clients.stream().anyMatch(range -> range.holds(client));
  }

  private boolean planned(int status, long time) {
    return status == PLANNED && maintenance.stream().anyMatch(period -> period.holds(time));
  }
}

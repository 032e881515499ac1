package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;

/**
 * Whose setting ends a wait: failures that all take the same time end at one. Names and defaults
 * are those of the servers' own documentation; of Cloudflare's limits that is
 * https://developers.cloudflare.com/fundamentals/reference/connection-limits.
 */
final class TimeoutSetting {

  private static final long SECOND_US = 1_000_000;

  /** Cloudflare waits so long for a connection, and then for the acknowledgement of a request. */
  private static final long CONNECTED_S = 19;

  private static final long ACKNOWLEDGED_S = 90;

  private TimeoutSetting() {}

  /** In words; empty where no time-out that is known ends so. */
  static String of(Cause cause, Software software, long us) {
    return switch (cause) {
      case RESPONSE_TIMEOUT -> owner(software) + ofAnswer(software);
      case CONNECT_TIMEOUT, DNS_DRIFT, WRONG_UPSTREAM_ADDRESS, TLS_FAILURE ->
          owner(software) + ofConnection(software);
      case ORIGIN_UNREACHABLE -> ofOrigin(software, us);
      case CONNECTION_REFUSED -> software == Software.HAPROXY ? betweenTries() : "";
      case DNS_FAILURE -> owner(software) + ofName(software);
      case POOL_EXHAUSTED -> ofQueue(software);
      case BODY_TRUNCATED -> ofPause(software);
      case PREMATURE_CLOSE, CONNECTION_RESET, WORKER_TIMEOUT ->
          "a limit of the application server on its workers, such as gunicorn's --timeout, uWSGI's"
              + " harakiri or PHP-FPM's request_terminate_timeout";
      case APP_ERROR, APP_UNAVAILABLE, UNKNOWN ->
          "a time-out behind this hop, such as one on a database or another service";
      default -> "";
    };
  }

  private static String owner(Software software) {
    return switch (software) {
      case CLOUDFLARE, CLOUDFRONT, FASTLY -> "a time-out of the edge, ";
      case ALB -> "a time-out of the load balancer, ";
      default -> "a time-out of the proxy, ";
    };
  }

  private static String betweenTries() {
    return "haproxy waits a second before each of its `retries`";
  }

  private static String ofOrigin(Software software, long us) {
    if (software != Software.CLOUDFLARE) {
      return owner(software) + ofConnection(software);
    }
    long seconds = Math.round((double) us / SECOND_US);
    if (Math.abs(seconds - CONNECTED_S) <= 1) {
      return owner(software) + "its limit of 19 s on connecting";
    }
    return Math.abs(seconds - ACKNOWLEDGED_S) <= 1
        ? owner(software) + "its limit of 90 s on the acknowledgement of what it sent"
        : "a limit of the proxy, or of what stands before it, on its connections";
  }

  private static String ofConnection(Software software) {
    return switch (software) {
      case NGINX -> "`proxy_connect_timeout` (`fastcgi_connect_timeout`, `uwsgi_connect_timeout`)";
      case HAPROXY -> "`timeout connect`, once for each of its `retries`";
      case APACHE -> "`connectiontimeout=` of the `ProxyPass`";
      case ENVOY -> "the cluster's `connect_timeout`";
      case CADDY -> "`dial_timeout`";
      case TRAEFIK -> "`forwardingTimeouts.dialTimeout`";
      case VARNISH -> "the backend's `.connect_timeout`";
      case FASTLY -> "the backend's connection timeout";
      case CLOUDFRONT -> "the origin's connection timeout times its connection attempts";
      case ALB -> "its limit of 10 s on connecting";
      case IIS, CLOUDFLARE, OTHER -> "its limit on connecting";
    };
  }

  private static String ofAnswer(Software software) {
    return switch (software) {
      case NGINX -> "`proxy_read_timeout` (`fastcgi_read_timeout`, `uwsgi_read_timeout`)";
      case HAPROXY -> "`timeout server`";
      case APACHE -> "`ProxyTimeout` or `timeout=`";
      case ENVOY -> "the route's `timeout`";
      case CADDY -> "`response_header_timeout`";
      case TRAEFIK -> "`forwardingTimeouts.responseHeaderTimeout`";
      case VARNISH -> "the backend's `.first_byte_timeout`";
      case FASTLY -> "the backend's first byte timeout";
      case CLOUDFRONT -> "the origin's response timeout";
      case IIS -> "the time-out of the server farm's proxy, or `requestTimeout` of `aspNetCore`";
      case ALB -> "its idle timeout";
      case CLOUDFLARE -> "the Proxy Read Timeout, which is 120 s by default and was 100 s";
      case OTHER -> "its limit on waiting for the answer";
    };
  }

  private static String ofName(Software software) {
    return switch (software) {
      case NGINX -> "`resolver_timeout`";
      case HAPROXY -> "`timeout resolve` of the `resolvers`";
      case ENVOY -> "the cluster's DNS resolution";
      default -> "its limit on resolving names";
    };
  }

  /** Servers that have no queue of their own wait as for an answer. */
  private static String ofQueue(Software software) {
    return switch (software) {
      case HAPROXY -> "a time-out of the queue, `timeout queue` (`timeout connect` where not set)";
      case APACHE -> "a time-out of the queue, `acquire=` of the `ProxyPass`";
      case NGINX -> "the wait for a free worker ended at " + ofAnswer(software);
      default -> "a time-out of the queue";
    };
  }

  private static String ofPause(Software software) {
    return switch (software) {
      case ENVOY -> "the route's `timeout`, which counts until the last byte";
      case NGINX, HAPROXY, APACHE ->
          ofAnswer(software)
              + " where the application paused so long, else a limit of the application server on"
              + " its workers";
      case VARNISH ->
          "the backend's `.between_bytes_timeout`, or a limit of the application server";
      default -> "a limit on pauses, or of the application server on its workers";
    };
  }
}

package io.badhop.streams.diagnose;

/** The settings by which servers end their wait for an upstream. */
final class TimeoutSetting {

  private TimeoutSetting() {}

  static String of(boolean connecting, Software software) {
    return connecting ? ofConnection(software) : ofAnswer(software);
  }

  private static String ofConnection(Software software) {
    return switch (software) {
      case NGINX -> "`proxy_connect_timeout`";
      case HAPROXY -> "`timeout connect`";
      case APACHE -> "`connectiontimeout`";
      case ENVOY -> "the cluster's `connect_timeout`";
      case CADDY -> "`dial_timeout`";
      case TRAEFIK -> "`forwardingTimeouts.dialTimeout`";
      case VARNISH, FASTLY -> "the backend's `connect_timeout`";
      case CLOUDFRONT -> "the origin's connection timeout";
      case IIS, CLOUDFLARE, ALB, OTHER -> "its limit on connecting";
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
      case VARNISH, FASTLY -> "the backend's `first_byte_timeout`";
      case CLOUDFRONT -> "the origin's response timeout";
      case IIS -> "the time-out of the server farm's proxy";
      case ALB -> "the load balancer's idle timeout";
      case CLOUDFLARE -> "its limit of 100 s, if that is the duration";
      case OTHER -> "its limit on waiting for the answer";
    };
  }
}

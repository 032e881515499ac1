package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Site;

/** The formats in which edges and proxies write. */
public enum Dialect {
  NGINX_JSON("nginx", true, true),
  NGINX_TIMED("nginx", true, true),
  NGINX_COMBINED("nginx", false, false),
  NGINX_INGRESS("nginx", true, true),
  HAPROXY("haproxy", true, true),
  APACHE_JSON("apache", true, true),
  APACHE_COMBINED("apache", false, false),
  ENVOY_JSON("envoy-json", true, true),
  ISTIO_TEXT("istio-text", true, true),
  ENVOY_TEXT("envoy-text", true, true),
  TRAEFIK_JSON("traefik-json", true, true),
  TRAEFIK_COMMON("traefik-common", true, false),
  CADDY("caddy", true, true),
  VARNISH("varnish-log", true, true),
  IIS("iis", false, true),
  LITESPEED("litespeed", false, false),
  CLOUDFLARE("cloudflare", true, true),
  CLOUDFRONT("cloudfront", false, true),
  ALB("alb", true, true),
  FASTLY("fastly", true, true);

  private final String facts;
  private final boolean namesServers;
  private final boolean hasIds;

  Dialect(String facts, boolean namesServers, boolean hasIds) {
    this.facts = facts;
    this.namesServers = namesServers;
    this.hasIds = hasIds;
  }

  /** Name under which the table of facts has it. */
  public String facts() {
    return facts;
  }

  /** Whether a request's record names the server that was asked. */
  public boolean namesServers() {
    return namesServers;
  }

  /** Whether a request's record has an ID that other tiers share. */
  public boolean hasIds() {
    return hasIds;
  }

  /** Whether it is a CDN's or a cloud's. */
  public boolean isEdge() {
    return ordinal() >= CLOUDFLARE.ordinal();
  }

  /**
   * Opens its logs.
   *
   * @param skew how far the clock of its hosts is ahead, microseconds
   * @param variant 0 or 1: whether the server's configuration is beside the logs where it need not
   *     be, or which of two notations of time it has
   */
  public Journal open(LogFiles logs, Site site, long skew, int variant) {
    Clock clock = new Clock(skew);
    boolean more = variant == 1;
    return switch (this) {
      case NGINX_JSON -> new Nginx(logs, site, clock, Nginx.Style.JSON, true);
      case NGINX_TIMED -> new Nginx(logs, site, clock, Nginx.Style.TIMED, more);
      case NGINX_COMBINED -> new Nginx(logs, site, clock, Nginx.Style.COMBINED, more);
      case NGINX_INGRESS -> new Nginx(logs, site, clock, Nginx.Style.INGRESS, false);
      case HAPROXY -> new Haproxy(logs, site, clock, more);
      case APACHE_JSON -> new Apache(logs, site, clock, true);
      case APACHE_COMBINED -> new Apache(logs, site, clock, false);
      case ENVOY_JSON -> new Envoy(logs, site, clock, Envoy.Style.JSON);
      case ISTIO_TEXT -> new Envoy(logs, site, clock, Envoy.Style.ISTIO);
      case ENVOY_TEXT -> new Envoy(logs, site, clock, Envoy.Style.TEXT);
      case TRAEFIK_JSON -> new Traefik(logs, site, clock, true);
      case TRAEFIK_COMMON -> new Traefik(logs, site, clock, false);
      case CADDY -> new Caddy(logs, site, clock, more);
      case VARNISH -> new Varnish(logs, site, clock);
      case IIS -> new Iis(logs, site, clock);
      case LITESPEED -> new LiteSpeed(logs, clock);
      case CLOUDFLARE -> new Cloudflare(logs, clock, more);
      case CLOUDFRONT -> new CloudFront(logs, clock);
      case ALB -> new Alb(logs, clock);
      case FASTLY -> new Fastly(logs, clock);
    };
  }

  /**
   * Opens the logs of the applications.
   *
   * @param edge whose ID they get as a header; null when there is no edge
   */
  public static Journal applications(LogFiles logs, Site site, long skew, Dialect edge) {
    return new Applications(logs, site, new Clock(skew), edge);
  }
}

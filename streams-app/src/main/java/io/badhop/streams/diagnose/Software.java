package io.badhop.streams.diagnose;

import java.util.Locale;

/** Servers whose words and settings are known here. */
enum Software {
  NGINX,
  HAPROXY,
  APACHE,
  ENVOY,
  CADDY,
  TRAEFIK,
  VARNISH,
  IIS,
  CLOUDFLARE,
  CLOUDFRONT,
  FASTLY,
  ALB,
  OTHER;

  /**
   * The server behind a name as logged; builds of a server (ingress-nginx, OpenResty) count as that
   * server.
   */
  static Software of(String name) {
    String lower = name == null ? "" : name.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "" -> OTHER;
      case "openresty", "tengine", "angie" -> NGINX;
      case "istio", "istio-proxy" -> ENVOY;
      case "httpd" -> APACHE;
      case "arr" -> IIS;
      case "elb", "aws_alb", "aws-alb", "aws_elb" -> ALB;
      default -> containing(lower);
    };
  }

  private static Software containing(String lower) {
    for (Software software : values()) {
      if (lower.contains(software.word())) {
        return software;
      }
    }
    return OTHER;
  }

  /** Its name as evidence gives it: lower case. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

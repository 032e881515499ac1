package io.badhop.benchmarks.judgement.world;

import java.util.List;

/**
 * Servers that stand in for each other.
 *
 * @param name as the proxy calls it
 * @param scheme how the proxy speaks to it: http, https, fastcgi, uwsgi
 * @param platform what runs in it
 * @param dnsName name by which the proxy finds it; empty when it has addresses
 * @param servers at least one
 */
public record Pool(
    String name, String scheme, Platform platform, String dnsName, List<Server> servers) {

  /** What an application runs on, which decides how it logs. */
  public enum Platform {
    JSON,
    PINO,
    LOGBACK,
    GUNICORN,
    PHP_FPM,
    UWSGI
  }

  /** Copies the list. */
  public Pool {
    servers = List.copyOf(servers);
  }
}

package io.badhop.cli.config;

/**
 * What the process shows of itself over HTTP.
 *
 * @param enabled whether it does
 * @param host address to listen on; {@code 0.0.0.0} for all
 * @param port port to listen on; 0 for a free one, which is said at the start
 */
public record MonitoringSettings(boolean enabled, String host, int port) {

  public static final MonitoringSettings DEFAULT = new MonitoringSettings(true, "127.0.0.1", 0);

  public MonitoringSettings {
    Checks.require(!host.isBlank(), "host must not be empty");
    Checks.require(port >= 0 && port <= 65_535, "port must lie between 0 and 65535");
  }
}

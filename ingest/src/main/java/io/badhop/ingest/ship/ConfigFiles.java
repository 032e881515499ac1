package io.badhop.ingest.ship;

import io.badhop.ingest.parse.ServerConfig;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.apache.ApacheConfig;
import io.badhop.ingest.parse.envoy.EnvoyConfig;
import io.badhop.ingest.parse.haproxy.HaproxyConfig;
import io.badhop.ingest.parse.nginx.NginxConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Server configurations: those that were named, and those that lie beside the logs, known by their
 * text.
 */
final class ConfigFiles {
  private static final int MAX_SNIFFED = 1 << 20;

  private static final Pattern NGINX =
      Pattern.compile(
          "(?m)^\\s*(?:log_format\\s+\\S+|http\\s*\\{|server\\s*\\{|upstream\\s+\\S+\\s*\\{|access_log\\s+\\S+)");
  private static final Pattern HAPROXY =
      Pattern.compile(
          "(?m)^(global|defaults|frontend\\s+\\S+|backend\\s+\\S+|listen\\s+\\S+)[^\\n{\\[:=\"]*$");
  private static final Pattern APACHE =
      Pattern.compile(
          "(?mi)^\\s*(?:LogFormat\\s+\"|CustomLog\\s+\\S+|ErrorLog\\s+\\S+|<VirtualHost\\s|ProxyPass\\s+\\S+|LoadModule\\s+\\S+)");

  private static final Pattern ENVOY =
      Pattern.compile(
          "(?m)^\\s*(?:- )?(?:(?:static_resources|access_log):\\s*$|accessLogFormat:\\s*\\S|name:\\s*\"?envoy\\.access_loggers)");

  private enum Server {
    NGINX,
    HAPROXY,
    APACHE,
    ENVOY
  }

  private final List<ServerConfig> configs = new ArrayList<>();

  /** Reads the configurations that the options name. */
  static ConfigFiles named(LogSetOptions options) throws LogSetException {
    ConfigFiles configs = new ConfigFiles();
    for (Path path : options.nginx()) {
      configs.add(Server.NGINX, path);
    }
    for (Path path : options.haproxy()) {
      configs.add(Server.HAPROXY, path);
    }
    for (Path path : options.apache()) {
      configs.add(Server.APACHE, path);
    }
    return configs;
  }

  private void add(Server server, Path path) throws LogSetException {
    if (!Files.isRegularFile(path)) {
      throw new LogSetException(
          "The "
              + server.name().toLowerCase(Locale.ROOT)
              + " configuration "
              + path
              + (Files.isDirectory(path)
                  ? " is a folder; name the file in it."
                  : " does not exist."));
    }
    try {
      add(server, path, ConfigFolder.read(path));
    } catch (IOException e) {
      throw new LogSetException(
          "The configuration " + path + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Takes a file if it is a server's configuration. */
  boolean accept(Path path) throws IOException {
    if (!Sample.nameOf(path).equals(path.getFileName().toString())
        || Files.size(path) > MAX_SNIFFED) {
      return false;
    }
    String text = ConfigFolder.read(path);
    Server server = serverOf(text);
    if (server != null) {
      add(server, path, text);
    }
    return server != null;
  }

  private static Server serverOf(String text) {
    if (text.stripLeading().startsWith("{")) {
      return null;
    }
    if (NGINX.matcher(text).find()) {
      return Server.NGINX;
    }
    if (HAPROXY.matcher(text).results().limit(2).count() == 2) {
      return Server.HAPROXY;
    }
    if (APACHE.matcher(text).find()) {
      return Server.APACHE;
    }
    return ENVOY.matcher(text).find() ? Server.ENVOY : null;
  }

  private void add(Server server, Path path, String text) {
    ConfigFolder folder = new ConfigFolder(path.toAbsolutePath().getParent());
    String name = path.getFileName().toString();
    configs.add(
        switch (server) {
          case NGINX -> NginxConfig.parse(name, text, folder::include);
          case HAPROXY -> HaproxyConfig.parse(name, text, folder::include);
          case APACHE -> ApacheConfig.parse(name, text, folder::include);
          case ENVOY -> EnvoyConfig.parse(name, text, folder::include);
        });
  }

  ServerConfigs configs() {
    return new ServerConfigs(configs);
  }
}

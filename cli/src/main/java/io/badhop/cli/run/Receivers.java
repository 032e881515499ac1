package io.badhop.cli.run;

import io.badhop.cli.config.IngestSettings.Receiver;
import io.badhop.ingest.source.HttpReceiver;
import io.badhop.ingest.source.Inbox;
import io.badhop.ingest.source.SyslogReceiver;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Opens what the configuration says of logs that are sent here. */
final class Receivers {

  private Receivers() {}

  /**
   * Begins to listen. Logs that come over HTTP to one port share a server, each with its path.
   *
   * @throws RunException when an address, a key store or a secret cannot be had; nothing listens
   *     then
   */
  static List<AutoCloseable> open(List<Receiver> logs, Inbox inbox) {
    List<AutoCloseable> open = new ArrayList<>();
    Map<String, List<Receiver>> http = new LinkedHashMap<>();
    try {
      for (Receiver log : logs) {
        URI at = log.address();
        if (at.getScheme().startsWith("http")) {
          String server = at.getScheme() + "://" + at.getHost() + ":" + at.getPort();
          http.computeIfAbsent(server, key -> new ArrayList<>()).add(log);
        } else {
          open.add(syslog(log, inbox));
        }
      }
      for (List<Receiver> together : http.values()) {
        open.add(http(together, inbox));
      }
      return open;
    } catch (IOException | RuntimeException e) {
      close(open, e);
      throw e instanceof RunException told
          ? told
          : new RunException("ingest: receive: " + e.getMessage(), e);
    }
  }

  private static SyslogReceiver syslog(Receiver log, Inbox inbox) throws IOException {
    URI at = log.address();
    String transport = at.getScheme().substring("syslog+".length()).toUpperCase(Locale.ROOT);
    return SyslogReceiver.start(
        log.name(),
        SyslogReceiver.Transport.valueOf(transport),
        at.getHost(),
        at.getPort(),
        tls(log),
        inbox,
        Clock.systemUTC());
  }

  private static HttpReceiver http(List<Receiver> together, Inbox inbox) throws IOException {
    URI at = together.get(0).address();
    HttpReceiver.Options plain = HttpReceiver.Options.at(at.getHost(), at.getPort());
    HttpReceiver.Options options =
        new HttpReceiver.Options(
            at.getHost(), at.getPort(), tls(together.get(0)), plain.maxBody(), plain.patience());
    List<HttpReceiver.Endpoint> endpoints = new ArrayList<>();
    for (Receiver log : together) {
      String path = log.address().getPath().isEmpty() ? "/" : log.address().getPath();
      if (endpoints.stream().anyMatch(endpoint -> endpoint.path().equals(path))) {
        throw new RunException(
            "ingest: receive: two logs come to " + log.listen() + "; give each its own path", null);
      }
      Access access = new Access(log.access(), "ingest: receive: " + log.name() + ": access");
      endpoints.add(
          new HttpReceiver.Endpoint(
              path, log.name(), access.authorization().orElse(""), log.limit()));
    }
    return HttpReceiver.start(options, endpoints, inbox, Clock.systemUTC());
  }

  private static SSLContext tls(Receiver log) {
    String scheme = log.address().getScheme();
    if (!scheme.equals("https") && !scheme.equals("syslog+tls")) {
      return null;
    }
    try (InputStream in = Files.newInputStream(log.keyStore())) {
      char[] password =
          log.keyStorePasswordFile() == null
              ? new char[0]
              : Files.readString(log.keyStorePasswordFile()).strip().toCharArray();
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new RunException(
          "ingest: receive: "
              + log.name()
              + ": keyStore: "
              + log.keyStore()
              + " cannot be read as a PKCS12 key store with this password: "
              + e.getMessage(),
          e);
    }
  }

  static void close(List<AutoCloseable> open, Exception failure) {
    for (AutoCloseable one : open) {
      try {
        one.close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
  }
}

package io.badhop.ingest.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes logs over HTTP: lines, NDJSON, or a JSON array, packed with gzip or zstd or not, as
 * Cloudflare Logpush, Vector, Fluent Bit, Fluentd and Logstash send them; on paths that end in
 * {@code /v1/logs}, OTLP in Protobuf or JSON, as OpenTelemetry's SDKs and Collector send it. A
 * request is answered with 200 when Kafka has all of it, with 503 and Retry-After when that takes
 * too long or too much waits already, and with 429 and Retry-After when a path's limit is reached;
 * then the sender has it still.
 */
public final class HttpReceiver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpReceiver.class);

  private static final int THREADS = 64;

  /** End of the paths that OTLP's logs come to, by its specification. */
  private static final String OTLP_PATH = "/v1/logs";

  static {
    // A sender that stops in the middle of its request would keep a thread for ever; in seconds.
    System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "60");
  }

  /**
   * What one path takes.
   *
   * @param path path of the URL, such as {@code /logpush}
   * @param log name of the log that comes there
   * @param authorization what the Authorization header must hold; empty for no such condition
   * @param limit how fast it may come
   */
  public record Endpoint(String path, String log, String authorization, RateLimit limit) {

    /** One without a limit. */
    public Endpoint(String path, String log, String authorization) {
      this(path, log, authorization, RateLimit.NONE);
    }

    /** Whether OTLP comes there, whose exporters add this to the address that they are given. */
    boolean isOtlp() {
      return path.endsWith(OTLP_PATH);
    }
  }

  /**
   * How to listen.
   *
   * @param host name or address to listen on
   * @param port port to listen on, 0 for a free one
   * @param tls key and certificate to show; null for plain HTTP
   * @param maxBody bytes that a body may have, packed and unpacked
   * @param patience how long a sender waits for Kafka
   */
  public record Options(String host, int port, SSLContext tls, long maxBody, Duration patience) {

    /** Plain, bodies of at most 100 MiB, which is Logpush's own limit, and 20 s of patience. */
    public static Options at(String host, int port) {
      return new Options(host, port, null, 100L << 20, Duration.ofSeconds(20));
    }
  }

  private final Map<String, Endpoint> endpoints = new TreeMap<>();
  private final Map<String, Limiter> limiters = new TreeMap<>();
  private final InstantSource clock;
  private final HttpServer server;
  private final ExecutorService threads;
  private final HttpIntake intake;

  private HttpReceiver(
      Options options,
      List<Endpoint> endpoints,
      Inbox inbox,
      InstantSource clock,
      HttpServer server) {
    this.intake = new HttpIntake(options, inbox, clock);
    for (Endpoint endpoint : endpoints) {
      this.endpoints.put(endpoint.path(), endpoint);
      limiters.put(endpoint.path(), new Limiter(endpoint.limit(), clock.instant()));
    }
    this.clock = clock;
    this.server = server;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "log-receiver");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts to listen.
   *
   * @throws IOException when the address cannot be listened on; the message names it
   */
  public static HttpReceiver start(
      Options options, List<Endpoint> endpoints, Inbox inbox, InstantSource clock)
      throws IOException {
    HttpServer server = bind(options);
    HttpReceiver receiver = new HttpReceiver(options, endpoints, inbox, clock, server);
    server.setExecutor(receiver.threads);
    server.createContext("/", receiver::handle);
    server.start();
    return receiver;
  }

  private static HttpServer bind(Options options) throws IOException {
    InetSocketAddress address = new InetSocketAddress(options.host(), options.port());
    try {
      if (options.tls() == null) {
        return HttpServer.create(address, 0);
      }
      HttpsServer server = HttpsServer.create(address, 0);
      server.setHttpsConfigurator(new HttpsConfigurator(options.tls()));
      return server;
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on " + options.host() + ":" + options.port() + ": " + e.getMessage(), e);
    }
  }

  /** Port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Endpoint endpoint = endpoints.get(exchange.getRequestURI().getPath());
      OtlpEncoding otlp =
          endpoint != null && endpoint.isOtlp()
              ? OtlpEncoding.of(exchange.getRequestHeaders().getFirst("Content-Type"))
              : null;
      answer(exchange, endpoint, otlp).send(exchange, otlp);
    } catch (RuntimeException e) {
      LOG.warn("request failed: path={}", exchange.getRequestURI().getRawPath(), e);
      throw e;
    }
  }

  private HttpAnswer answer(HttpExchange exchange, Endpoint endpoint, OtlpEncoding otlp) {
    String method = exchange.getRequestMethod();
    if (endpoint == null) {
      return HttpAnswer.refused(404, "no log is taken here; the configuration names the paths");
    }
    if (!authorized(exchange, endpoint)) {
      return HttpAnswer.refused(
          401, "the Authorization header is not the one in the configuration");
    }
    if (!method.equals("POST") && (endpoint.isOtlp() || !method.equals("PUT"))) {
      return HttpAnswer.refused(
          405, endpoint.isOtlp() ? "OTLP is sent with POST" : "logs are sent with POST or PUT");
    }
    if (endpoint.isOtlp() && otlp == null) {
      return HttpAnswer.refused(
          415, "the Content-Type of OTLP is application/x-protobuf or application/json");
    }
    Limiter limiter = limiters.get(endpoint.path());
    return intake.answer(
        new HttpIntake.Request(exchange, endpoint.log(), otlp, limiter, clock.instant()));
  }

  private static boolean authorized(HttpExchange exchange, Endpoint endpoint) {
    if (endpoint.authorization().isEmpty()) {
      return true;
    }
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    // Takes as long for a wrong one as for a right one.
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8),
            endpoint.authorization().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    // Whoever waits finds the connection closed, and sends again.
    server.stop(0);
    threads.shutdownNow();
  }
}

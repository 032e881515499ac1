package io.badhop.ingest.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes logs over HTTP: lines, NDJSON, or a JSON array, packed with gzip or zstd or not, as
 * Cloudflare Logpush, Vector, Fluent Bit, Fluentd and Logstash send them. A request is answered
 * with 200 when Kafka has all of it, and with 503 and Retry-After when that takes too long or too
 * much waits already; then the sender has it still.
 */
public final class HttpReceiver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpReceiver.class);

  private static final int THREADS = 64;
  private static final String RETRY_AFTER_SECONDS = "5";

  /** Bodies that are read and unpacked at once; with their bound this bounds the memory. */
  private static final int BODIES = 4;

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
   */
  public record Endpoint(String path, String log, String authorization) {}

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

  private final Options options;
  private final Map<String, Endpoint> endpoints = new TreeMap<>();
  private final Inbox inbox;
  private final InstantSource clock;
  private final HttpServer server;
  private final ExecutorService threads;
  private final Semaphore bodies = new Semaphore(BODIES);

  private HttpReceiver(
      Options options,
      List<Endpoint> endpoints,
      Inbox inbox,
      InstantSource clock,
      HttpServer server) {
    this.options = options;
    endpoints.forEach(endpoint -> this.endpoints.put(endpoint.path(), endpoint));
    this.inbox = inbox;
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
      Answer answer = answer(exchange);
      if (answer.status() == 503) {
        exchange.getResponseHeaders().set("Retry-After", RETRY_AFTER_SECONDS);
      } else if (answer.status() == 401) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
      }
      byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
      if (text.length > 0) {
        exchange.getResponseBody().write(text);
      }
    } catch (RuntimeException e) {
      LOG.warn("request failed: path={}", exchange.getRequestURI().getRawPath(), e);
      throw e;
    }
  }

  private record Answer(int status, String text) {}

  private Answer answer(HttpExchange exchange) {
    Instant arrived = clock.instant();
    Endpoint endpoint = endpoints.get(exchange.getRequestURI().getPath());
    String method = exchange.getRequestMethod();
    if (endpoint == null) {
      return new Answer(404, "no log is taken here; the configuration names the paths\n");
    }
    if (!authorized(exchange, endpoint)) {
      return new Answer(401, "the Authorization header is not the one in the configuration\n");
    }
    if (!method.equals("POST") && !method.equals("PUT")) {
      return new Answer(405, "logs are sent with POST or PUT\n");
    }
    return take(exchange, endpoint, arrived);
  }

  private Answer take(HttpExchange exchange, Endpoint endpoint, Instant arrived) {
    Batch batch;
    try {
      if (!bodies.tryAcquire(options.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        inbox.refuse(endpoint.log(), arrived);
        return new Answer(503, "too many senders at once; send it again\n");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(503, "badhop is ending; send it again\n");
    }
    try {
      batch = read(exchange, endpoint, arrived);
    } catch (RequestBody.TooLongException e) {
      return new Answer(413, e.getMessage() + "\n");
    } catch (IOException e) {
      return new Answer(400, "the body cannot be read: " + e.getMessage() + "\n");
    } finally {
      bodies.release();
    }
    return batch == null ? new Answer(200, "") : deliver(batch);
  }

  /** What was sent; null when it was a question for life. */
  private Batch read(HttpExchange exchange, Endpoint endpoint, Instant arrived) throws IOException {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    byte[] body = RequestBody.read(exchange.getRequestBody(), encoding, options.maxBody());
    return RequestBody.isProbe(body)
        ? null
        : new Batch(endpoint.log(), RequestBody.lines(body), offsetOf(body), arrived);
  }

  private Answer deliver(Batch batch) {
    try {
      if (inbox.offer(batch)) {
        if (batch.await(options.patience())) {
          return new Answer(200, "");
        }
        inbox.refuse(batch.log(), batch.arrived());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Answer(503, "Kafka does not have it; send it again\n");
  }

  /**
   * Place of a batch in a log without places: the same when the batch is sent again, and, as far as
   * 62 bits of SHA-256 can tell, no other's.
   */
  static long offsetOf(byte[] body) {
    byte[] hash = sha256().digest(body);
    long offset = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      offset = offset << 8 | hash[i] & 0xff;
    }
    return offset >>> 2;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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

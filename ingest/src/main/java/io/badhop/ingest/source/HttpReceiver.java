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

  private final Options options;
  private final Map<String, Endpoint> endpoints = new TreeMap<>();
  private final Map<String, Limiter> limiters = new TreeMap<>();
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
    for (Endpoint endpoint : endpoints) {
      this.endpoints.put(endpoint.path(), endpoint);
      limiters.put(endpoint.path(), new Limiter(endpoint.limit(), clock.instant()));
    }
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
    Instant arrived = clock.instant();
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
    Duration wait = limiters.get(endpoint.path()).admit(lengthOf(exchange), arrived);
    if (!wait.isZero()) {
      inbox.limit(endpoint.log(), arrived);
      return new HttpAnswer(429, "more comes than this log's limit allows; send it later", wait);
    }
    return take(exchange, endpoint, otlp, arrived);
  }

  /** Bytes of the body as it is sent; 0 when the sender does not say beforehand. */
  private static long lengthOf(HttpExchange exchange) {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    try {
      return length == null ? 0 : Math.max(0, Long.parseLong(length.strip()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private HttpAnswer take(
      HttpExchange exchange, Endpoint endpoint, OtlpEncoding otlp, Instant arrived) {
    Batch batch;
    try {
      if (!bodies.tryAcquire(options.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        inbox.refuse(endpoint.log(), arrived);
        return HttpAnswer.later("too many senders at once; send it again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return HttpAnswer.later("badhop is ending; send it again");
    }
    try {
      batch = read(exchange, endpoint, otlp, arrived);
    } catch (RequestBody.TooLongException e) {
      return HttpAnswer.refused(413, e.getMessage());
    } catch (IOException e) {
      return HttpAnswer.refused(400, "the body cannot be read: " + e.getMessage());
    } finally {
      bodies.release();
    }
    return batch == null ? HttpAnswer.TAKEN : deliver(batch);
  }

  /** What was sent; null when there is nothing in it, or it was a question for life. */
  private Batch read(HttpExchange exchange, Endpoint endpoint, OtlpEncoding otlp, Instant arrived)
      throws IOException {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    RequestBody.Counted in = new RequestBody.Counted(exchange.getRequestBody());
    byte[] body;
    try {
      body = RequestBody.read(in, encoding, options.maxBody());
    } finally {
      long untold = in.count() - lengthOf(exchange);
      limiters.get(endpoint.path()).charge(Math.max(0, untold), clock.instant());
    }
    boolean nothing = otlp == null && RequestBody.isProbe(body);
    byte[] lines =
        nothing
            ? new byte[0]
            : otlp == null ? RequestBody.lines(body) : otlp.lines(body, options.maxBody());
    return lines.length == 0 ? null : new Batch(endpoint.log(), lines, offsetOf(body), arrived);
  }

  private HttpAnswer deliver(Batch batch) {
    try {
      if (inbox.offer(batch)) {
        if (batch.await(options.patience())) {
          return HttpAnswer.TAKEN;
        }
        inbox.refuse(batch.log(), batch.arrived());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return HttpAnswer.later("Kafka does not have it; send it again");
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

package io.badhop.cli.embedded;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.badhop.schemas.serde.InProcessRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Lets other programs read the schemas of this process: the reading half of Confluent's REST API
 * over HTTP on 127.0.0.1, so that any consumer that speaks it can decode the embedded broker's
 * topics. Nothing can be changed through it.
 *
 * <p>No request ends the server: what it does not understand, or what is longer than {@link
 * #MAX_BODY_BYTES}, is answered with an error in Confluent's form.
 */
public final class RegistryServer implements AutoCloseable {

  /** A greater body is answered with 413; the longest schema of badhop has a tenth of it. */
  static final int MAX_BODY_BYTES = 1 << 20;

  private static final String HOST = "127.0.0.1";
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int THREADS = 4;

  static {
    // A client that stops in the middle of its request would keep a thread for ever; in seconds. It
    // holds for the whole process, and those who send logs need longer than those who ask here.
    System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "60");
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private RegistryServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts answering.
   *
   * @param port port to listen on, 0 for a free one
   * @throws BrokerException when the port is in use
   */
  public static RegistryServer start(InProcessRegistry registry, int port) {
    HttpServer server = bind(port);
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "schema-registry");
              thread.setDaemon(true);
              return thread;
            });
    RegistryCalls calls = new RegistryCalls(registry);
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange, calls));
    server.start();
    return new RegistryServer(server, threads);
  }

  private static HttpServer bind(int port) {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getByName(HOST), port), 0);
    } catch (IOException e) {
      throw new BrokerException(
          "Port "
              + port
              + " on "
              + HOST
              + " is in use. Name another one (embedded: registryPort:), or 0 for a free one.",
          e);
    }
  }

  /** Where it answers: {@code http://127.0.0.1:PORT}. */
  public String url() {
    return "http://" + HOST + ":" + server.getAddress().getPort();
  }

  private static void handle(HttpExchange exchange, RegistryCalls calls) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
      RegistryCalls.Answer answer =
          body.length > MAX_BODY_BYTES
              ? RegistryCalls.Answer.error(
                  413, 413, "a request of more than " + MAX_BODY_BYTES + " bytes is not read")
              : calls.answer(
                  exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), body);
      byte[] json = answer.json().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
      exchange.sendResponseHeaders(answer.status(), json.length);
      exchange.getResponseBody().write(json);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

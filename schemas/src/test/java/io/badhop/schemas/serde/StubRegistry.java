package io.badhop.schemas.serde;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that answers what it was told to, in order, the last answer for ever. */
final class StubRegistry implements AutoCloseable {
  private final HttpServer server;
  private final Deque<Answer> answers = new ArrayDeque<>();

  /** Requests as {@code METHOD path}. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** Authorization headers, or "none". */
  final List<String> credentials = new CopyOnWriteArrayList<>();

  private record Answer(int status, String body) {}

  StubRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  StubRegistry then(int status, String body) {
    synchronized (answers) {
      answers.add(new Answer(status, body.replace('\'', '"')));
    }
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    String credential = exchange.getRequestHeaders().getFirst("Authorization");
    credentials.add(credential == null ? "none" : credential);
    exchange.getRequestBody().readAllBytes();
    Answer answer;
    synchronized (answers) {
      answer = answers.size() > 1 ? answers.poll() : answers.peek();
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

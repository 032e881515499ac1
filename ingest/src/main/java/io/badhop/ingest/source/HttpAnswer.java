package io.badhop.ingest.source;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a sender is answered.
 *
 * @param status status of HTTP
 * @param text what to mend, in words; empty when all is well
 * @param retryAfter when to send it again; zero for no word of that
 */
record HttpAnswer(int status, String text, Duration retryAfter) {

  /** How long a sender is to wait when it is not known how long it will take. */
  private static final Duration LATER = Duration.ofSeconds(5);

  static final HttpAnswer TAKEN = new HttpAnswer(200, "", Duration.ZERO);

  /** It cannot be taken as it is. */
  static HttpAnswer refused(int status, String text) {
    return new HttpAnswer(status, text, Duration.ZERO);
  }

  /** It can be taken later. */
  static HttpAnswer later(String text) {
    return new HttpAnswer(503, text, LATER);
  }

  /**
   * Sends it.
   *
   * @param otlp encoding of OTLP's messages; null for an answer in words
   */
  void send(HttpExchange exchange, OtlpEncoding otlp) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    if (!retryAfter.isZero()) {
      long seconds = retryAfter.plusNanos(999_999_999).toSeconds();
      headers.set("Retry-After", Long.toString(seconds));
    }
    if (status == 401) {
      headers.set("WWW-Authenticate", "Bearer");
    } else if (status == 415) {
      headers.set(
          "Accept", OtlpEncoding.PROTOBUF.contentType() + ", " + OtlpEncoding.JSON.contentType());
    }
    headers.set("Content-Type", otlp == null ? "text/plain; charset=utf-8" : otlp.contentType());
    byte[] body = body(otlp);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private byte[] body(OtlpEncoding otlp) {
    if (otlp == null) {
      return text.isEmpty() ? new byte[0] : (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
    return status == 200 ? otlp.success() : otlp.failure(status, text);
  }
}

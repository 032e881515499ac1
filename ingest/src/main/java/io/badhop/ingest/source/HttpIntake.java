package io.badhop.ingest.source;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Takes the bodies of requests into the inbox, few at once, and waits until they are safe. */
final class HttpIntake {

  /** Bodies that are read and unpacked at once; with their bound this bounds the memory. */
  private static final int BODIES = 4;

  private static final byte[] NOTHING = new byte[0];

  private final HttpReceiver.Options options;
  private final Inbox inbox;
  private final InstantSource clock;
  private final Semaphore bodies = new Semaphore(BODIES);

  HttpIntake(HttpReceiver.Options options, Inbox inbox, InstantSource clock) {
    this.options = options;
    this.inbox = inbox;
    this.clock = clock;
  }

  /**
   * A request for a log.
   *
   * @param log name of the log
   * @param otlp how its body is encoded; null for lines
   * @param limiter has let it in
   * @param arrived when it came
   */
  record Request(
      HttpExchange exchange, String log, OtlpEncoding otlp, Limiter limiter, Instant arrived) {

    /** Bytes of the body as it is sent; 0 when the sender does not say beforehand. */
    long length() {
      String length = exchange.getRequestHeaders().getFirst("Content-Length");
      try {
        return length == null ? 0 : Math.max(0, Long.parseLong(length.strip()));
      } catch (NumberFormatException e) {
        return 0;
      }
    }
  }

  /** Lets a request in if its log's limit allows, and takes what it holds. */
  HttpAnswer answer(Request request) {
    Duration wait = request.limiter().admit(request.length(), request.arrived());
    if (!wait.isZero()) {
      inbox.limit(request.log(), request.arrived());
      return new HttpAnswer(429, "more comes than this log's limit allows; send it later", wait);
    }
    return take(request);
  }

  private HttpAnswer take(Request request) {
    Batch batch;
    try {
      if (!bodies.tryAcquire(options.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        inbox.refuse(request.log(), request.arrived());
        return HttpAnswer.later("too many senders at once; send it again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return HttpAnswer.later("badhop is ending; send it again");
    }
    try {
      batch = read(request);
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
  private Batch read(Request request) throws IOException {
    String encoding = request.exchange().getRequestHeaders().getFirst("Content-Encoding");
    RequestBody.Counted in = new RequestBody.Counted(request.exchange().getRequestBody());
    byte[] body;
    try {
      body = RequestBody.read(in, encoding, options.maxBody());
    } finally {
      long untold = in.count() - request.length();
      request.limiter().charge(Math.max(0, untold), clock.instant());
    }
    byte[] lines = lines(body, request.otlp());
    return lines.length == 0
        ? null
        : new Batch(request.log(), lines, offsetOf(body), request.arrived());
  }

  private byte[] lines(byte[] body, OtlpEncoding otlp) throws IOException {
    if (otlp != null) {
      return otlp.lines(body, options.maxBody());
    }
    return RequestBody.isProbe(body) ? NOTHING : RequestBody.lines(body);
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
}

package io.badhop.ingest.source;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** What a sender put into a request, as lines. */
final class RequestBody {

  /** What Cloudflare Logpush sends to a new destination, to see whether it answers. */
  private static final String PROBE = "{\"content\":\"test\"}";

  private static final int CHUNK = 1 << 16;

  /** Too long, packed or unpacked. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1;

    TooLongException(long limit) {
      super("the body has more than " + limit + " bytes");
    }
  }

  /** Counts what is read. */
  static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    long count() {
      return count;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = super.read(bytes, from, length);
      count += Math.max(0, read);
      return read;
    }
  }

  private RequestBody() {}

  /**
   * Reads and unpacks a body.
   *
   * @param encoding value of Content-Encoding; null for none
   * @param limit bytes that it may have, packed and unpacked
   * @throws TooLongException when it has more
   * @throws IOException when it cannot be unpacked
   */
  static byte[] read(InputStream in, String encoding, long limit) throws IOException {
    byte[] sent = bounded(in, limit);
    String how = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
    if (how.isEmpty() || how.equals("identity")) {
      return sent;
    }
    try (InputStream unpacked = unpacked(new ByteArrayInputStream(sent), how)) {
      return bounded(unpacked, limit);
    } catch (EOFException e) {
      throw new IOException("its compressed data ends too early", e);
    }
  }

  private static InputStream unpacked(InputStream sent, String how) throws IOException {
    return switch (how) {
      case "gzip", "x-gzip" -> new GZIPInputStream(sent, CHUNK);
      case "zstd" -> new ZstdInputStream(sent);
      default ->
          throw new IOException("Content-Encoding " + how + " is not known; use gzip or zstd");
    };
  }

  private static byte[] bounded(InputStream in, long limit) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    int read;
    while ((read = in.read(chunk)) >= 0) {
      if (out.size() + (long) read > limit) {
        throw new TooLongException(limit);
      }
      out.write(chunk, 0, read);
    }
    return out.toByteArray();
  }

  /** Whether it is a sender's question for life, and no log. */
  static boolean isProbe(byte[] body) {
    if (body.length > 2 * PROBE.length()) {
      return false;
    }
    String text = new String(body, StandardCharsets.UTF_8).replaceAll("\\s", "");
    return text.isEmpty() || text.equals(PROBE) || text.equals(PROBE.replace("test", "tests"));
  }

  /**
   * A JSON array as one element a line, which is how Fluent Bit, Fluentd and Vector send unless
   * told otherwise; anything else as it is. Line ends between the tokens of an element become
   * spaces; within a string JSON does not allow them.
   */
  static byte[] lines(byte[] body) {
    int at = 0;
    while (at < body.length && isSpace(body[at])) {
      at++;
    }
    return at < body.length && body[at] == '[' && looksLikeArray(body, at + 1)
        ? elements(body, at + 1)
        : body;
  }

  /** A line of text may begin with a bracket as well, with a time in it. */
  private static boolean looksLikeArray(byte[] body, int from) {
    int at = from;
    while (at < body.length && isSpace(body[at])) {
      at++;
    }
    return at < body.length && (body[at] == '{' || body[at] == ']');
  }

  private static byte[] elements(byte[] body, int from) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length);
    int depth = 0;
    boolean string = false;
    for (int i = from; i < body.length; i++) {
      byte c = body[i];
      if (string) {
        out.write(c);
        if (c == '\\' && i + 1 < body.length) {
          out.write(body[++i]);
        }
        string = c != '"';
        continue;
      }
      string = c == '"';
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      if (depth < 0) {
        break;
      }
      if (depth == 0 && c == ',') {
        out.write('\n');
      } else if (depth > 0 || !isSpace(c)) {
        out.write(c == '\n' || c == '\r' ? ' ' : c);
      }
    }
    return out.toByteArray();
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}

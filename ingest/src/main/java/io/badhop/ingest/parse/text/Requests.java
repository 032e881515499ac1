package io.badhop.ingest.parse.text;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;

/** Pieces of requests as logs write them. */
public final class Requests {

  private static final int MAX_PATH = 2_048;
  private static final int MAX_SCHEME = 8;
  private static final int MAX_METHOD = 20;
  private static final String VERSION = " HTTP/";

  private Requests() {}

  /**
   * Whether a line is one of an access log in the common form, which may stand among lines of
   * another log: {@code 192.0.2.7 - - [22/Nov/2026:06:19:30 +0000] "GET / HTTP/1.1" 200 9}.
   */
  public static boolean isAccessLine(String line) {
    int date = line.indexOf(" [");
    int close = date < 0 ? -1 : line.indexOf("] \"", date);
    return close > 0
        && Timestamps.clf(line.substring(date + 2, close), ZoneOffset.UTC) != Timestamps.NONE;
  }

  /** Method of {@code GET /x HTTP/1.1}; empty when it is no request line. */
  public static String method(CharSequence requestLine) {
    return LineText.string(requestLine, 0, methodEnd(requestLine));
  }

  /** The same, with one string for each method. */
  public static String method(CharSequence requestLine, RepeatedText strings) {
    return LineText.shared(requestLine, 0, methodEnd(requestLine), strings);
  }

  private static int methodEnd(CharSequence requestLine) {
    int end = Math.min(requestLine.length(), MAX_METHOD + 1);
    for (int i = 0; i < end; i++) {
      char c = requestLine.charAt(i);
      if (c == ' ') {
        return i;
      }
      if ((c < 'A' || c > 'Z') && c != '-' && c != '_') {
        return 0;
      }
    }
    return 0;
  }

  /** Target of a request line without its query. */
  public static String path(CharSequence requestLine) {
    int length = requestLine.length();
    int from = 0;
    while (from < length && requestLine.charAt(from) != ' ') {
      from++;
    }
    return from == length ? "" : withoutQuery(requestLine, from + 1, version(requestLine, from));
  }

  /** Where the last {@code " HTTP/"} of a request line begins; its end when there is none. */
  private static int version(CharSequence requestLine, int target) {
    for (int at = requestLine.length() - VERSION.length(); at > target + 1; at--) {
      int i = 0;
      while (i < VERSION.length() && requestLine.charAt(at + i) == VERSION.charAt(i)) {
        i++;
      }
      if (i == VERSION.length()) {
        return at;
      }
    }
    return requestLine.length();
  }

  /** A path or absolute URL without scheme, host and query. */
  public static String withoutQuery(CharSequence target) {
    return withoutQuery(target, 0, target.length());
  }

  private static String withoutQuery(CharSequence text, int from, int to) {
    int path = behindHost(text, from, to);
    return path < 0 ? "/" : LineText.string(text, path, query(text, path, to));
  }

  /** Where the path begins; -1 when an absolute URL has none. */
  private static int behindHost(CharSequence target, int from, int to) {
    int scheme = from;
    while (scheme < to && scheme < from + MAX_SCHEME && target.charAt(scheme) != ':') {
      scheme++;
    }
    boolean absolute =
        scheme > from
            && scheme + 2 < to
            && target.charAt(scheme) == ':'
            && target.charAt(scheme + 1) == '/'
            && target.charAt(scheme + 2) == '/';
    if (!absolute) {
      return from;
    }
    int slash = scheme + 3;
    while (slash < to && target.charAt(slash) != '/') {
      slash++;
    }
    return slash < to ? slash : -1;
  }

  /** Where the query or the fragment begins, or what is too long. */
  private static int query(CharSequence target, int from, int to) {
    int end = Math.min(to, from + MAX_PATH);
    int at = from;
    while (at < end && target.charAt(at) != '?' && target.charAt(at) != '#') {
      at++;
    }
    return at;
  }

  /** A host without its port. */
  public static String host(String host) {
    int colon = host.lastIndexOf(':');
    boolean port =
        colon > 0
            && host.indexOf(']') < colon
            && host.substring(colon + 1).chars().allMatch(Character::isDigit)
            && host.indexOf(':') == colon;
    return port ? host.substring(0, colon) : host;
  }

  /** The first address of a list such as X-Forwarded-For. */
  public static String firstAddress(CharSequence list) {
    int from = 0;
    int end = 0;
    while (end < list.length() && list.charAt(end) != ',') {
      end++;
    }
    while (from < end && list.charAt(from) <= ' ') {
      from++;
    }
    while (end > from && list.charAt(end - 1) <= ' ') {
      end--;
    }
    return LineText.string(list, from, end);
  }

  /**
   * Resolves {@code \xHH} (nginx upper, Apache lower case), {@code \"} and {@code \\}; bytes are
   * UTF-8.
   */
  public static String unescape(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    byte[] raw = value.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[raw.length];
    int length = 0;
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '\\'
          && i + 3 < raw.length
          && raw[i + 1] == 'x'
          && hex(raw[i + 2]) >= 0
          && hex(raw[i + 3]) >= 0) {
        out[length++] = (byte) (hex(raw[i + 2]) * 16 + hex(raw[i + 3]));
        i += 3;
      } else if (raw[i] == '\\' && i + 1 < raw.length) {
        out[length++] = raw[++i];
      } else {
        out[length++] = raw[i];
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  private static int hex(byte c) {
    return Character.digit(c, 16);
  }
}

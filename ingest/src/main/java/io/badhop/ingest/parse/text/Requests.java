package io.badhop.ingest.parse.text;

import java.nio.charset.StandardCharsets;

/** Pieces of requests as logs write them. */
public final class Requests {

  private static final int MAX_PATH = 2_048;

  private Requests() {}

  /** Method of {@code GET /x HTTP/1.1}; empty when it is no request line. */
  public static String method(String requestLine) {
    int space = requestLine.indexOf(' ');
    String method = space < 0 ? "" : requestLine.substring(0, space);
    if (method.length() > 20) {
      return "";
    }
    for (int i = 0; i < method.length(); i++) {
      char c = method.charAt(i);
      if ((c < 'A' || c > 'Z') && c != '-' && c != '_') {
        return "";
      }
    }
    return method;
  }

  /** Target of a request line without its query. */
  public static String path(String requestLine) {
    int from = requestLine.indexOf(' ') + 1;
    if (from == 0) {
      return "";
    }
    int end = requestLine.lastIndexOf(" HTTP/");
    return withoutQuery(requestLine.substring(from, end > from ? end : requestLine.length()));
  }

  /** A path or absolute URL without scheme, host and query. */
  public static String withoutQuery(String target) {
    String path = target;
    int scheme = path.indexOf("://");
    if (scheme > 0 && scheme < 8) {
      int slash = path.indexOf('/', scheme + 3);
      path = slash < 0 ? "/" : path.substring(slash);
    }
    int query = path.indexOf('?');
    path = query < 0 ? path : path.substring(0, query);
    int fragment = path.indexOf('#');
    path = fragment < 0 ? path : path.substring(0, fragment);
    return path.length() > MAX_PATH ? path.substring(0, MAX_PATH) : path;
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
  public static String firstAddress(String list) {
    int comma = list.indexOf(',');
    return (comma < 0 ? list : list.substring(0, comma)).trim();
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

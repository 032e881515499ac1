package io.badhop.ingest.bind;

/**
 * What an error log quotes of a request.
 *
 * @param method empty when the line is none
 * @param path target without scheme, host and query
 * @param whole false when the quotation was cut off, so that the path may go on
 */
record RequestLine(String method, String path, boolean whole) {

  /** Reads {@code GET /x?y HTTP/1.1}. */
  static RequestLine of(String text) {
    int space = text.indexOf(' ');
    if (space <= 0) {
      return new RequestLine("", "", false);
    }
    int version = text.lastIndexOf(" HTTP/");
    boolean whole = version > space;
    String target = text.substring(space + 1, whole ? version : text.length());
    int query = target.indexOf('?');
    String plain = query < 0 ? target : target.substring(0, query);
    return new RequestLine(text.substring(0, space), origin(plain), whole || query >= 0);
  }

  /** {@code http://host/x} is {@code /x}. */
  private static String origin(String target) {
    int scheme = target.indexOf("://");
    if (scheme <= 0 || target.startsWith("/")) {
      return target;
    }
    int slash = target.indexOf('/', scheme + 3);
    return slash < 0 ? "/" : target.substring(slash);
  }

  /** Key under which a request is found without its connection; empty when it was cut off. */
  String key() {
    return whole && !method.isEmpty() ? key(method, path) : "";
  }

  static String key(String method, String path) {
    return method + ' ' + path;
  }

  boolean sameAs(String otherMethod, String otherPath) {
    boolean same = whole ? path.equals(otherPath) : otherPath.startsWith(path);
    return same && method.equals(otherMethod);
  }
}

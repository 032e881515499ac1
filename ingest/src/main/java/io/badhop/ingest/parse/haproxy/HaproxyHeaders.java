package io.badhop.ingest.parse.haproxy;

import java.util.List;
import java.util.Locale;

/** What request headers mean, by their names or by the look of their values. */
final class HaproxyHeaders {

  private static final int TRACEPARENT_LENGTH = 55;
  private static final int SHORTEST_ID = 16;
  private static final int LONGEST_ID = 64;

  private HaproxyHeaders() {}

  /** Field of a request header; null for one that says nothing that badhop needs. */
  static HaproxyField field(String header) {
    return switch (header.toLowerCase(Locale.ROOT)) {
      case "x-request-id", "request-id", "x-correlation-id", "x-unique-id" ->
          HaproxyField.REQUEST_ID;
      case "traceparent", "x-b3-traceid" -> HaproxyField.TRACE;
      case "cf-ray", "x-amzn-trace-id", "x-amz-cf-id" -> HaproxyField.EDGE_ID;
      case "host", ":authority" -> HaproxyField.HOST;
      case "cf-connecting-ip",
          "x-forwarded-for",
          "x-real-ip",
          "true-client-ip",
          "fastly-client-ip" ->
          HaproxyField.FORWARDED;
      default -> null;
    };
  }

  /** Fields of headers in order, null where one says nothing. */
  static HaproxyField[] fields(List<String> headers) {
    return headers.stream().map(HaproxyHeaders::field).toArray(HaproxyField[]::new);
  }

  /** What the value of a captured header seems to be; null when it is nothing known. */
  static HaproxyField guess(byte[] buffer, int from, int to) {
    int length = to - from;
    int hexadecimal = 0;
    int dashes = 0;
    int dots = 0;
    int colons = 0;
    for (int i = from; i < to; i++) {
      byte c = buffer[i];
      hexadecimal += Character.digit(c, 16) >= 0 ? 1 : 0;
      dashes += c == '-' ? 1 : 0;
      dots += c == '.' ? 1 : 0;
      colons += c == ':' ? 1 : 0;
      if (c == ' ' || c == '/') {
        return null;
      }
    }
    if (dots + colons > 0 && hexadecimal + dots + colons == length) {
      return HaproxyField.FORWARDED;
    }
    if (hexadecimal + dashes == length && length >= SHORTEST_ID && length <= LONGEST_ID) {
      boolean trace = length == TRACEPARENT_LENGTH && buffer[from + 2] == '-';
      return trace ? HaproxyField.TRACE : HaproxyField.REQUEST_ID;
    }
    return dots > 0 ? HaproxyField.HOST : null;
  }
}

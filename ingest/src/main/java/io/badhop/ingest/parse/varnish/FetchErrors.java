package io.badhop.ingest.parse.varnish;

import io.badhop.schemas.event.ErrorNote;
import java.util.List;

/** Texts of Varnish's FetchError records. */
final class FetchErrors {

  private static final int MAX_MESSAGE = 512;
  private static final String BACKEND = "backend ";
  private static final String ERRNO = "errno ";

  private static final List<String> BEGINNINGS =
      List.of(
          "HTC ",
          "first byte timeout",
          "between bytes timeout",
          "http format error",
          "http first read error",
          "http read error",
          "straight insufficient bytes",
          "chunked ",
          "overflow",
          "Received junk",
          "Resource temporarily unavailable",
          "no backend",
          "No backend",
          "backend ",
          "out of workspace");

  private FetchErrors() {}

  /** Whether a text out of context is one of them. */
  static boolean isOne(String text) {
    return BEGINNINGS.stream().anyMatch(text::startsWith);
  }

  /** Name of the backend in {@code backend name: fail errno 111 (...)}; empty when none. */
  static String backend(String text) {
    int colon = text.indexOf(": ");
    return text.startsWith(BACKEND) && colon > BACKEND.length()
        ? text.substring(BACKEND.length(), colon)
        : "";
  }

  static ErrorNote note(String tag, String text, long time, String upstream) {
    return ErrorNote.newBuilder()
        .setTime(time)
        .setLevel("error")
        .setCode(tag)
        .setErrno(errno(text))
        .setMessage(text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) : text)
        .setUpstream(upstream)
        .build();
  }

  private static int errno(String text) {
    int at = text.indexOf(ERRNO);
    int value = 0;
    int from = at + ERRNO.length();
    int end = from;
    while (at >= 0 && end < text.length() && end - from < 5 && digit(text.charAt(end))) {
      value = value * 10 + text.charAt(end++) - '0';
    }
    return at < 0 || end == from ? -1 : value;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }
}

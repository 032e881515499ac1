package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.text.Requests;
import java.nio.charset.StandardCharsets;

/** Method and path of a record, from its request line or from fields of their own. */
final class HaproxyTarget {

  private static final int LONGEST_METHOD = 20;
  private static final int LONGEST_PATH = 2_048;

  /** {@code " HTTP/1.1"}. */
  private static final int VERSION_LENGTH = 9;

  private String method = "";
  private String path = "";

  void read(HaproxyRecord record) {
    if (record.has(HaproxyField.REQUEST)) {
      requestLine(record);
    } else {
      method = record.repeated(HaproxyField.METHOD);
      String target = record.text(HaproxyField.URI);
      path = Requests.withoutQuery(target.isEmpty() ? record.text(HaproxyField.PATH) : target);
    }
  }

  /** Empty when there is none. */
  String method() {
    return method;
  }

  /** Without query; empty when there is none. */
  String path() {
    return path;
  }

  private void requestLine(HaproxyRecord record) {
    byte[] buffer = record.buffer();
    int from = record.from(HaproxyField.REQUEST);
    int to = record.to(HaproxyField.REQUEST);
    int space = from;
    while (space < to && space - from <= LONGEST_METHOD && isOfMethod(buffer[space])) {
      space++;
    }
    int target = space + 1;
    boolean usual =
        space > from
            && target < to
            && buffer[space] == ' '
            && buffer[target] == '/'
            && isVersion(buffer, target, to);
    int end = usual ? pathEnd(buffer, target, to - VERSION_LENGTH) : -1;
    if (end < 0) {
      String line = record.text(HaproxyField.REQUEST);
      method = Requests.method(line);
      path = Requests.path(line);
    } else {
      method = record.repeated(HaproxyField.METHOD, from, space);
      path = new String(buffer, target, end - target, StandardCharsets.UTF_8);
    }
  }

  private static boolean isOfMethod(byte c) {
    return c >= 'A' && c <= 'Z' || c == '-' || c == '_';
  }

  private static boolean isVersion(byte[] buffer, int from, int to) {
    int at = to - VERSION_LENGTH;
    return at > from && buffer[at] == ' ' && buffer[at + 1] == 'H' && buffer[at + 5] == '/';
  }

  /** End of a path that needs no further look; -1 for one with escapes or one that is too long. */
  private static int pathEnd(byte[] buffer, int from, int to) {
    for (int i = from; i < to; i++) {
      byte c = buffer[i];
      if (c == '?') {
        return i - from > LONGEST_PATH ? -1 : i;
      }
      if (c == '#' || c == '\\') {
        return -1;
      }
    }
    return to - from > LONGEST_PATH ? -1 : to;
  }
}

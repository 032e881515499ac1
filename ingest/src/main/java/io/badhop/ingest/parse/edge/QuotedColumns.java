package io.badhop.ingest.parse.edge;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line at blanks; a column that begins with a quote ends at the next quote that stands
 * before a blank or the end of the line and has no backslash before it.
 */
final class QuotedColumns {

  private QuotedColumns() {}

  /** The columns without their quotes, in order. */
  static List<String> of(String line) {
    List<String> columns = new ArrayList<>(32);
    int at = 0;
    while (at < line.length()) {
      if (line.charAt(at) == ' ') {
        at++;
        continue;
      }
      boolean quoted = line.charAt(at) == '"';
      int end = quoted ? closing(line, at + 1) : blank(line, at);
      columns.add(line.substring(quoted ? at + 1 : at, end));
      at = quoted ? end + 1 : end;
    }
    return columns;
  }

  private static int blank(String line, int from) {
    int blank = line.indexOf(' ', from);
    return blank < 0 ? line.length() : blank;
  }

  private static int closing(String line, int from) {
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"' && (i + 1 == line.length() || line.charAt(i + 1) == ' ')) {
        return i;
      }
    }
    return line.length();
  }
}

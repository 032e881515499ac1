package io.badhop.ingest.parse.text;

import java.util.Set;

/**
 * Ends of values that hold blanks themselves and stand between blanks: ingress-nginx writes lists
 * of attempts without quotes, and some formats do so with the time and the request line.
 */
final class SpacedValue {

  private static final int CLF_WITH_ZONE = 26;
  private static final String GROUPS = " : ";

  /** Values that hold no blank: what stands behind one belongs to a richer format. */
  private static final Set<String> NUMBERS =
      Set.of("b", "B", "O", "D", "T", "s", ">s", "status", "body_bytes_sent", "bytes_sent");

  private SpacedValue() {}

  /** Whether the rest of a line can be the value of a format's last variable. */
  static boolean mayEndLine(String variable, LineText line, int from) {
    return line.indexOf(" ", from) < 0 || !NUMBERS.contains(variable);
  }

  /**
   * Where a value ends.
   *
   * @param variable name of the variable
   * @param from index of the value's first character
   * @param first first index at which the text behind the value occurs; -1 when nowhere
   * @param after text behind the value, which begins with a blank
   * @return {@code first}, or a later occurrence where the first is a part of the value; -1 when
   *     there is none
   */
  static int end(String variable, LineText line, int from, int first, String after) {
    if (variable.startsWith("upstream_") && !after.startsWith(GROUPS)) {
      return list(line, from, first, after);
    }
    return switch (variable) {
      case "time_local" -> line.indexOf(after, Math.min(line.length(), from + CLF_WITH_ZONE));
      case "request", "r" -> request(line, from, first, after);
      default -> first;
    };
  }

  /** Attempts are joined by {@code ", "}, groups of attempts by {@code " : "}. */
  private static int list(LineText line, int from, int first, String after) {
    int end = first;
    while (end > from && (line.charAt(end - 1) == ',' || line.startsWith(GROUPS, end))) {
      int next = line.charAt(end - 1) == ',' ? end + 1 : end + GROUPS.length();
      end = line.indexOf(after, next);
    }
    return end;
  }

  /** {@code GET /a b HTTP/1.1}; what is no request line of HTTP ends at the first blank. */
  private static int request(LineText line, int from, int first, String after) {
    int version = line.indexOf(" HTTP/", from);
    return version < 0 ? first : line.indexOf(after, version + 1);
  }
}

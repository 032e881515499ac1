package io.badhop.ingest.parse.app;

/**
 * A line of the common log format: {@code host ident user [date] "request" status size}, with
 * referer and agent when two quoted texts follow.
 *
 * @param date between the brackets
 * @param request request line
 * @param status as written, {@code -} when no answer was sent
 * @param tail what stands behind, without blanks around
 */
record AccessLine(String date, String request, String status, String tail) {

  /** Takes a line apart; null when it has another form. */
  static AccessLine of(String text) {
    int open = text.indexOf(" [");
    int close = open < 0 ? -1 : text.indexOf("] \"", open);
    int request = close < 0 ? -1 : close + 3;
    int end = request < 0 ? -1 : quoteEnd(text, request);
    if (end < 0 || !text.startsWith("\" ", end)) {
      return null;
    }
    int status = end + 2;
    int blank = text.indexOf(' ', status);
    if (blank < 0) {
      return null;
    }
    int size = blank + 1;
    int after = text.indexOf(' ', size) < 0 ? text.length() : text.indexOf(' ', size);
    if (!isNumber(text, size, after)) {
      return null;
    }
    return new AccessLine(
        text.substring(open + 2, close),
        text.substring(request, end),
        text.substring(status, blank),
        text.substring(pastQuoted(text, pastQuoted(text, after))).strip());
  }

  private static boolean isNumber(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && !(c == '-' && to == from + 1)) {
        return false;
      }
    }
    return to > from;
  }

  /** Behind a quoted text that follows a blank; the same index when none does. */
  private static int pastQuoted(String text, int at) {
    int end = text.startsWith(" \"", at) ? quoteEnd(text, at + 2) : -1;
    return end < 0 ? at : end + 1;
  }

  /** The closing quote; a quote behind a backslash belongs to the text. */
  private static int quoteEnd(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        return i;
      }
    }
    return -1;
  }
}

package io.badhop.ingest.parse.text;

import java.util.List;

/**
 * Network errors as Go's library words them, the same in every server written in it: {@code dial
 * tcp 10.0.0.1:80: connect: connection refused}, {@code read tcp 10.0.0.9:5000->10.0.0.1:80: read:
 * connection reset by peer}.
 */
public final class GoErrors {

  private static final List<String> OPERATIONS = List.of("dial tcp ", "read tcp ", "write tcp ");
  private static final String UNIX = "dial unix ";

  private GoErrors() {}

  /** Address of the far end, {@code unix:} before that of a socket; empty when none is named. */
  public static String upstream(String message) {
    int unix = message.indexOf(UNIX);
    if (unix >= 0) {
      return "unix:" + upToColon(message, unix + UNIX.length());
    }
    for (String operation : OPERATIONS) {
      int at = message.indexOf(operation);
      if (at >= 0) {
        String ends = upToColon(message, at + operation.length());
        String far = ends.substring(ends.indexOf('>') + 1);
        // "dial tcp lookup ..." and the like name no address.
        return far.indexOf(':') > 0 && far.indexOf(' ') < 0 ? far : "";
      }
    }
    return "";
  }

  private static String upToColon(String message, int from) {
    int end = message.indexOf(": ", from);
    return message.substring(from, end < 0 ? message.length() : end);
  }
}

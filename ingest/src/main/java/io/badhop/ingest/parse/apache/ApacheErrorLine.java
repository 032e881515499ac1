package io.badhop.ingest.parse.apache;

import java.util.Set;

/**
 * A line of Apache's error log taken apart. What comes before the message is in brackets, except
 * for {@code (errno)text:}, which is logged before or after the client, and the source file at
 * level debug.
 */
final class ApacheErrorLine {

  private static final Set<String> LEVELS =
      Set.of("emerg", "alert", "crit", "error", "warn", "notice", "info", "debug");

  private final String text;
  private int at;

  private String module = "";
  private String level = "";
  private String process = "";
  private String client = "";
  private String remote = "";
  private String logId = "";
  private String reason = "";
  private int errno = -1;

  /**
   * Takes a line apart.
   *
   * @param text the line
   * @param from index behind the bracket of the date
   */
  ApacheErrorLine(String text, int from) {
    this.text = text;
    this.at = from;
    while (skipBlanks() && (bracket() || reason() || sourceFile())) {
      // Each step moves on behind the piece that it has read.
    }
  }

  private boolean skipBlanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at < text.length();
  }

  private boolean bracket() {
    int close = text.charAt(at) == '[' ? text.indexOf(']', at) : -1;
    if (close < 0 || !known(text.substring(at + 1, close))) {
      return false;
    }
    at = close + 1;
    return true;
  }

  private boolean known(String content) {
    if (content.startsWith("pid ")) {
      process = content.substring("pid ".length()).replace("tid ", "");
    } else if (content.startsWith("client ")) {
      client = withoutPort(content.substring("client ".length()), process.isEmpty());
    } else if (content.startsWith("remote ")) {
      remote = content.substring("remote ".length());
    } else if (level.isEmpty() && isLevel(content)) {
      module = content.substring(0, Math.max(0, content.indexOf(':')));
      level = levelOf(content);
    } else {
      return logId(content);
    }
    return true;
  }

  private static boolean isLevel(String content) {
    return LEVELS.contains(levelOf(content));
  }

  private static String levelOf(String content) {
    String word = content.substring(content.indexOf(':') + 1);
    return word.startsWith("trace") ? "debug" : word;
  }

  /** An ErrorLogFormat may have {@code [R:%L]} or {@code [%L]}: eleven characters or more. */
  private boolean logId(String content) {
    String id =
        content.startsWith("R:") || content.startsWith("L:") ? content.substring(2) : content;
    boolean fits = id.length() >= 11 && id.length() <= 32;
    for (int i = 0; fits && i < id.length(); i++) {
      char c = id.charAt(i);
      fits = Character.isLetterOrDigit(c) && c < 128 || "+/@_-".indexOf(c) >= 0;
    }
    if (fits) {
      logId = id;
    }
    return fits;
  }

  /** {@code (111)Connection refused: }, {@code (EAI 2)Name or service not known: }. */
  private boolean reason() {
    int close = text.charAt(at) == '(' ? text.indexOf(')', at) : -1;
    int colon = close < 0 || close - at > 12 ? -1 : text.indexOf(": ", close);
    String number = colon < 0 ? "" : text.substring(at + 1, close);
    boolean digits = isNumber(number);
    if (!digits && !number.startsWith("EAI ") || !reason.isEmpty()) {
      return false;
    }
    errno = digits ? Integer.parseInt(number) : -1;
    reason = text.substring(at, colon);
    at = colon + 2;
    return true;
  }

  private static boolean isNumber(String text) {
    boolean digits = !text.isEmpty() && text.length() < 10;
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits;
  }

  /** {@code mod_authz_core.c(820): }. */
  private boolean sourceFile() {
    int file = text.indexOf(".c(", at);
    int end = file < 0 ? -1 : text.indexOf("): ", file);
    if (end < 0 || text.substring(at, end).indexOf(' ') >= 0) {
      return false;
    }
    at = end + 3;
    return true;
  }

  /** 2.4 puts a port behind every address, 2.2, which logs no process, behind none. */
  private static String withoutPort(String address, boolean old) {
    int colon = address.lastIndexOf(':');
    boolean port = !old && colon > 0 && isNumber(address.substring(colon + 1));
    return port ? address.substring(0, colon) : address;
  }

  /** {@code proxy_http}; empty in Apache 2.2. */
  String module() {
    return module;
  }

  /** Empty when the line has none. */
  String level() {
    return level;
  }

  /** {@code 1:2}, process and thread; empty in Apache 2.2. */
  String process() {
    return process;
  }

  /** Address without port; empty in lines about a worker or the server. */
  String client() {
    return client;
  }

  /** Address of the upstream in lines of a connection to one. */
  String remote() {
    return remote;
  }

  /** Error-log ID; empty unless the ErrorLogFormat has one. */
  String logId() {
    return logId;
  }

  /** -1 when the line has none. */
  int errno() {
    return errno;
  }

  /** {@code AH00957}; empty when the message has none. */
  String code() {
    boolean code = text.startsWith("AH", at) && text.startsWith(": ", at + 7);
    return code ? text.substring(at, at + 7) : "";
  }

  /** The message with its reason, without the referer. */
  String message() {
    int referer = text.lastIndexOf(", referer: ");
    String said = text.substring(at, referer < at ? text.length() : referer);
    return reason.isEmpty() ? said : reason + ": " + said;
  }
}

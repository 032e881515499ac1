package io.badhop.ingest.parse.app;

/** The exception of a record of names and values. */
final class NamedErrors {

  private static final String PYTHON = "Traceback (most recent call last)";

  private NamedErrors() {}

  /** Class or type of the exception; empty when the record has none. */
  static String type(NamedValues values) {
    String type = values.get("exceptionType");
    if (type.isEmpty()) {
      type = values.named("exception.class");
    }
    return AppRecords.cut(type.isEmpty() ? inTrace(values.get("exception").strip()) : type);
  }

  /** Python names the exception behind the frames, all others in the first line. */
  private static String inTrace(String trace) {
    if (trace.isEmpty()) {
      return "";
    }
    String said =
        trace.contains(PYTHON) ? behindFrames(trace) : trace.lines().findFirst().orElse("");
    return ExceptionNames.leading(said);
  }

  /** Of chained exceptions the last one left the handler; its message may have several lines. */
  private static String behindFrames(String trace) {
    return trace
        .substring(trace.lastIndexOf(PYTHON))
        .lines()
        .skip(1)
        .filter(line -> !line.isEmpty() && !Character.isWhitespace(line.charAt(0)))
        .findFirst()
        .orElse("");
  }

  /** The message, and what the exception says where the message does not have it. */
  static String message(NamedValues values, String message) {
    String said = values.get("exceptionMessage").strip();
    boolean flag = said.equals("true") || said.equals("false") || AppRecords.whole(said) >= 0;
    if (said.isEmpty() || flag || message.contains(said)) {
      return AppRecords.cut(message);
    }
    return AppRecords.cut(message.isEmpty() ? said : message + ": " + said);
  }
}

package io.badhop.ingest.parse.app;

/** Further lines of a record: stack traces of Python, Java, PHP and Ruby. */
public final class Continuations {

  private Continuations() {}

  /** Whether a line looks like a part of a stack trace. */
  public static boolean looksLike(String text) {
    if (text.isEmpty()) {
      return false;
    }
    char first = text.charAt(0);
    return first == ' '
        || first == '\t'
        || first == '#'
        || text.startsWith("Traceback (")
        || text.startsWith("Caused by: ")
        || text.startsWith("Stack trace:")
        || text.startsWith("During handling of ")
        || text.startsWith("The above exception was ")
        || text.startsWith("[stacktrace]")
        || text.startsWith("[previous exception]")
        || isException(text);
  }

  /** {@code KeyError: 'x'}: the line begins with the name of an exception. */
  private static boolean isException(String text) {
    int end = text.indexOf(':');
    String name = ExceptionNames.in(end < 0 ? text : text.substring(0, end + 1));
    return !name.isEmpty() && text.startsWith(name)
        || text.startsWith("SystemExit")
        || text.startsWith("KeyboardInterrupt");
  }
}

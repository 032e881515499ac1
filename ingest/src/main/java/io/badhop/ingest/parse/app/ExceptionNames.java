package io.badhop.ingest.parse.app;

/** Names of exceptions in messages: {@code java.lang.X: ...}, {@code Uncaught X: ...}. */
final class ExceptionNames {

  private static final int LONGEST = 200;
  private static final String THREAD = "Exception in thread \"";
  private static final String UNCAUGHT = "Uncaught ";
  private static final String UNHANDLED = "Unhandled exception. ";

  private ExceptionNames() {}

  /**
   * The first word that ends in Exception or Error, begins its last part with a capital and is
   * followed by a colon, a bracket or the end; empty when there is none.
   */
  static String in(String text) {
    int from = 0;
    while (from < text.length()) {
      int end = from;
      while (end < text.length() && isName(text.charAt(end))) {
        end++;
      }
      if (end > from && follows(text, end)) {
        String word = text.substring(from, end);
        if (names(word)) {
          return plain(word);
        }
      }
      from = end + 1;
    }
    return "";
  }

  /**
   * The name that the first line of a trace begins with, whatever it ends in: {@code stock.Gone: x}
   * and {@code Error: x}; empty when the line begins with no name of a class.
   */
  static String leading(String text) {
    int from = text.startsWith(THREAD) ? text.indexOf("\" ", THREAD.length()) + 2 : 0;
    from = text.startsWith(UNCAUGHT) ? UNCAUGHT.length() : from;
    from = text.startsWith(UNHANDLED) ? UNHANDLED.length() : from;
    int end = from;
    while (end < text.length() && (isName(text.charAt(end)) || text.startsWith("::", end))) {
      end += text.startsWith("::", end) ? 2 : 1;
    }
    boolean followed =
        end == text.length() || text.charAt(end) == ':' || text.startsWith(" (", end);
    String word = text.substring(from, end);
    int last = lastPart(word);
    boolean name =
        last < word.length() && Character.isLetter(word.charAt(last)) && word.length() <= LONGEST;
    return followed && name && (isQualified(word, last) || isKnown(word)) ? plain(word) : "";
  }

  /**
   * The name of an exception that a line begins with, where the line may be anything: it ends in
   * Error, Exception or Throwable.
   */
  static String beginning(String text) {
    String name = leading(text);
    return isKnown(name) ? name : "";
  }

  private static boolean isQualified(String word, int last) {
    return last > 0 || Character.isUpperCase(word.charAt(0));
  }

  private static boolean isKnown(String word) {
    boolean known =
        word.endsWith("Exception") || word.endsWith("Error") || word.endsWith("Throwable");
    return known && Character.isUpperCase(word.charAt(lastPart(word)));
  }

  private static int lastPart(String word) {
    return Math.max(Math.max(word.lastIndexOf('.'), word.lastIndexOf('\\')), word.lastIndexOf(':'))
        + 1;
  }

  private static String plain(String word) {
    return word.replace("\\\\", "\\");
  }

  private static boolean isName(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '.'
        || c == '_'
        || c == '$'
        || c == '\\';
  }

  private static boolean follows(String text, int end) {
    return end == text.length() || text.charAt(end) == ':' || text.charAt(end) == '(';
  }

  private static boolean names(String word) {
    String kind = word.endsWith("Exception") ? "Exception" : word.endsWith("Error") ? "Error" : "";
    int last = Math.max(word.lastIndexOf('.'), word.lastIndexOf('\\')) + 1;
    return !kind.isEmpty()
        && word.length() <= LONGEST
        && word.length() - last > kind.length()
        && Character.isUpperCase(word.charAt(last));
  }
}

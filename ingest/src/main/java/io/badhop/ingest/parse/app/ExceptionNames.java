package io.badhop.ingest.parse.app;

/** Names of exceptions in messages: {@code java.lang.X: ...}, {@code Uncaught X: ...}. */
final class ExceptionNames {

  private static final int LONGEST = 200;

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
          return word.replace("\\\\", "\\");
        }
      }
      from = end + 1;
    }
    return "";
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

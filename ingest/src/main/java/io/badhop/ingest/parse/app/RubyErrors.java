package io.badhop.ingest.parse.app;

/** Names of Ruby's exceptions, which are constants: {@code Net::ReadTimeout}. */
final class RubyErrors {

  private RubyErrors() {}

  /**
   * The constant that a text begins with.
   *
   * @param end what follows the name: {@code " ("} in Rails' own log, {@code ":"} in lograge's
   * @return empty when the text begins otherwise
   */
  static String before(String text, String end) {
    int at = 0;
    while (at < text.length() && isName(text, at)) {
      at += text.startsWith("::", at) ? 2 : 1;
    }
    boolean constant = at > 0 && Character.isUpperCase(text.charAt(0)) && text.startsWith(end, at);
    boolean closed = end.equals(":") || text.endsWith("):") || text.endsWith(")");
    String name = constant && closed ? text.substring(0, at) : "";
    // Rails' own sentences begin with a capital as well: "Redirected (...)".
    boolean error = name.contains("::") || name.endsWith("Error") || name.endsWith("Exception");
    return error ? name : "";
  }

  private static boolean isName(String text, int at) {
    char c = text.charAt(at);
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '_'
        || text.startsWith("::", at);
  }
}

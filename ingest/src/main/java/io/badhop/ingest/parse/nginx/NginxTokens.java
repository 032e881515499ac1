package io.badhop.ingest.parse.nginx;

import java.util.ArrayList;
import java.util.List;

/** nginx's configuration language, cut into words and marks. */
final class NginxTokens {

  private NginxTokens() {}

  /**
   * Words, quoted strings without their quotes, and the three marks that end a directive or bound a
   * block.
   */
  static List<String> of(String text) {
    List<String> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
      } else if (c == ';' || c == '{' || c == '}') {
        tokens.add(String.valueOf(c));
        at++;
      } else {
        at = c == '"' || c == '\'' ? quoted(text, at, tokens) : word(text, at, tokens);
      }
    }
    return tokens;
  }

  private static int quoted(String text, int from, List<String> tokens) {
    StringBuilder value = new StringBuilder();
    int at = from + 1;
    while (at < text.length() && text.charAt(at) != text.charAt(from)) {
      if (text.charAt(at) == '\\'
          && at + 1 < text.length()
          && (text.charAt(at + 1) == text.charAt(from) || text.charAt(at + 1) == '\\')) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    tokens.add(value.toString());
    return at + 1;
  }

  private static int word(String text, int from, List<String> tokens) {
    int at = from;
    while (at < text.length()
        && !Character.isWhitespace(text.charAt(at))
        && ";{}".indexOf(text.charAt(at)) < 0) {
      // ${name} holds braces of its own.
      at =
          text.startsWith("${", at) && text.indexOf('}', at) > 0
              ? text.indexOf('}', at) + 1
              : at + 1;
    }
    tokens.add(text.substring(from, at));
    return at;
  }
}

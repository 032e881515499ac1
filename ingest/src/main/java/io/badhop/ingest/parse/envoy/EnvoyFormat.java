package io.badhop.ingest.parse.envoy;

import io.badhop.ingest.parse.text.LogTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compiles a format string: {@code [%START_TIME%] "%REQ(:METHOD)%" %RESPONSE_CODE%}. */
final class EnvoyFormat {

  private EnvoyFormat() {}

  /** A scanner whose variables are the meanings of {@link EnvoyNames}. */
  static LogTemplate compile(String format) {
    String text = format.stripTrailing();
    List<String> variables = new ArrayList<>();
    List<String> literals = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = text.charAt(at) == '%' ? end(text, at) : -1;
      if (end < 0) {
        literal.append(text.charAt(at));
        // A doubled percent sign is one.
        at += text.startsWith("%%", at) ? 2 : 1;
        continue;
      }
      literals.add(literal.toString());
      literal.setLength(0);
      variables.add(meaning(text.substring(at + 1, end)));
      at = end + 1;
    }
    literals.add(literal.toString());
    return LogTemplate.of(literals.get(0), variables, literals.subList(1, literals.size()));
  }

  /** Whether a text has operators and so may be a format string. */
  static boolean isFormat(String text) {
    int percent = text.indexOf('%');
    while (percent >= 0) {
      int end = end(text, percent);
      if (end > 0) {
        return true;
      }
      percent = text.indexOf('%', percent + 1);
    }
    return false;
  }

  /** The operator alone that a text is, as its meaning; empty when it is more or none. */
  static String single(String text) {
    boolean whole = text.startsWith("%") && end(text, 0) == text.length() - 1;
    return whole ? meaning(text.substring(1, text.length() - 1)) : "";
  }

  /** Index of the percent sign that ends the operator; -1 when no operator begins here. */
  private static int end(String text, int percent) {
    int at = percent + 1;
    while (at < text.length() && isName(text.charAt(at))) {
      at++;
    }
    if (at == percent + 1 || at >= text.length()) {
      return -1;
    }
    if (text.charAt(at) == '(') {
      // The argument may hold percent signs: START_TIME(%s.%3f).
      int close = text.indexOf(')', at);
      at = close < 0 ? text.length() : close + 1;
    }
    if (at < text.length() && text.charAt(at) == ':') {
      at++;
      while (at < text.length() && Character.isDigit(text.charAt(at))) {
        at++;
      }
    }
    return at < text.length() && text.charAt(at) == '%' ? at : -1;
  }

  private static boolean isName(char c) {
    return c >= 'A' && c <= 'Z' || c == '_' || c >= '0' && c <= '9';
  }

  private static String meaning(String operator) {
    int open = operator.indexOf('(');
    int close = operator.lastIndexOf(')');
    int length = operator.indexOf(':');
    int nameEnd = open >= 0 ? open : length < 0 ? operator.length() : length;
    String argument = open < 0 || close < open ? "" : operator.substring(open + 1, close);
    return EnvoyNames.ofOperator(operator.substring(0, nameEnd).toUpperCase(Locale.ROOT), argument);
  }
}

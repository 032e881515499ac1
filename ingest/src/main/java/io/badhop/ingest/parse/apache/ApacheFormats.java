package io.badhop.ingest.parse.apache;

import io.badhop.ingest.parse.text.LogTemplate;
import java.util.ArrayList;
import java.util.List;

/** Compiles Apache's format strings: {@code %>s}, {@code %{Referer}i}, {@code %!200,304{X}o}. */
final class ApacheFormats {

  /** Before the pattern in the name of a piece of the time. */
  static final String TIME = "t:";

  private ApacheFormats() {}

  static LogTemplate compile(String format) {
    List<String> names = new ArrayList<>();
    List<StringBuilder> literals = new ArrayList<>();
    literals.add(new StringBuilder());
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at);
      if (c != '%' || at + 1 >= format.length()) {
        at = literal(format, at, literals.get(literals.size() - 1));
      } else if (format.charAt(at + 1) == '%') {
        literals.get(literals.size() - 1).append('%');
        at += 2;
      } else {
        int end = directive(format, at + 1, names);
        boolean clf = names.get(names.size() - 1).equals("t");
        literals.get(literals.size() - 1).append(clf ? "[" : "");
        literals.add(new StringBuilder(clf ? "]" : ""));
        at = end;
      }
    }
    List<String> after =
        literals.subList(1, literals.size()).stream().map(StringBuilder::toString).toList();
    return LogTemplate.of(literals.get(0).toString(), names, after);
  }

  private static int literal(String format, int at, StringBuilder literal) {
    char c = format.charAt(at);
    if (c == '\\' && at + 1 < format.length()) {
      char next = format.charAt(at + 1);
      literal.append(next == 't' ? '\t' : next == 'n' ? '\n' : next);
      return at + 2;
    }
    literal.append(c);
    return at + 1;
  }

  private static int directive(String format, int from, List<String> names) {
    int at = from;
    StringBuilder modifier = new StringBuilder();
    while (at < format.length() && "!,0123456789<>".indexOf(format.charAt(at)) >= 0) {
      modifier.append(
          format.charAt(at) == '>' || format.charAt(at) == '<'
              ? String.valueOf(format.charAt(at))
              : "");
      at++;
    }
    String argument = "";
    if (at < format.length() && format.charAt(at) == '{') {
      int close = format.indexOf('}', at);
      argument = close < 0 ? "" : format.substring(at + 1, close);
      at = close < 0 ? format.length() : close + 1;
    }
    // %^FB and its like have three characters.
    int length = format.startsWith("^", at) ? 3 : 1;
    String directive = format.substring(at, Math.min(format.length(), at + length));
    names.add(
        directive.equals("t") && !argument.isEmpty()
            ? TIME + argument
            : modifier + ApacheAccessParser.name(argument, directive));
    return at + directive.length();
  }
}

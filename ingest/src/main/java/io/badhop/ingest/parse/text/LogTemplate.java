package io.badhop.ingest.parse.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A log format compiled to a scanner: literals and variables in turn. A variable's value ends where
 * the literal after it begins; a value between quotes may hold escaped quotes.
 */
public final class LogTemplate {

  /** A variable and the literal that follows it, a character a byte. */
  private record Part(String variable, String after) {
    Part {
      after = LineText.literal(after);
    }
  }

  private final String before;
  private final Part[] parts;

  private LogTemplate(String before, List<Part> parts) {
    this.before = LineText.literal(before);
    this.parts = parts.toArray(new Part[0]);
  }

  /** Compiles nginx's notation: {@code $name} and {@code ${name}}. */
  public static LogTemplate nginx(String format) {
    StringBuilder literal = new StringBuilder();
    String before = null;
    String variable = null;
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < format.length()) {
      if (format.charAt(at) != '$') {
        literal.append(format.charAt(at++));
        continue;
      }
      if (variable == null) {
        before = literal.toString();
      } else {
        parts.add(new Part(variable, literal.toString()));
      }
      literal.setLength(0);
      boolean braced = at + 1 < format.length() && format.charAt(at + 1) == '{';
      int from = braced ? at + 2 : at + 1;
      int end = from;
      while (end < format.length()
          && (Character.isLetterOrDigit(format.charAt(end)) || format.charAt(end) == '_')) {
        end++;
      }
      variable = format.substring(from, end);
      at = braced ? end + 1 : end;
    }
    if (variable != null) {
      parts.add(new Part(variable, literal.toString()));
    }
    return new LogTemplate(before == null ? literal.toString() : before, parts);
  }

  /** A template from its pieces: text before, then variables each with the literal behind it. */
  public static LogTemplate of(String before, List<String> variables, List<String> after) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      parts.add(new Part(variables.get(i), after.get(i)));
    }
    return new LogTemplate(before, parts);
  }

  public List<String> variables() {
    return Arrays.stream(parts).map(Part::variable).toList();
  }

  /** Number of variables: a format that names more tells more. */
  public int size() {
    return parts.length;
  }

  /**
   * Reads a line.
   *
   * @param values gets the value of each variable, in order
   * @return false when the line does not have this form
   */
  public boolean read(LineText line, String[] values) {
    int[] bounds = new int[2 * parts.length];
    if (!find(line, bounds)) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      values[i] = line.string(bounds[2 * i], bounds[2 * i + 1]);
    }
    return true;
  }

  /** The same of a text that is no line of bytes. */
  public boolean read(String line, String[] values) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return read(new LineText().of(bytes, 0, bytes.length), values);
  }

  /**
   * Finds the values of a line.
   *
   * @param bounds gets for each variable, in order, where its value begins and ends
   * @return false when the line does not have this form
   */
  public boolean find(LineText line, int[] bounds) {
    if (!line.startsWith(before, 0)) {
      return false;
    }
    int at = before.length();
    char quote = before.endsWith("\"") ? '"' : 0;
    for (int i = 0; i < parts.length; i++) {
      int last = lastOfRun(i);
      String after = parts[last].after();
      int end = after.isEmpty() ? line.length() : end(line, at, after, quote);
      if (quote == 0 && after.startsWith(" ")) {
        end = SpacedValue.end(parts[i].variable(), line, at, end, after);
      }
      if (end < 0 || after.isEmpty() && !SpacedValue.mayEndLine(parts[i].variable(), line, at)) {
        return false;
      }
      bounds[2 * i] = at;
      bounds[2 * i + 1] = end;
      while (i < last) {
        i++;
        bounds[2 * i] = end;
        bounds[2 * i + 1] = end;
      }
      at = end + after.length();
      quote = after.endsWith("\"") ? '"' : 0;
    }
    return at == line.length();
  }

  /** Of variables with nothing between them the first takes all, the others are empty. */
  private int lastOfRun(int first) {
    int last = first;
    while (last + 1 < parts.length && parts[last].after().isEmpty()) {
      last++;
    }
    return last;
  }

  private static int end(LineText line, int from, String after, char quote) {
    int end = line.indexOf(after, from);
    if (quote != 0 && after.charAt(0) == quote) {
      while (end > from && line.charAt(end - 1) == '\\' && !evenBackslashes(line, from, end)) {
        end = line.indexOf(after, end + 1);
      }
    }
    return end;
  }

  private static boolean evenBackslashes(LineText line, int from, int end) {
    int count = 0;
    for (int i = end - 1; i >= from && line.charAt(i) == '\\'; i--) {
      count++;
    }
    return count % 2 == 0;
  }
}

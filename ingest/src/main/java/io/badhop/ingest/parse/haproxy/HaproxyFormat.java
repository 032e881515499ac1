package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.haproxy.HaproxyField.Form;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A log-format string compiled: {@code %name}, {@code %{flags}name}, {@code %[sample]} and, since
 * HAProxy 3.0, {@code %(name:type)} before them.
 *
 * @param template scanner of its text; null when HAProxy itself encodes the record
 * @param keys names of its fields where it is, or looks like, JSON
 */
record HaproxyFormat(HaproxyTemplate template, Map<String, HaproxyField> keys) {

  /** A key of JSON before its value, which may be in quotes. */
  private static final Pattern KEY = Pattern.compile("\"([^\"\\\\]{1,80})\"\\s*:\\s*\"?$");

  /** A variable as it stands in the format. */
  private record Variable(HaproxyField field, Form form, String name, String flags) {}

  /** Compiles; what is no variable of HAProxy is passed over where its value is. */
  static HaproxyFormat of(String format, HaproxySamples samples) {
    return new Compiler(format, samples).compile();
  }

  private static final class Compiler {
    private final String format;
    private final HaproxySamples samples;
    private final List<Variable> variables = new ArrayList<>();
    private final List<String> literals = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private String global = "";
    private int at;

    Compiler(String format, HaproxySamples samples) {
      this.format = format;
      this.samples = samples;
    }

    HaproxyFormat compile() {
      while (at < format.length()) {
        char c = format.charAt(at++);
        if (c != '%') {
          append(c);
        } else if (at < format.length() && format.charAt(at) == '%') {
          append(format.charAt(at++));
        } else {
          variable();
        }
      }
      literals.add(literal.toString().stripTrailing());
      boolean encoded = global.contains("+json") || global.contains("+cbor");
      return new HaproxyFormat(encoded ? null : template(), encoded ? named() : keys());
    }

    /** Blanks that meet are one. */
    private void append(char c) {
      boolean repeated =
          c == ' ' && literal.length() > 0 && literal.charAt(literal.length() - 1) == ' ';
      if (!repeated) {
        literal.append(c);
      }
    }

    private void variable() {
      String name = bracketed('(', ')');
      String flags = bracketed('{', '}');
      name = name.isEmpty() ? bracketed('(', ')') : name;
      name = name.indexOf(':') < 0 ? name : name.substring(0, name.indexOf(':'));
      if (at < format.length() && format.charAt(at) == '[') {
        HaproxyField field = samples.field(bracketed('[', ']'));
        Form form = field == null || field.form != Form.NUMBER ? Form.TEXT : Form.NUMBER;
        add(new Variable(field, form, name, flags));
        return;
      }
      int from = at;
      while (at < format.length() && isLetter(format.charAt(at))) {
        at++;
      }
      String variable = format.substring(from, at);
      if (variable.equals("o")) {
        global = global + flags;
        return;
      }
      boolean hexadecimal = has('X', flags);
      add(
          new Variable(
              hexadecimal ? null : HaproxyField.of(variable),
              hexadecimal ? Form.WORD : HaproxyField.formOf(variable),
              name.isEmpty() ? variable : name,
              flags));
    }

    private void add(Variable variable) {
      literals.add(literal.toString());
      literal.setLength(0);
      variables.add(
          new Variable(
              variable.field(), variable.form(), variable.name(), global + variable.flags()));
    }

    /** What stands between brackets here; parentheses hold brackets of their own. */
    private String bracketed(char open, char close) {
      if (at >= format.length() || format.charAt(at) != open) {
        return "";
      }
      int from = ++at;
      int depth = 0;
      while (at < format.length() && (format.charAt(at) != close || depth > 0)) {
        depth += open != '[' ? 0 : format.charAt(at) == '(' ? 1 : format.charAt(at) == ')' ? -1 : 0;
        at++;
      }
      String inside = format.substring(from, at);
      at = Math.min(format.length(), at + 1);
      return inside;
    }

    private static boolean isLetter(char c) {
      return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** Whether a flag is set for a variable: the last that names it counts. */
    private boolean has(char flag, String own) {
      String flags = global + own;
      int last = flags.lastIndexOf(flag);
      return last > 0 && flags.charAt(last - 1) == '+';
    }

    private HaproxyTemplate template() {
      List<HaproxyTemplate.Step> steps = new ArrayList<>();
      boolean escaped = format.contains("+E") || format.contains("json(");
      boolean inQuotes = false;
      for (int i = 0; i < variables.size(); i++) {
        inQuotes ^= (literals.get(i).chars().filter(c -> c == '"').count() & 1) == 1;
        steps.add(step(variables.get(i), inQuotes, literals.get(i + 1)));
      }
      byte[] before = literals.get(0).stripLeading().getBytes(StandardCharsets.UTF_8);
      return new HaproxyTemplate(before, steps, escaped);
    }

    private static HaproxyTemplate.Step step(Variable variable, boolean inQuotes, String after) {
      int quote = variable.flags().lastIndexOf('Q');
      boolean quoted =
          !inQuotes
              && variable.form() != Form.NUMBER
              && variable.form() != Form.LIST
              && quote > 0
              && variable.flags().charAt(quote - 1) == '+';
      return new HaproxyTemplate.Step(
          variable.field(),
          variable.form(),
          inQuotes,
          quoted,
          after.getBytes(StandardCharsets.UTF_8),
          ("\"" + after).getBytes(StandardCharsets.UTF_8));
    }

    /** HAProxy's own JSON has the given names, else those of the variables. */
    private Map<String, HaproxyField> named() {
      Map<String, HaproxyField> keys = new TreeMap<>();
      for (Variable variable : variables) {
        if (variable.field() != null && !variable.name().isEmpty()) {
          keys.put(variable.name(), variable.field());
        }
      }
      return keys;
    }

    private Map<String, HaproxyField> keys() {
      Map<String, HaproxyField> keys = new TreeMap<>();
      for (int i = 0; i < variables.size(); i++) {
        Matcher key = KEY.matcher(literals.get(i));
        HaproxyField field = key.find() ? whole(i) : null;
        if (field != null) {
          keys.put(key.group(1), field);
        }
      }
      return keys;
    }

    /** Field of a value that begins with a variable and may go on with others. */
    private HaproxyField whole(int index) {
      HaproxyField field = variables.get(index).field();
      String after = literals.get(index + 1);
      boolean alone = after.isEmpty() || "\",} ".indexOf(after.charAt(0)) >= 0;
      if (field == HaproxyField.METHOD && after.equals(" ")) {
        return HaproxyField.REQUEST;
      }
      return alone && !after.equals(" ") || field == HaproxyField.CLIENT ? field : null;
    }
  }
}

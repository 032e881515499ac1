package io.badhop.ingest.parse.iis;

import io.badhop.ingest.parse.text.ProxyFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows of a W3C extended log under the names of their columns. The names come from the last {@code
 * #Fields} line, which a restart or a change of the settings repeats in the middle of a file; a row
 * that does not fit it is tried with the layouts that IIS has by default.
 */
final class W3cTable {

  private static final String FIELDS = "#Fields:";
  private static final String SOFTWARE = "#Software:";

  private final List<List<String>> layouts;
  private List<String> columns = List.of();
  private String software = "";

  W3cTable(List<List<String>> layouts) {
    this.layouts = layouts;
  }

  /** Takes note of a line that begins with a number sign. */
  void directive(String line) {
    if (line.startsWith(FIELDS)) {
      List<String> names = new ArrayList<>();
      for (String name : split(line.substring(FIELDS.length()), false)) {
        names.add(name(name));
      }
      columns = List.copyOf(names);
    } else if (line.startsWith(SOFTWARE)) {
      software = line.substring(SOFTWARE.length()).trim().toLowerCase(Locale.ROOT);
    }
  }

  /** What the file says that wrote it, in lower case; empty when it does not. */
  String software() {
    return software;
  }

  /** True when Microsoft's server wrote it, or nothing says otherwise. */
  boolean ofMicrosoft() {
    return software.isEmpty() || software.startsWith("microsoft") || software.startsWith("iis");
  }

  /**
   * Reads a row.
   *
   * @return false when neither the header nor a default layout fits
   */
  boolean read(String line, ProxyFields into) {
    List<String> values = split(line, true);
    if (values.size() != columns.size()) {
      List<String> bare = split(line, false);
      values = bare.size() == columns.size() || values.size() > bare.size() ? bare : values;
    }
    if (!columns.isEmpty() && values.size() == columns.size()) {
      fill(columns, values, into);
      return true;
    }
    for (List<String> layout : layouts) {
      if (layout.size() == values.size() && IisLayouts.fits(layout, values)) {
        fill(layout, values, into);
        return true;
      }
    }
    return false;
  }

  private static void fill(List<String> names, List<String> values, ProxyFields into) {
    into.clear();
    for (int i = 0; i < names.size(); i++) {
      into.put(names.get(i), values.get(i));
    }
  }

  /** Headers in parentheses and fields of one's own count under their bare name in lower case. */
  static String name(String column) {
    String name = column.toLowerCase(Locale.ROOT);
    boolean header = name.startsWith("cs(") && name.endsWith(")");
    return header ? name.substring(3, name.length() - 1) : name;
  }

  /**
   * Splits at runs of blanks. IIS itself never quotes, the Advanced Logging module and other
   * writers do, with a quote doubled inside; a quote that closes nowhere is a character as others.
   */
  private static List<String> split(String line, boolean quoting) {
    List<String> values = new ArrayList<>();
    int at = 0;
    while (true) {
      while (at < line.length() && blank(line.charAt(at))) {
        at++;
      }
      if (at >= line.length()) {
        return values;
      }
      int close = quoting && line.charAt(at) == '"' ? close(line, at + 1) : -1;
      int end = close;
      if (close >= 0) {
        values.add(line.substring(at + 1, close).replace("\"\"", "\""));
        end = close + 1;
      } else {
        end = at;
        while (end < line.length() && !blank(line.charAt(end))) {
          end++;
        }
        values.add(line.substring(at, end));
        // A quote without an end means that this writer does not quote: once is enough to look.
        quoting &= line.charAt(at) != '"';
      }
      at = end;
    }
  }

  private static int close(String line, int from) {
    int at = line.indexOf('"', from);
    while (at >= 0 && at + 1 < line.length()) {
      char next = line.charAt(at + 1);
      if (blank(next)) {
        return at;
      }
      at = line.indexOf('"', next == '"' ? at + 2 : at + 1);
    }
    return at;
  }

  private static boolean blank(char c) {
    return c == ' ' || c == '\t';
  }
}

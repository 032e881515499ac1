package io.badhop.ingest.parse.haproxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the rules of a haproxy.cfg capture and keep for the log. */
final class HaproxyRules {

  private final Map<String, List<String>> captures = new HashMap<>();
  private final Map<String, String> variables = new TreeMap<>();
  private String section = "";

  /**
   * Begins a section.
   *
   * @param hasLog whether it is one that writes a log, with captures or without
   */
  void section(String name, boolean hasLog) {
    section = name;
    if (hasLog && !name.isEmpty()) {
      captures.putIfAbsent(name, new ArrayList<>());
    }
  }

  /** Reads {@code capture}, {@code declare} and {@code http-request}. */
  void directive(List<String> words) {
    switch (words.get(0)) {
      case "capture" -> capture(words);
      case "declare" -> declare(words);
      default -> rule(words);
    }
  }

  /** Frontend → captured request headers in order. */
  Map<String, List<String>> captures() {
    return captures;
  }

  /** Variable with its scope → expression that it is set from. */
  Map<String, String> variables() {
    return variables;
  }

  private void capture(List<String> words) {
    if (words.size() > 3 && words.get(1).equals("request") && words.get(2).equals("header")) {
      captured().add(words.get(3).toLowerCase(Locale.ROOT));
    }
  }

  private List<String> captured() {
    return captures.computeIfAbsent(section, missing -> new ArrayList<>());
  }

  /** {@code declare capture request len 64} is a place that a rule fills by its number. */
  private void declare(List<String> words) {
    if (words.size() > 2 && words.get(1).equals("capture") && words.get(2).equals("request")) {
      captured().add("");
    }
  }

  private void rule(List<String> words) {
    String action = words.size() > 2 ? words.get(1).toLowerCase(Locale.ROOT) : "";
    if (action.equals("capture")) {
      captureRule(words);
    } else if (action.startsWith("set-var(") || action.startsWith("set-var-fmt(")) {
      String scoped = action.substring(action.indexOf('(') + 1).split("[,)]", 2)[0];
      variable(scoped, plain(expression(words)));
    } else if (action.equals("set-header") && words.size() > 3) {
      String value = plain(words.get(3)).toLowerCase(Locale.ROOT);
      if (value.startsWith("var(") && HaproxyHeaders.field(words.get(2)) != null) {
        variables.put(HaproxySamples.argument(value), "req.hdr(" + words.get(2) + ")");
      }
    }
  }

  /** Of several expressions one that reads a header counts: the others stand in for it. */
  private void variable(String name, String expression) {
    if (expression.contains("hdr(")) {
      variables.put(name, expression);
    } else {
      variables.putIfAbsent(name, expression);
    }
  }

  /** The words of an expression up to its condition. */
  private static String expression(List<String> words) {
    StringBuilder text = new StringBuilder();
    for (int i = 2; i < words.size(); i++) {
      if (words.get(i).equals("if") || words.get(i).equals("unless")) {
        break;
      }
      text.append(words.get(i));
    }
    return text.toString();
  }

  /** {@code %[sample]} is that sample. */
  private static String plain(String format) {
    boolean sample = format.startsWith("%[") && format.indexOf(']') == format.length() - 1;
    return sample ? format.substring(2, format.length() - 1) : format;
  }

  /** {@code http-request capture req.hdr(name),converter len 64}, or {@code id 0}. */
  private void captureRule(List<String> words) {
    String sample = words.get(2).toLowerCase(Locale.ROOT);
    boolean ofHeader = sample.startsWith("req.") || sample.startsWith("hdr(");
    String header = ofHeader ? HaproxySamples.argument(sample) : "";
    int id = words.indexOf("id");
    if (id < 0) {
      captured().add(header);
    } else if (id + 1 < words.size() && words.get(id + 1).matches("\\d{1,3}")) {
      int index = Integer.parseInt(words.get(id + 1));
      if (index < captured().size()) {
        captured().set(index, header);
      }
    }
  }
}

package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.AddressBook;
import io.badhop.ingest.parse.haproxy.HaproxyConfig.LogFormat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects the directives of a haproxy.cfg, line by line. */
final class HaproxyConfigReader {

  private static final Set<String> SECTIONS =
      Set.of(
          "global",
          "defaults",
          "frontend",
          "backend",
          "listen",
          "resolvers",
          "peers",
          "userlist",
          "program",
          "ring",
          "cache",
          "mailers",
          "http-errors",
          "log-forward",
          "fcgi-app",
          "traces",
          "crt-store",
          "log-profile",
          "acme");

  /** Options that stand for a format and so replace an inherited one. */
  private static final Set<String> FORMAT_OPTIONS = Set.of("httplog", "httpslog", "tcplog");

  private static final int MAX_TEMPLATE_SERVERS = 1_000;

  /** A section and the formats that hold in it. */
  private static final class Section {
    final String kind;
    final String name;
    final Map<LogFormat.Use, String> formats = new EnumMap<>(LogFormat.Use.class);

    Section(String kind, String name) {
      this.kind = kind;
      this.name = name;
    }

    boolean hasLog() {
      return kind.equals("frontend") || kind.equals("listen");
    }
  }

  private final HaproxyRules rules = new HaproxyRules();
  private final Map<String, String> addressOf = new TreeMap<>();
  private final Map<String, String> poolOf = new TreeMap<>();
  private final List<Section> sections = new ArrayList<>();
  private final Map<String, Section> namedDefaults = new HashMap<>();
  private Section defaults = new Section("defaults", "");
  private Section section = new Section("", "");

  void line(String text) {
    List<String> words = HaproxyWords.of(text);
    if (words.isEmpty()) {
      return;
    }
    boolean indented = Character.isWhitespace(text.charAt(0));
    if (!indented && SECTIONS.contains(words.get(0))) {
      section(words);
      return;
    }
    switch (words.get(0)) {
      case "server" -> server(words);
      case "server-template" -> template(words);
      case "capture", "declare", "http-request" -> rules.directive(words);
      case "option" -> option(words);
      case "log-format", "error-log-format", "log-format-sd" -> format(words);
      default -> {
        // No other directive says anything about logs.
      }
    }
  }

  HaproxyConfig config(String name) {
    return new HaproxyConfig(
        name, rules.captures(), formats(), rules.variables(), new AddressBook(addressOf, poolOf));
  }

  /** A frontend has the formats of the defaults before it, or of those that it names. */
  private void section(List<String> words) {
    section = new Section(words.get(0), words.size() > 1 ? words.get(1) : "");
    int from = words.indexOf("from");
    Section inherited =
        from > 0 && from + 1 < words.size()
            ? namedDefaults.getOrDefault(words.get(from + 1), defaults)
            : defaults;
    if (section.kind.equals("defaults")) {
      if (from > 0) {
        section.formats.putAll(inherited.formats);
      }
      defaults = section;
      namedDefaults.put(section.name, section);
    } else if (section.hasLog()) {
      section.formats.putAll(inherited.formats);
    }
    sections.add(section);
    rules.section(section.name, section.hasLog());
  }

  private void format(List<String> words) {
    for (LogFormat.Use use : LogFormat.Use.values()) {
      if (use.directive.equals(words.get(0)) && words.size() > 1) {
        section.formats.put(use, words.get(1));
      }
    }
  }

  private void option(List<String> words) {
    if (words.size() > 1 && FORMAT_OPTIONS.contains(words.get(1))) {
      section.formats.remove(LogFormat.Use.RECORD);
    }
  }

  private List<LogFormat> formats() {
    List<LogFormat> formats = new ArrayList<>();
    for (LogFormat.Use use : LogFormat.Use.values()) {
      Map<String, Set<String>> users = new LinkedHashMap<>();
      for (Section one : sections) {
        String text = one.formats.getOrDefault(use, "");
        if (!text.isBlank()) {
          users.computeIfAbsent(text, missing -> new TreeSet<>());
        }
        if (!text.isBlank() && one.hasLog()) {
          users.get(text).add(one.name);
        }
      }
      users.forEach((text, frontends) -> formats.add(new LogFormat(text, use, frontends)));
    }
    return formats;
  }

  private void server(List<String> words) {
    if (words.size() > 2) {
      address(words.get(1), words.get(2));
    }
  }

  private void address(String server, String address) {
    if (address.indexOf('$') < 0) {
      String plain =
          address.startsWith("ipv") ? address.substring(address.indexOf('@') + 1) : address;
      addressOf.put(section.name + "/" + server, plain);
      poolOf.put(plain, section.name);
    }
  }

  /** {@code server-template app 1-3 host:80} stands for servers app1 to app3. */
  private void template(List<String> words) {
    if (words.size() < 4 || !words.get(2).matches("\\d{1,6}(-\\d{1,6})?")) {
      return;
    }
    String[] range = words.get(2).split("-", -1);
    int last = Integer.parseInt(range[range.length - 1]);
    int first = range.length > 1 ? Integer.parseInt(range[0]) : 1;
    for (int i = first; i <= Math.min(last, first + MAX_TEMPLATE_SERVERS); i++) {
      address(words.get(1) + i, words.get(3));
    }
  }
}

package io.badhop.ingest.parse.apache;

import io.badhop.ingest.parse.AddressBook;
import io.badhop.ingest.parse.ServerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What badhop needs of an Apache configuration.
 *
 * @param name name of the file, for messages
 * @param logFormats nickname → format string
 * @param accessLogs name of the log file without folder → nickname, or the format string itself
 * @param errorLogs names of error logs without folder
 * @param targets path prefix → address that ProxyPass sends it to, in the order of the
 *     configuration; the address is empty where it goes to a balancer or is exempt
 * @param addresses balancers and their members
 */
public record ApacheConfig(
    String name,
    Map<String, String> logFormats,
    Map<String, String> accessLogs,
    List<String> errorLogs,
    List<Map.Entry<String, String>> targets,
    AddressBook addresses)
    implements ServerConfig {

  private static final int MAX_DEPTH = 3;

  /** Copies the collections. */
  public ApacheConfig {
    logFormats = Map.copyOf(logFormats);
    accessLogs = Map.copyOf(accessLogs);
    errorLogs = List.copyOf(errorLogs);
    targets = List.copyOf(targets);
  }

  /** True when a text reads as an Apache configuration that names logs or a proxy. */
  static boolean looksLike(String text) {
    return (text.contains("LogFormat ")
            || text.contains("CustomLog ")
            || text.contains("ProxyPass "))
        && !text.contains("log_format");
  }

  /**
   * Reads a configuration; directives that it does not know, and includes that cannot be loaded,
   * are passed over.
   *
   * @param includes loads an included file by the name that the configuration gives it
   */
  public static ApacheConfig parse(
      String name, String text, Function<String, Optional<String>> includes) {
    Reader reader = new Reader(includes);
    reader.read(text, 0);
    return reader.config(name);
  }

  /** Collects directives. */
  private static final class Reader {
    private final Function<String, Optional<String>> includes;
    private final Map<String, String> formats = new TreeMap<>();
    private final Map<String, String> logs = new TreeMap<>();
    private final List<String> errors = new ArrayList<>();
    private final List<Map.Entry<String, String>> targets = new ArrayList<>();
    private final Map<String, String> poolOf = new TreeMap<>();
    private final Set<String> fastCgi = new TreeSet<>();
    private String balancer = "";
    private String location = "";

    Reader(Function<String, Optional<String>> includes) {
      this.includes = includes;
    }

    ApacheConfig config(String name) {
      // PHP-FPM does not know its address; the only one that is passed to is it.
      Map<String, String> addressOf =
          fastCgi.size() == 1 ? Map.of("fastcgi", fastCgi.iterator().next()) : Map.of();
      List<Map.Entry<String, String>> resolved = targets.stream().map(this::resolved).toList();
      return new ApacheConfig(
          name, formats, logs, errors, resolved, new AddressBook(addressOf, poolOf));
    }

    void read(String text, int depth) {
      // A line that ends in a backslash goes on in the next.
      for (String raw : text.replaceAll("\\\\\r?\n", " ").split("\n", -1)) {
        List<String> words = words(raw.strip());
        if (!words.isEmpty()) {
          directive(words, depth);
        }
      }
    }

    private void directive(List<String> words, int depth) {
      switch (words.get(0).toLowerCase(Locale.ROOT)) {
        case "logformat" -> formats.put(at(words, 2), at(words, 1));
        case "customlog", "transferlog" -> logs.put(fileName(at(words, 1)), at(words, 2));
        case "errorlog" -> errors.add(fileName(at(words, 1)));
        case "<proxy" -> balancer = balancer(at(words, 1));
        case "</proxy>" -> balancer = "";
        case "balancermember" -> member(at(words, 1), at(words, 2));
        case "<location" -> location = at(words, 1).replace(">", "");
        case "</location>" -> location = "";
        case "proxypass" -> {
          boolean inside = !at(words, 1).startsWith("/") && !location.isEmpty();
          target(inside ? location : at(words, 1), at(words, inside ? 1 : 2));
        }
        case "proxypassmatch" -> target(prefix(at(words, 1)), at(words, 2));
        case "sethandler" -> handler(at(words, 1));
        case "include", "includeoptional" -> {
          if (depth < MAX_DEPTH) {
            includes.apply(at(words, 1)).ifPresent(more -> read(more, depth + 1));
          }
        }
        default -> {
          // No other directive says anything about logs.
        }
      }
    }

    private void member(String first, String second) {
      boolean named = first.startsWith("balancer://");
      poolOf.put(address(named ? second : first), named ? balancer(first) : balancer);
    }

    private void target(String path, String url) {
      fastCgi(url);
      if (path.startsWith("/") && !url.isEmpty()) {
        boolean known = url.contains("://") && !url.startsWith("balancer://");
        targets.add(Map.entry(path, known ? address(url) : url.startsWith("balancer:") ? url : ""));
      }
    }

    /** {@code SetHandler "proxy:unix:/run/php.sock|fcgi://localhost"}. */
    private void handler(String handler) {
      if (handler.startsWith("proxy:")) {
        target(location, handler.substring("proxy:".length()));
      }
    }

    private void fastCgi(String url) {
      if (url.contains("fcgi://")) {
        fastCgi.add(address(url));
      }
    }

    /** Path that a regular expression begins with; empty unless it asks for nothing else. */
    private static String prefix(String expression) {
      String text = expression.startsWith("^") ? expression.substring(1) : "";
      for (String rest : new String[] {"(.*)$", ".*$", "(.*)", ".*"}) {
        if (text.endsWith(rest)) {
          text = text.substring(0, text.length() - rest.length());
          break;
        }
      }
      return text.matches("[-A-Za-z0-9_/]+") ? text : "";
    }

    /** The only member of a balancer stands for it. */
    private Map.Entry<String, String> resolved(Map.Entry<String, String> target) {
      if (!target.getValue().startsWith("balancer:")) {
        return target;
      }
      String name = balancer(target.getValue());
      List<String> members =
          poolOf.entrySet().stream()
              .filter(member -> member.getValue().equals(name))
              .map(Map.Entry::getKey)
              .toList();
      return Map.entry(target.getKey(), members.size() == 1 ? members.get(0) : "");
    }

    private static String balancer(String url) {
      return url.startsWith("balancer://") ? url.replaceAll("^balancer://|/.*$|>$", "") : "";
    }
  }

  /** Address of a worker's URL; {@code unix:/path|...} is a socket. */
  static String address(String url) {
    if (url.startsWith("unix:")) {
      int bar = url.indexOf('|');
      return bar < 0 ? url : url.substring(0, bar);
    }
    int scheme = url.indexOf("://");
    if (scheme < 0) {
      return url;
    }
    String rest = url.substring(scheme + 3);
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    boolean port = host.lastIndexOf(':') > host.lastIndexOf(']');
    return port ? host : host + (url.startsWith("https") ? ":443" : ":80");
  }

  private static String at(List<String> words, int index) {
    return index < words.size() ? words.get(index) : "";
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Words of a directive; quoted ones without their quotes, with {@code \"} resolved. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < line.length() && line.charAt(0) != '#') {
      char c = line.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
        continue;
      }
      StringBuilder word = new StringBuilder();
      boolean quoted = c == '"' || c == '\'';
      at += quoted ? 1 : 0;
      while (at < line.length()
          && (quoted ? line.charAt(at) != c : !Character.isWhitespace(line.charAt(at)))) {
        boolean escape =
            quoted
                && line.charAt(at) == '\\'
                && at + 1 < line.length()
                && (line.charAt(at + 1) == c || line.charAt(at + 1) == '\\');
        at += escape ? 1 : 0;
        word.append(line.charAt(at++));
      }
      at += quoted ? 1 : 0;
      words.add(word.toString());
    }
    return words;
  }
}

package io.badhop.ingest.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What badhop needs of an Apache configuration.
 *
 * @param name name of the file, for messages
 * @param logFormats nickname → format string
 * @param accessLogs name of the log file without folder → nickname, or the format string itself
 * @param errorLogs names of error logs without folder
 * @param targets path prefix → address that ProxyPass sends it to, in the order of the
 *     configuration
 * @param addresses balancers and their members
 */
public record ApacheConfig(
    String name,
    Map<String, String> logFormats,
    Map<String, String> accessLogs,
    List<String> errorLogs,
    List<Map.Entry<String, String>> targets,
    AddressBook addresses) {

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
    Map<String, String> formats = new TreeMap<>();
    Map<String, String> logs = new TreeMap<>();
    List<String> errors = new ArrayList<>();
    List<Map.Entry<String, String>> targets = new ArrayList<>();
    Map<String, String> poolOf = new TreeMap<>();
    String balancer = "";
    for (String raw : text.split("\n", -1)) {
      List<String> words = words(raw.strip());
      if (words.isEmpty()) {
        continue;
      }
      switch (words.get(0)) {
        case "LogFormat" -> formats.put(words.size() > 2 ? words.get(2) : "", at(words, 1));
        case "CustomLog", "TransferLog" ->
            logs.put(fileName(at(words, 1)), words.size() > 2 ? words.get(2) : "");
        case "ErrorLog" -> errors.add(fileName(at(words, 1)));
        case "<Proxy" ->
            balancer =
                at(words, 1).startsWith("balancer://")
                    ? at(words, 1).replaceAll("^balancer://|/?>$", "")
                    : "";
        case "</Proxy>" -> balancer = "";
        case "BalancerMember" -> {
          String member =
              address(at(words, 1).startsWith("balancer://") ? at(words, 2) : at(words, 1));
          poolOf.put(
              member,
              balancer.isEmpty() ? at(words, 1).replaceAll("^balancer://|/$", "") : balancer);
        }
        case "ProxyPass" -> target(targets, at(words, 1), at(words, 2));
        case "Include", "IncludeOptional" ->
            includes
                .apply(at(words, 1))
                .map(more -> parse(name, more, missing -> Optional.empty()))
                .ifPresent(
                    more -> {
                      more.logFormats().forEach(formats::putIfAbsent);
                      more.accessLogs().forEach(logs::putIfAbsent);
                    });
        default -> {
          // No other directive says anything about logs.
        }
      }
    }
    return new ApacheConfig(
        name, formats, logs, errors, targets, new AddressBook(Map.of(), poolOf));
  }

  private static void target(List<Map.Entry<String, String>> targets, String path, String url) {
    if (path.startsWith("/") && url.contains("://") && !url.startsWith("balancer://")) {
      targets.add(Map.entry(path, address(url)));
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

package io.badhop.ingest.parse.nginx;

import io.badhop.ingest.parse.AddressBook;
import io.badhop.ingest.parse.ServerConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What badhop needs of an nginx configuration: log formats and the files written in them, variables
 * that {@code map} and {@code set} rename, and the upstream groups.
 *
 * @param name name of the file, for messages
 * @param logFormats format name → its text, pieces joined
 * @param escapes format name → {@code default}, {@code json} or {@code none}
 * @param accessLogs name of the log file without folder → format name
 * @param errorLogs names of error logs without folder
 * @param aliases variable without {@code $} → the variable that it stands for
 * @param addresses upstream groups and their members
 */
public record NginxConfig(
    String name,
    Map<String, String> logFormats,
    Map<String, String> escapes,
    Map<String, String> accessLogs,
    List<String> errorLogs,
    Map<String, String> aliases,
    AddressBook addresses)
    implements ServerConfig {

  private static final int MAX_INCLUDES = 50;

  /** Copies the collections. */
  public NginxConfig {
    logFormats = Map.copyOf(logFormats);
    escapes = Map.copyOf(escapes);
    accessLogs = Map.copyOf(accessLogs);
    errorLogs = List.copyOf(errorLogs);
    aliases = Map.copyOf(aliases);
  }

  /** True when a text reads as an nginx configuration that names logs or upstreams. */
  static boolean looksLike(String text) {
    return text.contains("log_format")
        || (text.contains("http {") || text.contains("server {"))
            && (text.contains("proxy_pass") || text.contains("access_log"));
  }

  /**
   * Reads a configuration. Directives that it does not know, and includes that cannot be loaded,
   * are passed over.
   *
   * @param name name of the file
   * @param text its text
   * @param includes loads an included file by the name that the configuration gives it
   */
  public static NginxConfig parse(
      String name, String text, Function<String, Optional<String>> includes) {
    Reader reader = new Reader(includes);
    reader.read(text);
    return reader.config(name);
  }

  /** Collects directives. */
  private static final class Reader {
    private final Function<String, Optional<String>> includes;
    private final Map<String, String> formats = new TreeMap<>();
    private final Map<String, String> escapes = new TreeMap<>();
    private final Map<String, String> accessLogs = new TreeMap<>();
    private final List<String> errorLogs = new ArrayList<>();
    private final Map<String, String> aliases = new TreeMap<>();
    private final Map<String, String> addressOf = new TreeMap<>();
    private final Map<String, String> poolOf = new TreeMap<>();
    private final Deque<List<String>> blocks = new ArrayDeque<>();
    private final Set<String> fastCgi = new TreeSet<>();
    private int included;

    Reader(Function<String, Optional<String>> includes) {
      this.includes = includes;
    }

    NginxConfig config(String name) {
      fastCgi();
      return new NginxConfig(
          name,
          formats,
          escapes,
          accessLogs,
          errorLogs,
          aliases,
          new AddressBook(addressOf, poolOf));
    }

    void read(String text) {
      List<String> words = new ArrayList<>();
      for (String token : NginxTokens.of(text)) {
        switch (token) {
          case ";" -> {
            directive(words, blocks.isEmpty() ? List.of("") : blocks.peek());
            words = new ArrayList<>();
          }
          case "{" -> {
            blocks.push(words.isEmpty() ? List.of("") : words);
            words = new ArrayList<>();
          }
          case "}" -> {
            if (!blocks.isEmpty()) {
              blocks.pop();
            }
            words = new ArrayList<>();
          }
          default -> words.add(token);
        }
      }
    }

    private void directive(List<String> words, List<String> block) {
      if (words.isEmpty()) {
        return;
      }
      if (block.get(0).equals("map") && block.size() >= 3) {
        mapped(words, block);
        return;
      }
      switch (words.get(0)) {
        case "include" -> include(words);
        case "log_format" -> logFormat(words);
        case "access_log" -> accessLog(words);
        case "error_log" -> errorLogs.add(fileName(words.size() > 1 ? words.get(1) : ""));
        case "set" -> alias(words);
        case "server" -> member(words, block);
        case "proxy_pass", "fastcgi_pass", "uwsgi_pass", "grpc_pass", "scgi_pass" -> target(words);
        default -> {
          // No other directive says anything about logs.
        }
      }
    }

    private void include(List<String> words) {
      if (words.size() > 1 && included++ < MAX_INCLUDES) {
        includes.apply(words.get(1)).ifPresent(this::read);
      }
    }

    /**
     * {@code map $source $result} renames its source when an entry hands it on, whole or a part of
     * it that the entry's expression caught; the source is the client's own value then.
     */
    private void mapped(List<String> words, List<String> block) {
      String result = block.get(2).replace("$", "");
      String source = block.get(1).replace("$", "");
      if (words.size() < 2 || !words.get(1).startsWith("$")) {
        return;
      }
      String value = words.get(1).replace("$", "");
      boolean caught = value.matches("\\d") || words.get(0).contains("(?<" + value + ">");
      if (value.equals(source) || caught) {
        aliases.put(result, source);
      } else if (value.equals("request_id")) {
        aliases.putIfAbsent(result, value);
      }
    }

    /** Of several the first counts: what follows under a condition stands in for it. */
    private void alias(List<String> words) {
      if (words.size() > 2 && words.get(2).startsWith("$") && words.get(2).indexOf('$', 1) < 0) {
        aliases.putIfAbsent(words.get(1).replace("$", ""), words.get(2).substring(1));
      }
    }

    private void logFormat(List<String> words) {
      if (words.size() < 3) {
        return;
      }
      int from = words.get(2).startsWith("escape=") ? 3 : 2;
      escapes.put(words.get(1), from == 3 ? words.get(2).substring("escape=".length()) : "default");
      formats.put(words.get(1), String.join("", words.subList(from, words.size())));
    }

    private void accessLog(List<String> words) {
      if (words.size() > 1 && !words.get(1).equals("off")) {
        accessLogs.put(
            fileName(words.get(1)),
            words.size() > 2 && !words.get(2).contains("=") ? words.get(2) : "combined");
      }
    }

    private void member(List<String> words, List<String> block) {
      if (block.get(0).equals("upstream") && block.size() > 1 && words.size() > 1) {
        String address = address(words.get(1), "80");
        poolOf.put(address, block.get(1));
        addressOf.putIfAbsent(block.get(1), address);
      }
    }

    private void target(List<String> words) {
      if (words.size() > 1 && words.get(0).equals("fastcgi_pass")) {
        fastCgi.add(words.get(1));
      }
    }

    /**
     * PHP-FPM does not know its address. Where only one is passed to, it is that one; else a socket
     * may be named like its pool.
     */
    private void fastCgi() {
      Set<String> passedTo = new TreeSet<>();
      for (String target : fastCgi) {
        long members = poolOf.values().stream().filter(target::equals).count();
        boolean direct = target.indexOf(':') >= 0 && target.indexOf('$') < 0;
        passedTo.add(members == 1 ? addressOf.get(target) : direct ? target : "");
      }
      for (String address : passedTo) {
        if (address.endsWith(".sock")) {
          String socket = fileName(address);
          addressOf.putIfAbsent(socket.substring(0, socket.length() - ".sock".length()), address);
        }
      }
      if (passedTo.size() == 1 && !passedTo.contains("")) {
        addressOf.put("fastcgi", passedTo.iterator().next());
      }
    }

    private static String address(String text, String port) {
      return text.startsWith("unix:") || text.matches(".*:\\d+$") ? text : text + ":" + port;
    }

    private static String fileName(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }
}

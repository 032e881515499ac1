package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.AddressBook;
import io.badhop.ingest.parse.ServerConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What badhop needs of a haproxy.cfg.
 *
 * @param name name of the file, for messages
 * @param captures frontend → names of the captured request headers, in order, in lower case
 * @param addresses servers ({@code backend/server}) and their addresses
 */
public record HaproxyConfig(String name, Map<String, List<String>> captures, AddressBook addresses)
    implements ServerConfig {

  /** Copies the map. */
  public HaproxyConfig {
    captures = Map.copyOf(captures);
  }

  /** True when a text reads as a haproxy.cfg. */
  static boolean looksLike(String text) {
    return (text.contains("\nfrontend ") || text.contains("\nlisten "))
        && text.contains("\n")
        && (text.contains("backend") || text.contains("server "));
  }

  /**
   * Reads a configuration; keywords that it does not know are passed over.
   *
   * @param includes not used: HAProxy has no includes
   */
  public static HaproxyConfig parse(
      String name, String text, Function<String, Optional<String>> includes) {
    Map<String, List<String>> captures = new HashMap<>();
    Map<String, String> addressOf = new TreeMap<>();
    Map<String, String> poolOf = new TreeMap<>();
    String section = "";
    for (String raw : text.split("\n", -1)) {
      String[] words = raw.strip().split("\\s+");
      boolean heading =
          !raw.isEmpty() && !Character.isWhitespace(raw.charAt(0)) && words.length > 1;
      if (heading && List.of("frontend", "backend", "listen").contains(words[0])) {
        section = words[1];
      } else if (words[0].equals("server") && words.length > 2) {
        addressOf.put(section + "/" + words[1], words[2]);
        poolOf.put(words[2], section);
      } else if (words[0].equals("capture")
          && words.length > 3
          && words[1].equals("request")
          && words[2].equals("header")) {
        captures
            .computeIfAbsent(section, missing -> new ArrayList<>())
            .add(words[3].toLowerCase(Locale.ROOT));
      } else if (raw.strip().startsWith("http-request capture ")) {
        captures.computeIfAbsent(section, missing -> new ArrayList<>()).add(header(words));
      }
    }
    return new HaproxyConfig(name, captures, new AddressBook(addressOf, poolOf));
  }

  /** Header of {@code http-request capture req.hdr(name),converter len 64}; empty for others. */
  private static String header(String[] words) {
    String sample = words.length > 2 ? words[2].toLowerCase(Locale.ROOT) : "";
    int open = sample.startsWith("req.") || sample.startsWith("hdr(") ? sample.indexOf('(') : -1;
    int end = open + 1;
    while (open >= 0 && end < sample.length() && "),".indexOf(sample.charAt(end)) < 0) {
      end++;
    }
    return open < 0 ? "" : sample.substring(open + 1, end);
  }
}

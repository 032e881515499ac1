package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.AddressBook;
import io.badhop.ingest.parse.ServerConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What badhop needs of a haproxy.cfg.
 *
 * @param name name of the file, for messages
 * @param captures frontend → names of the captured request headers, in order, in lower case; empty
 *     where a capture is of no request header
 * @param logFormats formats that it defines, each once
 * @param variables variable with its scope, in lower case → expression that it is set from
 * @param addresses servers ({@code backend/server}) and their addresses
 */
public record HaproxyConfig(
    String name,
    Map<String, List<String>> captures,
    List<LogFormat> logFormats,
    Map<String, String> variables,
    AddressBook addresses)
    implements ServerConfig {

  /**
   * A format that the configuration defines.
   *
   * @param text its log-format string
   * @param use which directive defines it
   * @param frontends frontends whose log it is, those that inherit it too; empty when unknown
   */
  record LogFormat(String text, Use use, Set<String> frontends) {

    /** Copies the set. */
    LogFormat {
      frontends = Set.copyOf(frontends);
    }

    /** Directives that define formats. */
    enum Use {
      /** {@code log-format}. */
      RECORD("log-format"),
      /** {@code error-log-format}: connections that failed before there was a request. */
      ERROR("error-log-format"),
      /** {@code log-format-sd}: the structured data in a header of RFC 5424. */
      STRUCTURED_DATA("log-format-sd");

      final String directive;

      Use(String directive) {
        this.directive = directive;
      }
    }
  }

  /** Copies the collections. */
  public HaproxyConfig {
    captures = Map.copyOf(captures);
    logFormats = List.copyOf(logFormats);
    variables = Map.copyOf(variables);
  }

  /** True when a text reads as a haproxy.cfg. */
  static boolean looksLike(String text) {
    return (text.contains("\nfrontend ") || text.contains("\nlisten "))
        && (text.contains("backend") || text.contains("server "));
  }

  /**
   * Reads a configuration; keywords that it does not know are passed over.
   *
   * @param includes not used: HAProxy has no includes
   */
  public static HaproxyConfig parse(
      String name, String text, Function<String, Optional<String>> includes) {
    HaproxyConfigReader reader = new HaproxyConfigReader();
    text.lines().forEach(reader::line);
    return reader.config(name);
  }
}

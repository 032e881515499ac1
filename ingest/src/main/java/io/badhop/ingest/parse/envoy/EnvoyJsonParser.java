package io.badhop.ingest.parse.envoy;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.JsonFields;
import io.badhop.ingest.parse.text.ProxyFields;
import java.util.List;
import java.util.Map;

/**
 * An access log in JSON, values as texts or typed. Keys are the user's own: those of a
 * configuration, else the usual ones, which are those of Istio and Envoy Gateway.
 */
final class EnvoyJsonParser implements LineParser {

  /** Names that no other server's log has; one of them and a status make a record Envoy's. */
  private static final List<String> OWN =
      List.of(
          "response_flags",
          "response_code_details",
          "upstream_cluster",
          "upstream_service_time",
          "upstream_transport_failure_reason",
          "downstream_remote_address",
          "downstream_local_address");

  private final Map<String, String> meanings;
  private final EnvoyEvents events;
  private final EnvoyHealth health;
  private final EnvoyMessages messages;
  private final JsonFields json = new JsonFields();
  private final ProxyFields fields = new ProxyFields();

  /**
   * A parser for one log.
   *
   * @param meanings key → name in {@link EnvoyNames}, as a configuration has it; empty for the
   *     usual keys
   */
  EnvoyJsonParser(Map<String, String> meanings, ParseContext context) {
    this.meanings = Map.copyOf(meanings);
    this.events = new EnvoyEvents(context);
    this.health = new EnvoyHealth(context);
    this.messages = new EnvoyMessages(context);
  }

  @Override
  public ParseResult parse(RawLine line) {
    if (line.length() == 0 || line.buffer()[line.start()] != '{') {
      String text = line.text().strip();
      return text.isEmpty() ? new ParseResult.Skipped("empty") : messages.parse(line, text);
    }
    String wrong = json.read(line);
    if (wrong != null) {
      return new ParseResult.Rejected("bad-json", wrong);
    }
    ParseResult told = health.result(line, json);
    if (told != null) {
      return told;
    }
    fields.clear();
    json.values().forEach((key, value) -> fields.put(meaning(key), value));
    boolean own = !meanings.isEmpty() || OWN.stream().anyMatch(fields::names);
    if (!own || !fields.names("response_code")) {
      return new ParseResult.Rejected(
          "not-the-format", "none of the fields that an access record of Envoy's has");
    }
    return events.result(line, fields);
  }

  private String meaning(String key) {
    String configured =
        meanings.getOrDefault(key, meanings.get(key.substring(key.lastIndexOf('.') + 1)));
    return configured == null ? EnvoyNames.ofKey(key) : configured;
  }
}

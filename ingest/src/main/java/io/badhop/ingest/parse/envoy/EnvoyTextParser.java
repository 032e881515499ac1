package io.badhop.ingest.parse.envoy;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.LogTemplate;
import io.badhop.ingest.parse.text.ProxyFields;
import java.util.List;

/**
 * An access log in one format string. In a container Envoy's own messages stand between the
 * records, and are read as well.
 */
final class EnvoyTextParser implements LineParser {

  private final LogTemplate template;
  private final List<String> variables;
  private final String[] values;
  private final EnvoyEvents events;
  private final EnvoyMessages messages;
  private final ProxyFields fields = new ProxyFields();

  EnvoyTextParser(String format, ParseContext context) {
    this.template = EnvoyFormat.compile(format);
    this.variables = template.variables();
    this.values = new String[template.size()];
    this.events = new EnvoyEvents(context);
    this.messages = new EnvoyMessages(context);
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text().stripTrailing();
    if (text.isEmpty()) {
      return new ParseResult.Skipped("empty");
    }
    ParseResult request = template.read(text, values) ? request(line) : null;
    if (request != null && !(request instanceof ParseResult.Rejected)) {
      return request;
    }
    ParseResult message = messages.parse(line, text);
    return request == null || !(message instanceof ParseResult.Rejected) ? message : request;
  }

  private ParseResult request(RawLine line) {
    fields.clear();
    for (int i = 0; i < values.length; i++) {
      fields.put(variables.get(i), values[i]);
    }
    return events.result(line, fields);
  }
}

package io.badhop.ingest.parse.edge;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import java.util.Locale;

/**
 * JSON of an edge that has no format of its own here. A record must have something that only an
 * edge writes: what the origin answered, a cache status, a location.
 */
final class GenericEdgeParser implements LineParser {

  private final EdgeJson record;

  GenericEdgeParser(ParseContext context) {
    this.record = new EdgeJson(context);
  }

  @Override
  public ParseResult parse(RawLine line) {
    if (line.text().isBlank()) {
      return new ParseResult.Skipped("empty");
    }
    String wrong = record.read(line);
    if (wrong != null) {
      return new ParseResult.Rejected("bad-json", wrong);
    }
    boolean edge =
        !record.get("originStatus").isEmpty()
            || !record.get("cacheStatus").isEmpty()
            || !record.get("edgeLocation").isEmpty()
            || !record.get("edgeId").isEmpty();
    return edge
        ? record.event(line, record.get("vendor").toLowerCase(Locale.ROOT), false)
        : new ParseResult.Rejected(
            "not-the-format", "no field of an origin, a cache, a location or an edge's ID");
  }
}

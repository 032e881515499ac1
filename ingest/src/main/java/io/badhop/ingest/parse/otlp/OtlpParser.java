package io.badhop.ingest.parse.otlp;

import io.badhop.ingest.parse.FieldNames;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.app.AppFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** OTLP logs as what an application says: each record is read like a line of its JSON log. */
final class OtlpParser implements LineParser {

  private static final byte[] NOTHING = new byte[0];
  private static final int UUID_LENGTH = 36;

  private final OtlpReader reader = new OtlpReader();
  private final AppFields fields;
  private final Set<String> wanted = new HashSet<>();

  OtlpParser(ParseContext context) {
    FieldNames names = OtlpNames.with(context.fields());
    names.names().values().forEach(wanted::addAll);
    fields =
        new AppFields(
            new ParseContext(
                context.site(),
                context.source(),
                context.host(),
                context.zone(),
                names,
                context.ids(),
                context.addresses(),
                context.now()));
  }

  @Override
  public ParseResult parse(RawLine line) {
    ParseResult none = nothing(reader, line);
    if (none != null) {
      return none;
    }
    List<ParseResult> results = new ArrayList<>();
    for (OtlpRecord record : reader.records()) {
      RawLine place = new RawLine(NOTHING, 0, 0, offset(line, results.size()));
      results.add(fields.read(place, valuesOf(record)));
    }
    return ParseResult.Several.of(results);
  }

  /** Reads a line; the outcome when there is no record in it, else null. */
  static ParseResult nothing(OtlpReader reader, RawLine line) {
    if (line.length() == 0) {
      return new ParseResult.Skipped("empty");
    }
    String wrong = reader.read(line);
    if (wrong != null) {
      return new ParseResult.Rejected("bad-json", wrong);
    }
    if (!reader.isLogs()) {
      return new ParseResult.Rejected("not-the-format", "the object has no resourceLogs");
    }
    return reader.records().isEmpty() ? new ParseResult.Skipped("no-records") : null;
  }

  /** Stands for the place of a record, so that its identity is that of line and index. */
  static long offset(RawLine line, int index) {
    return line.identity(index) & Long.MAX_VALUE;
  }

  private Map<String, String> valuesOf(OtlpRecord record) {
    Map<String, String> values = new HashMap<>();
    for (String name : wanted) {
      put(values, name, record.get(name));
    }
    put(values, OtlpNames.TIME, record.nanos());
    put(values, OtlpNames.LEVEL, record.level());
    put(values, OtlpNames.BODY, record.text());
    put(values, OtlpNames.TRACE, record.trace());
    put(values, OtlpNames.EVENT, record.eventName);
    boolean placed = OtlpNames.PLACES.stream().anyMatch(values::containsKey);
    if (placed && isUuid(values.getOrDefault(OtlpNames.INSTANCE_ID, ""))) {
      values.remove(OtlpNames.INSTANCE_ID);
    }
    return values;
  }

  private static void put(Map<String, String> values, String name, String value) {
    if (!value.isEmpty() && !isNothing(name, value)) {
      values.put(name, value);
    }
  }

  /** What the SDKs write where the application set no name; and a status is no exception. */
  private static boolean isNothing(String name, String value) {
    if (name.equals(OtlpNames.SERVICE)) {
      return value.startsWith("unknown_service");
    }
    return name.equals(OtlpNames.ERROR_TYPE)
        && (value.equals("_OTHER") || value.chars().allMatch(c -> c >= '0' && c <= '9'));
  }

  private static boolean isUuid(String id) {
    return id.length() == UUID_LENGTH && id.charAt(8) == '-' && id.charAt(23) == '-';
  }
}

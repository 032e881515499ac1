package io.badhop.ingest.parse.otlp;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.wrap.Surroundings;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.RequestIdKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * OTLP logs whose bodies are lines of another format, as the Collector's filelog receiver sends
 * them: each body goes to that format's parser, and what the resource says is added.
 */
final class OtlpBodies implements LineParser {

  private static final List<String> INSTANCES =
      List.of("k8s.pod.name", "container.name", "host.name", "service.instance.id");

  private final OtlpReader reader = new OtlpReader();
  private final ParseContext context;
  private final LineParser inner;

  OtlpBodies(ParseContext context, LineParser inner) {
    this.context = context;
    this.inner = inner;
  }

  @Override
  public ParseResult parse(RawLine line) {
    ParseResult none = OtlpParser.nothing(reader, line);
    if (none != null) {
      return none;
    }
    List<ParseResult> results = new ArrayList<>();
    for (OtlpRecord record : reader.records()) {
      read(line, record, results);
    }
    return ParseResult.Several.of(results);
  }

  private void read(RawLine line, OtlpRecord record, List<ParseResult> results) {
    List<String> lines = linesOf(record);
    if (lines.isEmpty()) {
      results.add(new ParseResult.Skipped("no-body"));
    }
    for (String text : lines) {
      ParseResult result = inner.parse(RawLine.of(text, OtlpParser.offset(line, results.size())));
      surroundings(record).completes(result);
      for (ParseResult each : result.each()) {
        addTrace(each, record);
        results.add(each);
      }
    }
  }

  /** The lines of a body; several when the receiver joined the lines of a stack trace. */
  static List<String> linesOf(OtlpRecord record) {
    return record.text().lines().toList();
  }

  private static Surroundings surroundings(OtlpRecord record) {
    String instance = "";
    for (String name : INSTANCES) {
      instance = instance.isEmpty() ? record.get(name) : instance;
    }
    String service = record.get(OtlpNames.SERVICE);
    return new Surroundings(instance, service.startsWith("unknown_service") ? "" : service);
  }

  /** A logger that knows of traces puts the ID on the record, and not into the text. */
  private void addTrace(ParseResult result, OtlpRecord record) {
    if (record.traceId.isEmpty()
        || !(result instanceof ParseResult.Event event)
        || !(event.event() instanceof AppEvent app)
        || !app.getOtherId().isEmpty()) {
      return;
    }
    boolean keyed = app.getRequestIdKind() == RequestIdKind.REQUEST_ID;
    if (!keyed && app.getRequestIdKind() != RequestIdKind.NONE) {
      return;
    }
    RequestIds.Choice choice =
        context.ids().choose(keyed ? app.getRequestId() : "", record.trace(), "", app.getEventId());
    app.setRequestId(choice.key());
    app.setRequestIdKind(choice.kind());
    app.setOtherId(choice.other());
  }

  /** The names by which configurations may know the file that a record came from. */
  static String fileOf(OtlpRecord record) {
    String path = record.get("log.file.path");
    String name = record.get("log.file.name");
    return name.isEmpty() ? path.substring(path.lastIndexOf('/') + 1) : name;
  }

  /** A line of its own for a body, for a format to be tried on. */
  static RawLine sample(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new RawLine(bytes, 0, bytes.length, 0);
  }
}

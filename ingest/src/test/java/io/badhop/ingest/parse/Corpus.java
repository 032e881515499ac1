package io.badhop.ingest.parse;

import io.badhop.ingest.parse.formats.Formats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Assumptions;

/** Public logs that may lie beside the checkout. */
public final class Corpus {

  private Corpus() {}

  /** A family's folder; the test is skipped when there is none. */
  public static Path folder(String family) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      for (Path base : List.of(at.resolve("shared"), at.resolve("work").resolve("shared"))) {
        Path folder = base.resolve("corpus").resolve(family);
        if (Files.isDirectory(folder)) {
          return folder;
        }
      }
    }
    Assumptions.abort("no folder 'shared/corpus/" + family + "' beside the checkout");
    throw new IllegalStateException();
  }

  private static List<RawLine> lines(Path file) {
    try {
      List<RawLine> lines = new ArrayList<>();
      long offset = 0;
      for (String text : Files.readString(file, StandardCharsets.UTF_8).split("\r?\n", -1)) {
        lines.add(RawLine.of(text, offset));
        offset += text.length() + 1;
      }
      // What stands behind the last line end is no line unless there is something.
      RawLine last = lines.get(lines.size() - 1);
      return last.length() == 0 ? lines.subList(0, lines.size() - 1) : lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Detection> detection(Path file) {
    ParseContext context = ParseContext.of("test");
    return Formats.detect(lines(file), file.getFileName().toString(), ServerConfigs.EMPTY, context);
  }

  /** Format and outcomes of one file: {@code iis-w3c event=4 skipped:comment=3}. */
  public static String outcomes(String family, String name) {
    Path file = folder(family).resolve(name);
    Optional<Detection> found = detection(file);
    if (found.isEmpty()) {
      return "unknown";
    }
    LineParser parser = found.get().parser().get();
    Map<String, Integer> counts = new TreeMap<>();
    for (RawLine line : lines(file)) {
      parser.parse(line).each().forEach(each -> counts.merge(outcome(each), 1, Integer::sum));
    }
    StringBuilder text = new StringBuilder(found.get().format().name());
    counts.forEach((outcome, count) -> text.append(' ').append(outcome).append('=').append(count));
    return text.toString();
  }

  private static String outcome(ParseResult result) {
    if (result instanceof ParseResult.Skipped skipped) {
      return "skipped:" + skipped.reason();
    }
    if (result instanceof ParseResult.Rejected rejected) {
      return "rejected:" + rejected.reason();
    }
    return result.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** The events of one file in order. */
  public static List<SpecificRecord> events(String family, String name) {
    Path file = folder(family).resolve(name);
    LineParser parser = detection(file).orElseThrow().parser().get();
    List<SpecificRecord> events = new ArrayList<>();
    for (RawLine line : lines(file)) {
      for (ParseResult result : parser.parse(line).each()) {
        if (result instanceof ParseResult.Event event) {
          events.add(event.event());
        }
      }
    }
    return events;
  }
}

package io.badhop.ingest.parse.otlp;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.List;

/** Logs of OpenTelemetry: what applications say, and lines of other formats in the bodies. */
public final class OtlpFamily implements FormatFamily {

  private static final double LEAST_SHARE = 0.9;

  private static final Format OTLP =
      new Format(
          "otlp",
          Tier.APP,
          Format.Kind.APPLICATION,
          "OpenTelemetry logs as JSON, one request or ResourceLogs a line");

  /**
   * Lines that are the bodies of records.
   *
   * @param lines the first of them, in order; empty when there are none
   * @param fileName name of the file that the first came from; empty when not said
   */
  public record Bodies(List<RawLine> lines, String fileName) {
    private static final Bodies NONE = new Bodies(List.of(), "");
  }

  @Override
  public List<Format> formats() {
    return List.of(OTLP);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    return List.of(new Detection(OTLP, 0.5, "", () -> new OtlpParser(context)));
  }

  /**
   * The bodies in a file's first lines, where nearly all of these are OTLP logs.
   *
   * @param most number of bodies that are enough
   */
  public static Bodies bodies(List<RawLine> sample, int most) {
    OtlpReader reader = new OtlpReader();
    List<RawLine> bodies = new ArrayList<>();
    String fileName = "";
    int lines = 0;
    int logs = 0;
    for (RawLine line : sample) {
      if (line.length() == 0 || bodies.size() >= most) {
        continue;
      }
      lines++;
      logs += reader.read(line) == null && reader.isLogs() ? 1 : 0;
      for (OtlpRecord record : reader.records()) {
        fileName = fileName.isEmpty() ? OtlpBodies.fileOf(record) : fileName;
        OtlpBodies.linesOf(record).stream()
            .limit(Math.max(0, most - bodies.size()))
            .map(OtlpBodies::sample)
            .forEach(bodies::add);
      }
    }
    return logs >= LEAST_SHARE * lines ? new Bodies(bodies, fileName) : Bodies.NONE;
  }

  /** The detection of the format that bodies have as one of the whole lines. */
  public static Detection around(Detection inner, ParseContext context) {
    String variant = inner.variant();
    return new Detection(
        inner.format(),
        inner.confidence(),
        variant.isEmpty() ? OTLP.name() : variant + " in " + OTLP.name(),
        () -> new OtlpBodies(context, inner.parser().get()));
  }
}

package io.badhop.cli;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.ship.Accounting;
import io.badhop.ingest.ship.EventReader;
import io.badhop.ingest.ship.LogFile;
import io.badhop.ingest.ship.RejectedLine;
import io.badhop.ingest.ship.ShippedEvent;
import io.badhop.schemas.serde.RecordJson;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parse}. */
@Command(
    name = "parse",
    description = {
      "Prints what log files say as NDJSON on standard output, and on standard error last how many lines had which outcome.",
      "Error logs are bound to their access logs where both are given."
    },
    footer = {
      "",
      "Examples:",
      "  badhop parse access.log error.log | jq -c 'select(.status >= 500)'",
      "  badhop parse --format                 lists the formats",
      "  badhop parse --format=app-json app.log.gz",
      "  kubectl logs deploy/shop --since=1h | badhop parse -"
    })
final class ParseCommand extends BadhopCommand {

  private static final int EXAMPLES = 10;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Log files, plain, .gz or .zst; - is standard input.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "NAME",
      arity = "0..1",
      fallbackValue = "",
      description =
          "Format of the files, found from their first lines when left out; without a NAME lists the formats.")
  private String format;

  @Mixin private LogOptions options;

  @Override
  public Integer call() throws IOException {
    if (format != null && format.isEmpty()) {
      FormatList.print(out());
      return Main.DONE;
    }
    if (files.isEmpty()) {
      throw wrongUsage("Which FILE?");
    }
    if (format != null) {
      FormatList.require(format);
    }
    PushbackInputStream in = new PushbackInputStream(System.in);
    List<Path> filled = withoutEmpty(in);
    if (filled.isEmpty()) {
      err().println(Accounting.NONE.summary());
      return Main.DONE;
    }
    Logs logs = options.open(filled, format == null ? "" : format, in);
    logs.files().stream().flatMap(file -> logs.group(file).stream()).forEach(this::recognised);
    Accounting total = print(logs);
    complain(total, logs.unrecognised());
    err().println(total.summary());
    return status(total, logs.unrecognised());
  }

  /** What a file is taken for, and how surely. */
  private void recognised(LogFile log) {
    Detection found = log.detection();
    String variant = found.variant().isEmpty() ? "" : " (" + found.variant() + ")";
    long percent = Math.round(found.confidence() * 100);
    err()
        .println(
            log.path()
                + ": "
                + found.format().name()
                + variant
                + ", which fits "
                + percent
                + " % of its first lines");
  }

  /** An empty log is no mistake: it has no lines. */
  private List<Path> withoutEmpty(PushbackInputStream in) throws IOException {
    List<Path> filled = new ArrayList<>();
    for (Path file : files) {
      boolean empty =
          file.equals(LogOptions.STANDARD_INPUT)
              ? isEmpty(in)
              : Files.isRegularFile(file) && file.toFile().length() == 0;
      if (empty) {
        err().println(file + ": empty");
      } else {
        filled.add(file);
      }
    }
    return filled;
  }

  private static boolean isEmpty(PushbackInputStream in) throws IOException {
    int first = in.read();
    if (first >= 0) {
      in.unread(first);
    }
    return first < 0;
  }

  private Accounting print(Logs logs) throws IOException {
    Accounting total = Accounting.NONE;
    try (RecordJson json = new RecordJson(out())) {
      for (LogFile file : logs.files()) {
        total = total.plus(print(logs.reader(file), json));
      }
    }
    return total;
  }

  private static Accounting print(EventReader reader, RecordJson json) {
    try (reader) {
      ShippedEvent event;
      while ((event = reader.next()) != null) {
        json.write(event.event());
      }
      return reader.accounting();
    } catch (IOException e) {
      throw CommandException.failed(reader.source() + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private void complain(Accounting total, List<Path> unrecognised) {
    for (Path path : unrecognised) {
      err()
          .println(
              path
                  + ": no known format fits its first lines; name one with --format, or its server's configuration with --nginx-conf or the like.");
    }
    new TreeMap<>(total.skippedBy())
        .forEach((reason, count) -> err().println(count + " skipped: " + reason));
    new TreeMap<>(total.rejectedBy())
        .forEach((reason, count) -> err().println(count + " rejected: " + reason));
    total.examples().stream().limit(EXAMPLES).forEach(this::example);
  }

  private void example(RejectedLine line) {
    err()
        .println(
            "  "
                + line.file()
                + " at byte "
                + line.offset()
                + ": "
                + line.reason()
                + ": "
                + line.detail());
  }

  private static int status(Accounting total, List<Path> unrecognised) {
    boolean broken =
        total.rejectedBy().keySet().stream()
            .anyMatch(reason -> reason.endsWith("-gzip") || reason.endsWith("-zstd"));
    if (broken) {
      return Main.FAILED;
    }
    return unrecognised.isEmpty() ? Main.DONE : Main.USAGE;
  }
}

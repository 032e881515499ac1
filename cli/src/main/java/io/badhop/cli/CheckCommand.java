package io.badhop.cli;

import io.badhop.cli.check.LogCheck;
import io.badhop.ingest.ship.EventReader;
import io.badhop.ingest.ship.LogFile;
import io.badhop.ingest.ship.ShippedEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code check}. */
@Command(
    name = "check",
    description = {
      "Tells what logs allow: how well the hops join, how exact the times are, whether the clocks agree,",
      "what cannot be concluded, and what to paste into the servers' configurations so that it can."
    },
    footer = {"", "Example:", "  badhop check /var/log/nginx /var/log/shop/app.ndjson"})
final class CheckCommand extends BadhopCommand {

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Log files, plain, .gz or .zst, or folders of them.")
  private List<Path> paths;

  @Mixin private LogOptions options;

  @Override
  public Integer call() {
    Logs logs = options.open(paths, "");
    LogCheck check = new LogCheck();
    for (LogFile file : logs.files()) {
      try (EventReader reader = logs.reader(file)) {
        read(reader, check);
      } catch (IOException e) {
        throw CommandException.failed(file.path() + ": cannot be read: " + e.getMessage(), e);
      }
    }
    check.report().forEach(out()::println);
    logs.unrecognised().forEach(path -> err().println("not read, no known log format: " + path));
    return Main.DONE;
  }

  private static void read(EventReader reader, LogCheck check) throws IOException {
    Path source = Path.of(reader.source()).getFileName();
    check.source(source == null ? reader.source() : source.toString(), reader.tier());
    ShippedEvent event;
    while ((event = reader.next()) != null) {
      check.add(event.event());
    }
  }
}

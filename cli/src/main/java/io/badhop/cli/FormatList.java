package io.badhop.cli;

import io.badhop.cli.config.Nearest;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.formats.Formats;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The log formats that {@code --format} can name. */
final class FormatList {

  private FormatList() {}

  /** Prints one line a format: name, tier, description. */
  static void print(PrintStream out) {
    List<Format> formats = Formats.all();
    int width = formats.stream().mapToInt(format -> format.name().length()).max().orElse(0);
    for (Format format : formats) {
      out.println(
          String.format(
              Locale.ROOT,
              "%-" + width + "s  %-5s  %s",
              format.name(),
              format.tier(),
              format.description()));
    }
  }

  /** Refuses a name that is none of them, with the nearest that is. */
  static void require(String name) {
    List<String> names = Formats.all().stream().map(Format::name).toList();
    if (!names.contains(name)) {
      String hint = Nearest.hint(name, names);
      throw CommandException.usage(
          "--format: there is no format '"
              + name
              + "'"
              + (hint.isEmpty() ? "; there are " + String.join(", ", names) : hint));
    }
  }
}

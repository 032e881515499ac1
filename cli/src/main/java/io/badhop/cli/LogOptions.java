package io.badhop.cli;

import io.badhop.cli.logging.ConsoleLogging;
import io.badhop.ingest.ship.LogSet;
import io.badhop.ingest.ship.LogSetException;
import io.badhop.ingest.ship.LogSetOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options by which a command is told how logs are to be read. */
final class LogOptions {

  /** Stands for standard input among paths. */
  static final Path STANDARD_INPUT = Path.of("-");

  @Option(
      names = "--nginx-conf",
      paramLabel = "FILE",
      description =
          "nginx configuration whose log_format the logs have. One beside the logs is found by itself.")
  private List<Path> nginx = new ArrayList<>();

  @Option(
      names = "--haproxy-conf",
      paramLabel = "FILE",
      description = "HAProxy configuration, likewise.")
  private List<Path> haproxy = new ArrayList<>();

  @Option(
      names = "--apache-conf",
      paramLabel = "FILE",
      description = "Apache configuration, likewise.")
  private List<Path> apache = new ArrayList<>();

  @Option(
      names = "--site",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Site that the logs belong to (default: ${DEFAULT-VALUE}).")
  private String site;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "UTC",
      description =
          "Zone of time stamps that carry none, such as Europe/Berlin (default: ${DEFAULT-VALUE}).")
  private ZoneId zone;

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      description =
          "Encoding of the lines, such as ISO-8859-1 (default: UTF-8, or UTF-16 where the first bytes show it).")
  private Charset charset;

  /**
   * Opens logs of which at least one must be recognised.
   *
   * @param format name of the format of all of them; empty to find it from the first lines
   */
  Logs open(List<Path> paths, String format) {
    return open(paths, format, System.in);
  }

  /**
   * Opens logs of which at least one must be recognised.
   *
   * @param format name of the format of all of them; empty to find it from the first lines
   * @param in what is read for the path {@code -}
   */
  Logs open(List<Path> paths, String format, InputStream in) {
    ConsoleLogging.errorsOnly();
    for (Path path : paths) {
      if (path.equals(STANDARD_INPUT)) {
        continue;
      }
      if (!Files.exists(path)) {
        throw CommandException.usage(
            path + ": no such file or folder. Check the name; a folder is searched for logs.");
      }
      if (!Files.isReadable(path)) {
        throw CommandException.failed(
            path + ": may not be read by this user. Give it read permission.", null);
      }
    }
    try {
      List<Path> neighbours = configurationsBeside(paths);
      List<Path> all = new ArrayList<>(paths);
      all.addAll(neighbours);
      return new Logs(LogSet.open(all, options(format), in), neighbours);
    } catch (LogSetException e) {
      throw CommandException.usage(e.getMessage());
    }
  }

  private static final String CONFIGURATIONS =
      "{*.conf,*.cfg,*envoy*.yaml,*envoy*.yml,*istio*.yaml,*istio*.yml}";

  /** A folder brings the configurations in it along; for a file they have to be looked for. */
  private static List<Path> configurationsBeside(List<Path> paths) {
    Set<Path> folders = new LinkedHashSet<>();
    paths.stream()
        .filter(Files::isRegularFile)
        .forEach(path -> folders.add(path.toAbsolutePath().getParent()));
    Set<Path> given =
        paths.stream().map(Path::toAbsolutePath).map(Path::normalize).collect(Collectors.toSet());
    List<Path> found = new ArrayList<>();
    for (Path folder : folders) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, CONFIGURATIONS)) {
        files.forEach(found::add);
      } catch (IOException e) {
        continue; // a folder that may not be listed has nothing to offer
      }
    }
    found.removeIf(
        path ->
            given.contains(path.normalize())
                || !Files.isRegularFile(path)
                || !Files.isReadable(path));
    found.sort(null);
    return found;
  }

  /** How logs are read, whose format is found from the first lines when it is empty. */
  LogSetOptions options(String format) {
    return format.isEmpty() ? options() : options().withFormat("*", format);
  }

  private LogSetOptions options() {
    LogSetOptions defaults = LogSetOptions.DEFAULT;
    return defaults
        .at(site, "")
        .reading(zone, defaults.ids(), defaults.fields())
        .in(charset)
        .withConfigs(nginx, haproxy, apache);
  }
}

package io.badhop.ingest.ship;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Access logs that two servers write alike: nginx took its combined format over from Apache. Whose
 * it is decides the error log beside it, and where there is none, the name of the folder.
 */
final class AlikeFormats {

  private static final String NGINX = "nginx-access";
  private static final String APACHE = "apache-access";
  private static final Set<String> ALIKE = Set.of("combined", "common");

  /** Files of a folder that are looked at; error logs have telling names. */
  private static final int MAX_NEIGHBOURS = 16;

  private final Path path;
  private final boolean here;
  private final ServerConfigs configs;
  private final ParseContext context;

  /**
   * @param here whether the path is one of this machine, so that what lies beside it can be looked
   *     at
   */
  AlikeFormats(Path path, boolean here, ServerConfigs configs, ParseContext context) {
    this.path = here ? path.toAbsolutePath() : path;
    this.here = here;
    this.configs = configs;
    this.context = context;
  }

  /**
   * The format to read a file as.
   *
   * @param found what its lines show
   * @param sample its first lines
   * @return what was found, unless the other server's neighbours lie around it
   */
  Detection choose(Detection found, List<RawLine> sample, String name) {
    if (!found.format().name().equals(NGINX) || !ALIKE.contains(found.variant()) || !isApaches()) {
      return found;
    }
    Detection other = Formats.detectAs(APACHE, sample, name, configs, context);
    return other.confidence() >= found.confidence() ? other : found;
  }

  private boolean isApaches() {
    Set<String> errorLogs = errorLogs();
    boolean nginx = errorLogs.contains("nginx-error");
    boolean apache = errorLogs.contains("apache-error");
    return nginx == apache ? isApachesName(path.getParent()) && !nginx : apache;
  }

  private static boolean isApachesName(Path folder) {
    Path name = folder == null ? null : folder.getFileName();
    String lower = name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
    return lower.startsWith("apache") || lower.startsWith("httpd");
  }

  /** Formats of the error logs in the file's folder. */
  private Set<String> errorLogs() {
    Set<String> formats = new TreeSet<>();
    if (!here) {
      return formats;
    }
    try (Stream<Path> all = Files.list(path.getParent())) {
      for (Path file :
          all.filter(AlikeFormats::hasErrorsName).sorted().limit(MAX_NEIGHBOURS).toList()) {
        List<RawLine> lines = Sample.of(file);
        if (!lines.isEmpty()) {
          Formats.detect(lines, Sample.nameOf(file), configs, context)
              .ifPresent(detection -> formats.add(detection.format().name()));
        }
      }
    } catch (IOException e) {
      // A neighbour that cannot be read tells nothing; whoever is to read it will say so.
      return formats;
    }
    return formats;
  }

  private static boolean hasErrorsName(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.contains("err") && Files.isRegularFile(file);
  }
}

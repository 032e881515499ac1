package io.badhop.ingest.parse.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.bind.ErrorBinder;
import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfig;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.apache.ApacheConfig;
import io.badhop.ingest.parse.haproxy.HaproxyConfig;
import io.badhop.ingest.parse.nginx.NginxConfig;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Recorded logs that may lie beside the checkout, line by line. */
class RecordedParsingTest {
  private static final ParseContext CONTEXT = ParseContext.of("test");

  private static Path shared(String folder) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path shared = at.resolveSibling("shared").resolve(folder);
      if (at.getNameCount() > 0 && Files.isDirectory(shared)) {
        return shared;
      }
    }
    Assumptions.abort("no folder 'shared' with '" + folder + "' beside the checkout");
    throw new IllegalStateException();
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<RawLine> lines(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      boolean packed = file.toString().endsWith(".gz");
      bytes = packed ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
    }
    List<RawLine> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int i = 0; i <= bytes.length; i++) {
      if (i < bytes.length && bytes[i] != '\n') {
        line.write(bytes[i]);
      } else if (i < bytes.length || line.size() > 0) {
        lines.add(new RawLine(line.toByteArray(), 0, line.size(), i));
        line.reset();
      }
    }
    return lines;
  }

  private static ServerConfigs configs(Path folder) throws IOException {
    List<ServerConfig> configs = new ArrayList<>();
    for (Path file : children(folder)) {
      String name = file.getFileName().toString();
      if (!name.endsWith(".conf") && !name.endsWith(".cfg")) {
        continue;
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      if (name.equals("apache.conf")) {
        configs.add(ApacheConfig.parse(name, text, missing -> Optional.empty()));
      } else if (name.endsWith(".cfg")) {
        configs.add(HaproxyConfig.parse(name, text, missing -> Optional.empty()));
      } else {
        configs.add(NginxConfig.parse(name, text, missing -> Optional.empty()));
      }
    }
    return new ServerConfigs(configs);
  }

  private static Optional<Detection> detect(List<RawLine> lines, Path file, ServerConfigs configs) {
    String name = file.getFileName().toString().replace(".gz", "");
    ParseContext context = ParseContext.of("test").withAddresses(configs.addresses());
    return Formats.detect(lines, name, configs, context);
  }

  @Test
  void withItsConfigurationEveryLineOfAnIncidentIsUnderstood() throws IOException {
    SoftAssertions softly = new SoftAssertions();
    for (Path folder : children(shared("incidents"))) {
      ServerConfigs configs = configs(folder);
      for (Path file : children(folder)) {
        if (file.toString().endsWith(".gz")) {
          understood(softly, file, lines(file), configs);
        }
      }
    }
    softly.assertAll();
  }

  private static void understood(
      SoftAssertions softly, Path file, List<RawLine> lines, ServerConfigs configs) {
    Optional<Detection> found = detect(lines, file, configs);
    if (found.isEmpty()) {
      softly.assertThat(lines).as("unknown format: %s", file).isEmpty();
      return;
    }
    LineParser parser = found.get().parser().get();
    List<ProxyEvent> requests = new ArrayList<>();
    List<String> rejected = new ArrayList<>();
    for (RawLine line : lines) {
      ParseResult result = parser.parse(line);
      if (result instanceof ParseResult.Rejected) {
        rejected.add(line.text());
      }
      if (result instanceof ParseResult.Event event && event.event() instanceof ProxyEvent proxy) {
        requests.add(proxy);
      }
    }
    softly.assertThat(rejected).as("rejected in %s", file).isEmpty();
    boolean rich = !requests.isEmpty() && !found.get().variant().equals("combined");
    if (rich) {
      softly
          .assertThat(requests)
          .as("IDs in %s as %s", file, found.get().variant())
          .noneMatch(event -> event.getRequestIdKind() == RequestIdKind.NONE && isKnown(event));
      softly
          .assertThat(requests)
          .as("attempts in %s as %s", file, found.get().variant())
          .anyMatch(event -> !event.getAttempts().isEmpty())
          .allMatch(event -> event.getAttempts().stream().noneMatch(a -> a.getAddress().isEmpty()));
    }
  }

  /** Requests that could not be read have no ID. */
  private static boolean isKnown(ProxyEvent event) {
    return !event.getMethod().isEmpty() && event.getStatus() != 400;
  }

  @Test
  void everyLineOfApacheAboutAnAttemptFindsItsRequest() throws IOException {
    Path folder = shared("incidents").resolve("apache_refused_all");
    Assumptions.assumeTrue(Files.isDirectory(folder), "no recorded incident of Apache");
    List<ErrorRecord> errors = new ArrayList<>();
    for (ParseResult result : results(folder, "proxy-error.log.gz")) {
      if (result instanceof ParseResult.ErrorLine line) {
        errors.add(line.error());
      }
    }
    ErrorBinder binder = new ErrorBinder();
    // An access line of whole seconds ended up to a second later than it says.
    long slack = 1_100_000;
    int next = 0;
    int bound = 0;
    for (ParseResult result : results(folder, "proxy-access.log.gz")) {
      ProxyEvent access = (ProxyEvent) ((ParseResult.Event) result).event();
      long until = access.getTime() + slack;
      while (next < errors.size() && errors.get(next).note().getTime() <= until) {
        binder.add(errors.get(next++));
      }
      bound += binder.bind(access).getErrors().size();
    }

    assertThat(errors).hasSizeGreaterThan(8_000);
    assertThat(bound).isGreaterThanOrEqualTo(errors.size() * 99 / 100);
    assertThat(bound + binder.drain().size() + errors.size() - next).isEqualTo(errors.size());
  }

  private static List<ParseResult> results(Path folder, String name) throws IOException {
    List<RawLine> lines = lines(folder.resolve(name));
    LineParser parser =
        detect(lines, folder.resolve(name), configs(folder)).orElseThrow().parser().get();
    return lines.stream().map(parser::parse).toList();
  }

  @Test
  void noPublicLogMakesAParserThrow() throws IOException {
    int files = 0;
    for (Path folder : children(shared("corpus"))) {
      boolean ours =
          folder.getFileName().toString().matches("(nginx|apache|haproxy|cloudflare|app_).*");
      for (Path file : ours ? children(folder) : List.<Path>of()) {
        List<RawLine> lines = lines(file);
        for (Format format : Formats.all()) {
          LineParser parser =
              Formats.detectAs(format.name(), lines, "any.log", ServerConfigs.EMPTY, CONTEXT)
                  .parser()
                  .get();
          assertThat(lines).noneMatch(line -> parser.parse(line) == null);
        }
        detect(lines, file, ServerConfigs.EMPTY);
        files++;
      }
    }
    assertThat(files).isPositive();
  }
}

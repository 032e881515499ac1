package io.badhop.ingest.parse.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Public and recorded logs of application servers that may lie beside the checkout. */
class AppServerCorpusTest {

  private static Path corpus() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path corpus = at.resolveSibling("shared").resolve("corpus");
      if (at.getNameCount() > 0 && Files.isDirectory(corpus)) {
        return corpus;
      }
    }
    Assumptions.abort("no folder 'shared' with 'corpus' beside the checkout");
    throw new IllegalStateException();
  }

  private static List<RawLine> lines(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    List<RawLine> lines = new ArrayList<>();
    long offset = 0;
    for (String line : text.split("\n")) {
      lines.add(RawLine.of(line, offset));
      offset += line.length() + 1;
    }
    return lines;
  }

  /** Events, components, continued, skipped, rejected. */
  private static int outcome(ParseResult result) {
    if (result instanceof ParseResult.Event) {
      return 0;
    }
    if (result instanceof ParseResult.Component) {
      return 1;
    }
    if (result instanceof ParseResult.Continued) {
      return 2;
    }
    return result instanceof ParseResult.Skipped ? 3 : 4;
  }

  @ParameterizedTest
  @CsvSource({
    "app_php/lab-php-error.log, php-error, 0 1 3 2 0",
    "app_php/lab-php-fpm-access.log, php-fpm-access, 5 0 0 0 0",
    "app_php/lab-php-fpm-log.log, php-fpm, 0 19 0 25 0",
    "app_php/lab-php-fpm-slow.log, php-fpm-slow, 0 5 10 5 0",
    "app_python/lab-gunicorn-access.log, gunicorn-access, 3 0 0 0 0",
    "app_python/lab-gunicorn-error.log, gunicorn, 0 5 21 15 0",
    "app_python/lab-python-plain-multiline.log, app-text, 3 0 4 0 0",
    "app_uwsgi/lab-uwsgi-harakiri.log, uwsgi, 3 8 5 41 0",
    "app_uwsgi/lnav-uwsgi.log, uwsgi, 19 0 0 0 0",
    "app_node/lab-morgan-combined.log, morgan, 5 0 0 0 0",
    "app_rails/logstash-patterns-rails3.log, rails, 0 0 0 1 0",
    "app_java/lnav-java.0.log, app-text, 0 1 0 19 0",
    "app_java/lnav-java.1.log, app-text, 0 1 0 19 0",
    "app_python/lab-python-json-logger.log, app-json, 4 0 0 0 0",
    "app_python/lab-structlog-kv.log, logfmt, 2 0 0 0 0",
    "app_node/lab-pino-http.log, app-json, 6 0 0 0 0",
    "app_node/lab-winston.log, app-json, 3 0 0 0 0",
    "app_node/lnav-pino.log, app-json, 1 0 0 0 0",
    "app_node/lnav-bunyan.log, app-json, 0 0 0 10 0",
    "app_rails/crowdsec-gitlab-production-json.log, app-json, 3 0 0 0 0",
    "app_generic/lnav-grafana.log, logfmt, 0 0 0 5 0",
    "app_generic/lnav-logfmt.log, logfmt, 0 0 0 5 0",
    "app_generic/lnav-ecs_log.log, app-json, 0 0 0 5 0",
    "app_generic/lnav-rust_tracing.log, app-json, 0 0 0 5 0",
    "app_generic/lnav-mixed_json2.log, app-json, 0 2 3 13 0",
    "weird/fluentbit-multiline_001.log, app-json, 0 0 0 6 0",
    "weird/lnav-invalid_utf8.log, app-text, 0 0 5 1 0",
    "weird/lnav-multiline.log, app-text, 0 0 1 2 0",
    "app_generic/lnav-laravel.0.log, app-text, 0 0 1332 84 0",
    "app_generic/lnav-laravel.1.log, app-text, 0 0 60 4 0",
  })
  void everyLineHasTheOutcomeThatItShould(String path, String format, String outcomes)
      throws IOException {
    Path file = corpus().resolve(path);
    Assumptions.assumeTrue(Files.exists(file), "no " + path);
    List<RawLine> lines = lines(file);
    Detection found =
        Formats.detect(
                lines, file.getFileName().toString(), ServerConfigs.EMPTY, ParseContext.of("test"))
            .orElseThrow();
    LineParser parser = found.parser().get();
    int[] counts = new int[5];
    for (RawLine line : lines) {
      counts[outcome(parser.parse(line))]++;
    }
    StringBuilder said = new StringBuilder();
    for (int count : counts) {
      said.append(said.isEmpty() ? "" : " ").append(count);
    }

    assertThat(found.format().name()).isEqualTo(format);
    assertThat(said).hasToString(outcomes);
  }
}

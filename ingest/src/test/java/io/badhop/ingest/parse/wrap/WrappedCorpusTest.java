package io.badhop.ingest.parse.wrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Public logs in wrappers that may lie beside the checkout. */
class WrappedCorpusTest {

  private static Path corpus() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path shared = at.resolveSibling("shared").resolve("corpus");
      if (at.getNameCount() > 0 && Files.isDirectory(shared)) {
        return shared;
      }
    }
    Assumptions.abort("no folder 'shared' with 'corpus' beside the checkout");
    throw new IllegalStateException();
  }

  private static List<RawLine> lines(Path file) throws IOException {
    Assumptions.assumeTrue(Files.isRegularFile(file), "no " + file + " beside the checkout");
    byte[] bytes = Files.readAllBytes(file);
    List<RawLine> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length ? from < i : bytes[i] == '\n') {
        lines.add(new RawLine(bytes, from, i - from, from));
        from = i + 1;
      }
    }
    return lines;
  }

  private static List<String> stacks(String file) throws IOException {
    List<RawLine> lines = lines(corpus().resolve(file));
    List<RawLine> sample = lines.subList(0, Math.min(Formats.SAMPLE, lines.size()));
    return Wrappers.around(sample).stream().map(Wrappers::toString).toList();
  }

  private static List<String> inner(String file) throws IOException {
    List<Wrappers> found = Wrappers.around(lines(corpus().resolve(file)));
    return found.get(found.size() - 1).inner().stream().map(RawLine::text).toList();
  }

  /** Format, variant and how often there was each outcome. */
  private static String read(String file) throws IOException {
    List<RawLine> lines = lines(corpus().resolve(file));
    Detection found =
        Formats.detect(lines, "x.log", ServerConfigs.EMPTY, ParseContext.of("test")).orElseThrow();
    LineParser parser = found.parser().get();
    Map<String, Integer> outcomes = new TreeMap<>();
    for (RawLine line : lines) {
      ParseResult result = parser.parse(line);
      outcomes.merge(result.getClass().getSimpleName(), 1, Integer::sum);
    }
    return found.format().name() + " (" + found.variant() + ") " + outcomes;
  }

  @Test
  void theStacksOfPublicLogsAreFound() throws IOException {
    assertThat(stacks("envoy/crowdsec-envoy-crawl.log")).containsExactly("cri");
    assertThat(stacks("fastly/crowdsec-fastly-syslog-json.log")).containsExactly("syslog");
    assertThat(stacks("app_generic/lnav-docker_compose_ts.log"))
        .containsExactly("ansi", "ansi+compose", "ansi+compose+stamp");
    assertThat(stacks("app_generic/lnav-docker_compose_noise.log")).containsExactly("compose");
    assertThat(stacks("app_generic/lnav-journald-json.log")).containsExactly("journald");
    assertThat(stacks("app_generic/lnav-ansi.log")).containsExactly("ansi");
    assertThat(stacks("app_generic/lnav-crlf.log")).containsExactly("crlf");
    assertThat(stacks("weird/fluentbit-dockermode_splitted_multiple_lines.log"))
        .containsExactly("docker");
  }

  @Test
  void plainLogsAreInNone() throws IOException {
    assertThat(stacks("nginx_ingress/lab-upstreaminfo-layout.log")).isEmpty();
    assertThat(stacks("nginx_error/lab-all-causes-info-level.log")).isEmpty();
    assertThat(stacks("weird/lnav-multiline.log")).isEmpty();
  }

  @Test
  void whatIsInsideIsRead() throws IOException {
    assertThat(read("nginx_access/crowdsec-pfsense-rfc5424-nginx.log"))
        .isEqualTo("nginx-error (syslog) {Continued=1, ErrorLine=1}");
    assertThat(read("fastly/crowdsec-fastly-syslog-json.log")).endsWith(" {Event=4}");
    assertThat(read("haproxy/crowdsec-haproxy-nextcloud.log"))
        .isEqualTo("haproxy-http (httplog) {Event=1}");
  }

  @Test
  void linesThatNoFormatReadsComeOutClean() throws IOException {
    assertThat(inner("app_generic/lnav-ansi.log"))
        .containsExactly("2022-06-22T10:20:33 Example foo");
    assertThat(inner("app_generic/lnav-docker_compose_ts.log"))
        .contains(" * Serving Flask app 'app.py'")
        .noneMatch(line -> line.indexOf(0x1b) >= 0);
    assertThat(inner("weird/fluentbit-unicode_be_c.log")).first().asString().contains("Fluent Bit");
    assertThat(inner("app_generic/lnav-journald-json.log"))
        .containsExactly(
            "GPS Reference longitude: 7.358143333", "GPS Reference latitude: 46.908706667");
  }
}

package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The recorded incidents that may lie beside the checkout, as logs. */
class RecordedLogsTest {
  private static final Map<String, String> FORMATS =
      Map.of(
          "app.ndjson.gz", "app-json",
          "edge.ndjson.gz", "cloudflare",
          "gunicorn-error.log.gz", "gunicorn",
          "haproxy.log.gz", "haproxy-http",
          "php-fpm.log.gz", "php-fpm");

  @Test
  void everyFileIsRecognisedAndEveryLineUnderstood() throws Exception {
    SoftAssertions softly = new SoftAssertions();
    for (Path folder : SharedLogs.incidents()) {
      LogSet set = LogSet.open(List.of(folder), LogSetOptions.DEFAULT);
      softly.assertThat(set.unrecognised()).allMatch(path -> path.endsWith("truth.json"));
      softly.assertThat(set.empty()).isEmpty();
      for (LogFile file : set.files()) {
        check(softly, set, file);
      }
    }
    softly.assertAll();
  }

  private static void check(SoftAssertions softly, LogSet set, LogFile file) throws Exception {
    String name = file.path().getFileName().toString();
    softly
        .assertThat(file.detection().format().name())
        .as(file.path().toString())
        .isEqualTo(FORMATS.getOrDefault(name, proxyFormat(file.path())));
    softly.assertThat(file.detection().confidence()).as(file.path().toString()).isEqualTo(1);
    Map<Path, Long> lines = new TreeMap<>();
    lines.put(file.path(), lines(file.path()));
    for (LogFile other : set.readWith(file)) {
      lines.put(other.path(), lines(other.path()));
    }
    try (EventReader reader = set.reader(file)) {
      List<ShippedEvent> events = TestLogs.drain(reader);
      Accounting accounting = reader.accounting();
      softly.assertThat(accounting.addsUp()).as(file.path().toString()).isTrue();
      softly.assertThat(accounting.rejectedBy()).as(file.path().toString()).isEmpty();
      softly
          .assertThat(accounting.lines())
          .isEqualTo(lines.values().stream().mapToLong(n -> n).sum());
      softly
          .assertThat((long) events.size())
          .isEqualTo(accounting.parsed() + accounting.component());
      softly.assertThat(events).extracting(ShippedEvent::time).isSorted();
      softly.assertThat(reader.unordered()).isZero();
    }
  }

  private static String proxyFormat(Path path) {
    return Files.exists(path.resolveSibling("apache.conf")) ? "apache-access" : "nginx-access";
  }

  private static long lines(Path path) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(path))) {
      byte[] bytes = in.readAllBytes();
      long count = bytes.length > 0 && bytes[bytes.length - 1] != '\n' ? 1 : 0;
      for (byte b : bytes) {
        count += b == '\n' ? 1 : 0;
      }
      return count;
    }
  }

  @Test
  void nearlyAllErrorLinesOfNginxFindTheirRequest() throws Exception {
    List<String> poor = new ArrayList<>();
    for (Path folder : SharedLogs.incidents()) {
      LogSet set = LogSet.open(List.of(folder), LogSetOptions.DEFAULT);
      for (LogFile file : set.files()) {
        if (file.detection().format().name().startsWith("nginx") && !set.readWith(file).isEmpty()) {
          try (EventReader reader = set.reader(file)) {
            TestLogs.drain(reader);
            Accounting errors = reader.accountingByFile().get("proxy-error.log");
            if (errors.component() > 5 && errors.component() * 20 > errors.bound()) {
              poor.add(folder.getFileName() + ": " + errors.summary());
            }
          }
        }
      }
    }
    assertThat(poor).isEmpty();
  }
}

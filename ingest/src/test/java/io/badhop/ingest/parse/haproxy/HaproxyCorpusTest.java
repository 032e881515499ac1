package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Public and recorded logs of HAProxy that may lie beside the checkout. */
class HaproxyCorpusTest {

  private static Path corpus() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolveSibling("shared").resolve("corpus").resolve("haproxy");
      if (at.getNameCount() > 0 && Files.isDirectory(folder)) {
        return folder;
      }
    }
    Assumptions.abort("no folder 'shared' with a corpus of HAProxy beside the checkout");
    throw new IllegalStateException();
  }

  private static Map<String, Integer> outcomes(Path file) throws IOException {
    HaproxyParser parser = new HaproxyParser(ParseContext.of("test"), List.of());
    Map<String, Integer> counts = new TreeMap<>();
    for (String text : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
      ParseResult result = parser.parse(RawLine.of(text, 0));
      String outcome =
          result instanceof ParseResult.Skipped skipped
              ? skipped.reason()
              : result instanceof ParseResult.Rejected rejected
                  ? rejected.reason()
                  : result.getClass().getSimpleName();
      counts.merge(outcome, 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void everyLineHasTheOutcomeThatItShouldHave() throws IOException {
    Path folder = corpus();
    Map<String, Map<String, Integer>> expected =
        Map.of(
            "crowdsec-haproxy-logs.log", Map.of("Event", 2, "connection-error", 3),
            "crowdsec-haproxy-nextcloud.log", Map.of("Event", 1),
            "lab-aborts-abortonclose.log", Map.of("Event", 7),
            "lab-server-down-stderr.log", Map.of("message-without-time", 2),
            "logstash-patterns-haproxy.log", Map.of("Event", 7, "tcp-session", 1),
            "lab-httplog-https-clf-json-tcp-mixed.log",
                Map.of(
                    "Event", 53,
                    "connection-error", 1,
                    "message-without-time", 2,
                    "tcp-session", 1));
    SoftAssertions softly = new SoftAssertions();
    for (Map.Entry<String, Map<String, Integer>> file : expected.entrySet()) {
      softly
          .assertThat(outcomes(folder.resolve(file.getKey())))
          .as(file.getKey())
          .isEqualTo(file.getValue());
    }
    softly.assertAll();
  }
}

package io.badhop.ingest.parse.edge;

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
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Public samples that may lie beside the checkout. */
class EdgeCorpusTest {
  private static final ParseContext CONTEXT = ParseContext.of("test");

  private static Path corpus(String file) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path sample = at.resolveSibling("shared").resolve("corpus").resolve(file);
      if (at.getNameCount() > 0 && Files.exists(sample)) {
        return sample;
      }
    }
    Assumptions.abort("no 'shared/corpus/" + file + "' beside the checkout");
    throw new IllegalStateException();
  }

  private static List<RawLine> lines(String file) throws IOException {
    List<RawLine> lines = new ArrayList<>();
    for (String text : Files.readAllLines(corpus(file))) {
      lines.add(RawLine.of(text, lines.size()));
    }
    return lines;
  }

  private static String outcome(ParseResult result) {
    if (result instanceof ParseResult.Skipped skipped) {
      return "skipped " + skipped.reason();
    }
    return result instanceof ParseResult.Rejected rejected
        ? "rejected " + rejected.reason()
        : result.getClass().getSimpleName();
  }

  @ParameterizedTest
  @CsvSource({
    "aws_alb/crowdsec-alb-bad-ua.log, aws-alb, {Event=4}",
    "aws_elb/logstash-patterns-aws_elb.log, aws-elb, {Event=4}",
    "cloudfront/crowdsec-cloudfront.log, cloudfront, {Event=2}",
    "cloudflare/lnav-cloudflare-json.log, cloudflare, {Event=1}",
    "fastly/crowdsec-fastly-syslog-json.log, fastly, {Event=4}"
  })
  void everySampleIsFoundAndReadInFull(String file, String format, String outcomes)
      throws IOException {
    List<RawLine> lines = lines(file);
    Optional<Detection> found = Formats.detect(lines, "any.log", ServerConfigs.EMPTY, CONTEXT);

    assertThat(found.map(detection -> detection.format().name())).contains(format);
    LineParser parser = found.orElseThrow().parser().get();
    Map<String, Integer> counts = new TreeMap<>();
    lines.forEach(line -> counts.merge(outcome(parser.parse(line)), 1, Integer::sum));
    assertThat(counts).hasToString(outcomes);
  }

  @ParameterizedTest
  @CsvSource({"aws_s3/logstash-patterns-aws_s3.log", "cdn_other/logstash-patterns-squid.log"})
  void logsOfOtherKindsAreNotRecognised(String file) throws IOException {
    assertThat(Formats.detect(lines(file), "any.log", ServerConfigs.EMPTY, CONTEXT)).isEmpty();
  }
}

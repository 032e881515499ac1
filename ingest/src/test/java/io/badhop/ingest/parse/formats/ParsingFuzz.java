package io.badhop.ingest.parse.formats;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.apache.ApacheConfig;
import io.badhop.ingest.parse.nginx.NginxConfig;
import io.badhop.ingest.parse.wrap.Wrappers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** No bytes make a parser throw, and the same bytes always say the same. */
class ParsingFuzz {
  private static final ServerConfigs CONFIGS =
      new ServerConfigs(
          List.of(
              NginxConfig.parse(
                  "nginx.conf",
                  "http { log_format full '$remote_addr [$time_local] \"$request\" $status $request_time"
                      + " $upstream_addr $upstream_status $upstream_response_time $request_id'; access_log a.log full; }",
                  name -> Optional.empty()),
              ApacheConfig.parse(
                  "httpd.conf",
                  "LogFormat \"%h %l %u %t \\\"%r\\\" %>s %b %D %{X-Request-ID}i\" timed\nCustomLog a.log timed\n",
                  name -> Optional.empty())));
  private static final ParseContext CONTEXT = ParseContext.of("fuzz");
  private static final List<Format> FORMATS = Formats.all();
  private static final List<Charset> CHARSETS =
      List.of(
          StandardCharsets.UTF_16LE,
          StandardCharsets.UTF_16BE,
          StandardCharsets.ISO_8859_1,
          Charset.forName("windows-1252"));

  /** The first line chooses the format, by its name or else somehow; the rest is its lines. */
  @FuzzTest(maxDuration = "2m")
  void parsers(byte[] data) {
    List<RawLine> all = lines(data, 0);
    String first = all.get(0).text();
    String name =
        FORMATS.stream()
            .map(Format::name)
            .filter(first::equals)
            .findFirst()
            .orElse(FORMATS.get(Math.floorMod(first.hashCode(), FORMATS.size())).name());
    List<RawLine> lines = all.subList(1, all.size());
    Detection detection = Formats.detectAs(name, lines, "a.log", CONFIGS, CONTEXT);
    check(detection.parser().get(), detection.parser().get(), lines);
  }

  @FuzzTest(maxDuration = "2m")
  void detection(byte[] data) {
    List<RawLine> lines = lines(data, 0);
    Optional<Detection> found = Formats.detect(lines, "a.log", CONFIGS, CONTEXT);
    found.ifPresent(
        detection -> {
          assertThat(detection.confidence()).isBetween(Formats.LEAST_CONFIDENCE, 1.0);
          check(detection.parser().get(), detection.parser().get(), lines);
        });
  }

  /** Whatever the lines are wrapped in, with a parser inside that only looks at them. */
  @FuzzTest(maxDuration = "2m")
  void wrappers(byte[] data) {
    List<RawLine> lines = lines(data, 0);
    Detection looking = new Detection(FORMATS.get(0), 1, "", () -> ParsingFuzz::look);
    for (Wrappers wrappers : Wrappers.around(lines)) {
      Detection wrapped = wrappers.wrap(looking, CONTEXT);
      check(wrapped.parser().get(), wrapped.parser().get(), lines);
    }
  }

  @FuzzTest(maxDuration = "2m")
  void charsets(byte[] data) {
    if (data.length > 0) {
      Charset charset = CHARSETS.get((data[0] & 0xff) % CHARSETS.size());
      LineParser one = Wrappers.decoding(charset, ParsingFuzz::look);
      LineParser other = Wrappers.decoding(charset, ParsingFuzz::look);
      check(one, other, lines(data, 1));
    }
  }

  /** Touches every byte, so that a view beyond its buffer shows. */
  private static ParseResult look(RawLine line) {
    return new ParseResult.Rejected("looked-at", line.text() + line.identity());
  }

  private static void check(LineParser parser, LineParser again, List<RawLine> lines) {
    for (RawLine line : lines) {
      ParseResult result = parser.parse(line);
      assertThat(result).isNotNull();
      assertThat(again.parse(line)).isEqualTo(result);
    }
  }

  private static List<RawLine> lines(byte[] data, int from) {
    List<RawLine> lines = new ArrayList<>();
    int start = from;
    for (int at = from; at <= data.length; at++) {
      if (at == data.length || data[at] == '\n') {
        byte[] line = Arrays.copyOfRange(data, start, at);
        lines.add(new RawLine(line, 0, line.length, start));
        start = at + 1;
      }
    }
    return lines;
  }
}

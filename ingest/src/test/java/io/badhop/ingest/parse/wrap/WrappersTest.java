package io.badhop.ingest.parse.wrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ProxyEvent;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines in wrappers, through the choice of the format as files go. */
class WrappersTest {
  private static final ParseContext CONTEXT = ParseContext.of("test");
  private static final String ESC = "\u001b";
  private static final String NGINX =
      "192.0.2.9 - - [22/Nov/2026:06:00:00 +0000] \"GET /a HTTP/1.1\" 502 12 \"-\" \"curl\"";
  private static final String HAPROXY =
      "192.0.2.9:4711 [22/Nov/2026:06:00:00.123] web app/app1 0/0/1/20/21 503 12 - - ----"
          + " 1/1/0/0/0 0/0 \"GET /a HTTP/1.1\"";
  private static final String JSON =
      "{\"ts\":\"2026-11-22T06:00:00Z\",\"request_id\":\"abc\",\"status\":500,\"message\":\"x\"}";
  private static final long SECOND = Parsed.micros("2026-11-22T06:00:01Z") / 1_000_000;
  private static final List<String> LINES = List.of(NGINX, HAPROXY, JSON);

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace(ESC, "\\u001b") + '"';
  }

  private static String docker(String line) {
    return "{\"log\":"
        + quoted(line).replaceAll("\"$", "\\\\n\"")
        + ",\"stream\":\"stderr\",\"time\":\"2026-11-22T06:00:01.5Z\"}";
  }

  private static String cri(String line) {
    return "2026-11-22T06:00:01.123456789Z stdout F " + line;
  }

  private static String filebeat(String line) {
    return "{\"@timestamp\":\"2026-11-22T06:00:01.5Z\",\"agent\":{\"type\":\"filebeat\"},"
        + "\"host\":{\"name\":\"node1\"},\"message\":"
        + quoted(line)
        + ",\"kubernetes\":{\"pod\":{\"name\":\"shop-1\"},\"labels\":{\"app\":\"shop\"}}}";
  }

  private static String fluent(String line) {
    return "{\"date\":1795327201.5,\"log\":"
        + quoted(line)
        + ",\"kubernetes\":{\"pod_name\":\"shop-2\",\"host\":\"node2\",\"container_name\":\"shop\"}}";
  }

  private static String journald(String line) {
    return "{\"__REALTIME_TIMESTAMP\":\"1795327201500000\",\"_HOSTNAME\":\"vm1\","
        + "\"SYSLOG_IDENTIFIER\":\"shop\",\"MESSAGE\":"
        + quoted(line)
        + "}";
  }

  private static String syslog(String line) {
    return "Nov 22 06:00:01 vm1 shop[12]: " + line;
  }

  private static Detection detect(String... lines) {
    List<RawLine> sample = new ArrayList<>();
    for (String line : lines) {
      sample.add(RawLine.of(line, sample.size() * 1000L));
    }
    return Formats.detect(sample, "x.log", ServerConfigs.EMPTY, CONTEXT).orElseThrow();
  }

  private static Object event(LineParser parser, String line) {
    ParseResult result = parser.parse(RawLine.of(line, 0));
    assertThat(result).as(line).isInstanceOf(ParseResult.Event.class);
    return ((ParseResult.Event) result).event();
  }

  private static void readsAsInside(String wrapped, String line, String variant) {
    Detection plain = detect(line);
    Detection found = detect(wrapped, wrapped);

    assertThat(found.format()).as(wrapped).isEqualTo(plain.format());
    assertThat(found.variant()).as(wrapped).endsWith(variant);
    assertThat(found.confidence()).isEqualTo(1);
    Object inside = event(plain.parser().get(), line);
    Object event = event(found.parser().get(), wrapped);
    if (inside instanceof ProxyEvent proxy) {
      ProxyEvent got = (ProxyEvent) event;
      assertThat(got.getClientIp()).isEqualTo(proxy.getClientIp());
      assertThat(got.getStatus()).isEqualTo(proxy.getStatus());
      assertThat(got.getPath()).isEqualTo(proxy.getPath());
      assertThat(got.getTime()).isEqualTo(proxy.getTime());
    } else {
      assertThat(((AppEvent) event).getRequestId()).isEqualTo("abc");
      assertThat(((AppEvent) event).getTime()).isEqualTo(((AppEvent) inside).getTime());
    }
  }

  @Test
  void eachWrapperComesOffEachLine() {
    for (String line : LINES) {
      readsAsInside(docker(line), line, "docker");
      readsAsInside(cri(line), line, "cri");
      readsAsInside(filebeat(line), line, "filebeat");
      readsAsInside(fluent(line), line, "fluent");
      readsAsInside(journald(line), line, "journald");
      readsAsInside("web-1  | " + line, line, "compose");
      readsAsInside(line + "\r", line, "crlf");
      readsAsInside("\ufeff" + line, line, "bom");
      readsAsInside(ESC + "[0;31m" + line + ESC + "[0m", line, "ansi");
    }
  }

  @Test
  void otherShippersAreKnownByTheirFields() {
    String vector = "{\"source_type\":\"file\",\"host\":\"h\",\"message\":" + quoted(NGINX) + "}";
    String logstash =
        "{\"@version\":\"1\",\"event\":{\"original\":" + quoted(NGINX) + "},\"message\":\"m\"}";

    readsAsInside(vector, NGINX, "vector");
    readsAsInside(logstash, NGINX, "logstash");
  }

  @Test
  void syslogInEachDressComesOff() {
    for (String line : List.of(NGINX, JSON)) {
      readsAsInside(syslog(line), line, "syslog");
      readsAsInside("<190>Nov  2 06:00:01 vm1 nginx: " + line, line, "syslog");
      readsAsInside("<190>Nov 22 06:00:01 nginx: " + line, line, "syslog");
      readsAsInside("Nov 22 2026 06:00:01 vm1 nginx: " + line, line, "syslog");
      readsAsInside("2026-11-22T06:00:01.5+01:00 vm1 nginx[7]: " + line, line, "syslog");
      readsAsInside("<165>1 2026-11-22T06:00:01Z vm1 nginx - - - " + line, line, "syslog");
      readsAsInside(
          "<165>1 - vm1 nginx 7 m [a@1 k=\"x\\\"] y\"][b@1] \ufeff" + line, line, "syslog");
    }
  }

  @Test
  void theFormatThatReadsSyslogItselfKeepsIt() {
    String line = "Nov 22 06:00:00 lb1 haproxy[7]: " + HAPROXY;

    assertThat(detect(line).variant()).isEqualTo("httplog");
    assertThat(Parsed.proxy(detect(line).parser().get(), line).getProxy()).isEqualTo("lb1");
    assertThat(detect(JSON).variant()).isEmpty();
  }

  @Test
  void wrappersInWrappersComeOff() {
    readsAsInside(filebeat(docker(NGINX)), NGINX, "filebeat+docker");
    readsAsInside(fluent(cri(NGINX)), NGINX, "fluent+cri");
    readsAsInside(journald(syslog(NGINX)), NGINX, "journald+syslog");
    readsAsInside(docker(ESC + "[31m" + NGINX + ESC + "[0m"), NGINX, "docker");
    readsAsInside(docker(docker(docker(docker(NGINX)))), NGINX, "docker+docker+docker+docker");
    readsAsInside(docker(JSON), JSON, "docker");
  }

  @Test
  void aWrapperTellsInstanceAndServiceThatTheLineDoesNot() {
    AppEvent beat = (AppEvent) event(detect(filebeat(JSON)).parser().get(), filebeat(JSON));
    AppEvent log = (AppEvent) event(detect(journald(JSON)).parser().get(), journald(JSON));

    assertThat(beat.getInstance()).isEqualTo("shop-1");
    assertThat(beat.getService()).isEqualTo("shop");
    assertThat(log.getInstance()).isEqualTo("vm1");
    assertThat(log.getService()).isEqualTo("shop");
    assertThat(Parsed.proxy(detect(fluent(NGINX)).parser().get(), fluent(NGINX)).getProxy())
        .isEqualTo("shop-2");
  }

  @Test
  void jsonWithoutATimeGetsTheOneOfItsWrapper() {
    String line = docker("{\"request_id\":\"abc\",\"status\":500}");

    assertThat(Parsed.app(detect(line).parser().get(), line).getTime())
        .isEqualTo(Parsed.micros("2026-11-22T06:00:01.500Z"));
  }

  @Test
  void aLineWithoutTheWrapperGoesToTheInnerParserAsItIs() {
    LineParser parser = detect(docker(NGINX)).parser().get();

    assertThat(event(parser, NGINX)).isInstanceOf(ProxyEvent.class);
    assertThat(Parsed.rejected(parser, "nothing")).isNotEmpty();
  }

  @Test
  void theIdentityIsThatOfTheInnerLineAtTheOuterOffset() {
    LineParser parser = detect(cri(NGINX)).parser().get();
    ParseResult result = parser.parse(RawLine.of(cri(NGINX), 77));

    assertThat(((ProxyEvent) ((ParseResult.Event) result).event()).getEventId())
        .isEqualTo(RawLine.of(NGINX, 77).identity());
  }

  @Test
  void partsOfOneStreamAreJoinedAroundTheOther() {
    LineParser parser = detect(cri(NGINX)).parser().get();
    String stamp = "2026-11-22T06:00:01.1Z ";
    String head = NGINX.substring(0, 30);

    assertThat(parser.parse(RawLine.of(stamp + "stdout P " + head, 0)))
        .isEqualTo(new ParseResult.Continued());
    assertThat(event(parser, stamp + "stderr F " + NGINX)).isNotNull();
    assertThat(event(parser, stamp + "stdout F " + NGINX.substring(30))).isNotNull();
  }

  @Test
  void piecesOfDockerLackTheLineEnd() {
    LineParser parser = detect(docker(NGINX)).parser().get();
    String piece = "{\"log\":" + quoted(NGINX.substring(0, 40)) + ",\"stream\":\"stderr\"}";

    assertThat(event(parser, docker(NGINX))).isNotNull();
    assertThat(parser.parse(RawLine.of(piece, 0))).isEqualTo(new ParseResult.Continued());
    assertThat(event(parser, docker(NGINX.substring(40)))).isNotNull();
  }

  @Test
  void partsThatMakeTooMuchAreRejectedOnce() {
    LineParser parser = detect(cri(NGINX)).parser().get();
    String part = "2026-11-22T06:00:01.1Z stdout P " + "x".repeat(600_000);

    assertThat(parser.parse(RawLine.of(part, 0))).isEqualTo(new ParseResult.Continued());
    assertThat(parser.parse(RawLine.of(part, 1))).isEqualTo(new ParseResult.Continued());
    assertThat(parser.parse(RawLine.of(part, 2))).isEqualTo(new ParseResult.Continued());
    assertThat(Parsed.rejected(parser, cri("end"))).isEqualTo("partial-too-long");
    assertThat(event(parser, cri(NGINX))).isNotNull();
    assertThat(Parsed.rejected(parser, cri("x".repeat(1_100_000)))).isEqualTo("line-too-long");
  }

  @Test
  void aMessageOfJournaldMayBeBytes() {
    StringBuilder bytes = new StringBuilder();
    for (byte b : NGINX.getBytes(StandardCharsets.UTF_8)) {
      bytes.append(bytes.isEmpty() ? "" : ",").append(b);
    }
    readsAsInside("{\"_HOSTNAME\":\"vm1\",\"MESSAGE\":[" + bytes + "]}", NGINX, "journald");
  }

  @Test
  void utf16OfBothOrdersIsReadAsItIsSplitAtOneByte() {
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      byte[] file = ("\ufeff" + NGINX + "\r\n" + NGINX + "\r\n").getBytes(charset);
      List<RawLine> lines = new ArrayList<>();
      int from = 0;
      for (int i = 0; i < file.length; i++) {
        if (file[i] == '\n') {
          lines.add(new RawLine(file, from, i - from, from));
          from = i + 1;
        }
      }
      lines.add(new RawLine(file, from, file.length - from, from));
      Detection found = Formats.detect(lines, "x.log", ServerConfigs.EMPTY, CONTEXT).orElseThrow();

      assertThat(found.variant()).endsWith(charset.name().toLowerCase(java.util.Locale.ROOT));
      LineParser parser = found.parser().get();
      assertThat(lines.subList(0, 2))
          .allMatch(line -> parser.parse(line) instanceof ParseResult.Event);
    }
  }

  /** What is in the wrapper has no time, so it is the wrapper's. */
  @Test
  void aLineOfTextWithoutATimeHasTheEnvelopes() {
    String morgan = "GET /a 500 12.345 ms - 27";
    String app = "ERROR [main] c.e.Shop - failed request_id=r-1";
    for (String line : List.of(morgan, app)) {
      for (String wrapped : List.of(docker(line), cri(line), journald(line), filebeat(line))) {
        AppEvent event = (AppEvent) event(detect(wrapped).parser().get(), wrapped);
        assertThat(event.getTime() / 1_000_000).as(wrapped).isEqualTo(SECOND);
      }
    }
  }

  @Test
  void aLineOfSyslogIsOfTheLatestYear() {
    String line = syslog("ERROR failed request_id=r-1");
    ParseContext january = CONTEXT.at(() -> Parsed.micros("2027-01-01T00:00:00Z"));
    LineParser parser =
        Formats.detect(List.of(RawLine.of(line, 0)), "x.log", ServerConfigs.EMPTY, january)
            .orElseThrow()
            .parser()
            .get();
    assertThat(((AppEvent) event(parser, line)).getTime() / 1_000_000).isEqualTo(SECOND);
  }

  @Test
  void aTraceBehindALineWithoutATimeBelongsToIt() {
    String first = docker("ERROR failed request_id=r-1");
    String trace = docker("    at c.e.Shop.pay(Shop.java:3)");
    LineParser parser = detect(first, trace).parser().get();

    assertThat(parser.parse(RawLine.of(first, 0))).isInstanceOf(ParseResult.Event.class);
    assertThat(parser.parse(RawLine.of(trace, 99))).isInstanceOf(ParseResult.Continued.class);
    String own = docker("2026-11-22 05:00:00 ERROR failed request_id=r-2");
    assertThat(((AppEvent) event(parser, own)).getTime())
        .isEqualTo(Parsed.micros("2026-11-22T05:00:00Z"));
  }

  @Test
  void anExceptionThatSpeaksOfAnErrorBelongsToTheLineBeforeIt() {
    String head = "ERROR failed request_id=r-1";
    String exception = "org.postgresql.util.PSQLException: ERROR: duplicate key";
    for (boolean docker : List.of(true, false)) {
      String first = docker ? docker(head) : cri(head);
      String second = docker ? docker(exception) : cri(exception);
      String third = docker ? docker("Caused by: " + exception) : cri("Caused by: " + exception);
      LineParser parser = detect(first, first).parser().get();

      assertThat(((AppEvent) event(parser, first)).getRequestId()).isEqualTo("r-1");
      AppEvent event = (AppEvent) event(parser, second);
      assertThat(event.getRequestId()).isEqualTo("r-1");
      assertThat(event.getExceptionType()).isEqualTo("org.postgresql.util.PSQLException");
      assertThat(parser.parse(RawLine.of(third, 2))).isEqualTo(new ParseResult.Continued());
    }
  }

  @Test
  void whatHaproxySaysOnStandardErrorHasTheEnvelopesTime() {
    String down = docker("[WARNING]  (8) : Server app/app1 is DOWN, reason: Layer4 timeout.");
    ParseResult result = detect(docker(HAPROXY), down).parser().get().parse(RawLine.of(down, 0));

    assertThat(result)
        .isInstanceOfSatisfying(
            ParseResult.Component.class,
            component -> {
              assertThat(component.event().getTime() / 1_000_000).isEqualTo(SECOND);
              assertThat(component.event().getComponent()).isEqualTo("app/app1");
            });
  }

  @Test
  void whatIsLeftOfASyslogHeaderComesOff() {
    String line = "{\"timestamp\":1795327201,\"message\":" + quoted("shop.0 nginx: " + NGINX) + "}";
    ProxyEvent event = (ProxyEvent) event(detect(line).parser().get(), line);

    assertThat(event.getClientIp()).isEqualTo("192.0.2.9");
    assertThat(event.getProxy()).isEqualTo("shop.0");
  }

  @Test
  void aConfiguredCharsetIsDecoded() {
    Charset cyrillic = Charset.forName("windows-1251");
    String line = JSON.replace("\"x\"", "\"\u041f\u0440\u0438\"");
    byte[] bytes = line.getBytes(cyrillic);
    LineParser parser = Wrappers.decoding(cyrillic, detect(JSON).parser().get());
    ParseResult result = parser.parse(new RawLine(bytes, 0, bytes.length, 0));

    assertThat(((AppEvent) ((ParseResult.Event) result).event()).getMessage())
        .isEqualTo("\u041f\u0440\u0438");
  }

  @Test
  void hostileLinesHaveOneOutcome() {
    String deep = "{\"log\":".repeat(10_000);
    List<String> hostile =
        List.of(
            deep,
            "\0".repeat(500),
            "<",
            "<1>1 ",
            ESC,
            ESC + "]",
            "{\"log\":\"" + "a".repeat(2_000_000));
    List<String> wrapped =
        List.of(docker(NGINX), cri(NGINX), filebeat(JSON), journald(NGINX), syslog(NGINX));
    for (String outer : wrapped) {
      LineParser parser = detect(outer).parser().get();
      for (String line : hostile) {
        assertThat(parser.parse(RawLine.of(line, 0))).isNotNull();
        assertThat(parser.parse(RawLine.of(cri(line), 0))).isNotNull();
      }
    }
    List<RawLine> sample = hostile.stream().map(line -> RawLine.of(line, 0)).toList();
    assertThat(Formats.detect(sample, "x.log", ServerConfigs.EMPTY, CONTEXT)).isEmpty();
    assertThat(Wrappers.around(List.of())).isEmpty();
  }

  @Test
  void damagedLinesNeverThrow() {
    String[] valid = {
      docker(NGINX),
      cri(JSON),
      filebeat(docker(JSON)),
      journald(syslog(NGINX)),
      syslog(NGINX),
      "<165>1 2026-11-22T06:00:01Z vm1 nginx 7 m [a@1 k=\"x\\\"] y\"][b@1] " + NGINX,
      ESC + "[2Kweb-1  | 2026-11-22T06:00:01.123456789Z " + NGINX
    };
    for (String line : valid) {
      Parsed.fuzz(detect(line).parser().get(), 7, valid);
    }
  }

  @Test
  void detectionOfDamagedSamplesNeverThrows() {
    LineParser detecting =
        line -> {
          Wrappers.around(List.of(line)).forEach(stack -> assertThat(stack.inner()).isNotNull());
          return new ParseResult.Continued();
        };
    Parsed.fuzz(
        detecting, 11, docker(NGINX), cri(JSON), filebeat(JSON), journald(NGINX), syslog(JSON));
  }
}

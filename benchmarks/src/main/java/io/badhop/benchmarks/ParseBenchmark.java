package io.badhop.benchmarks;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.ingest.parse.haproxy.HaproxyConfig;
import io.badhop.ingest.parse.nginx.NginxConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Lines of access logs to events, identity included, on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ParseBenchmark {
  private final RawLine[] combined = Lines.raw(Lines::combined);
  private final RawLine[] twentyFields = Lines.raw(Lines::twentyFields);
  private final RawLine[] cloudflare = Lines.raw(Lines::cloudflare);
  private LineParser cloudflareParser;
  private final RawLine[] haproxyHttp = Lines.raw(Lines::haproxyHttp);
  private LineParser combinedParser;
  private LineParser twentyFieldsParser;
  private LineParser haproxyHttpParser;
  private int next;

  /** Parsers as a shipper would choose them. */
  @Setup
  public void prepare() {
    String config =
        "http { log_format all '" + Lines.TWENTY_FIELDS + "'; access_log /var/log/all.log all; }";
    NginxConfig nginx = NginxConfig.parse("nginx.conf", config, name -> Optional.empty());
    HaproxyConfig haproxy =
        HaproxyConfig.parse("haproxy.cfg", Lines.HAPROXY_CONFIG, name -> Optional.empty());
    cloudflareParser = parser("cloudflare", cloudflare, "edge.ndjson", ServerConfigs.EMPTY);
    combinedParser = parser("nginx-access", combined, "access.log", ServerConfigs.EMPTY);
    twentyFieldsParser =
        parser("nginx-access", twentyFields, "all.log", new ServerConfigs(List.of(nginx)));
    haproxyHttpParser =
        parser("haproxy-http", haproxyHttp, "haproxy.log", new ServerConfigs(List.of(haproxy)));
  }

  private static LineParser parser(
      String format, RawLine[] lines, String file, ServerConfigs configs) {
    ParseContext context = ParseContext.of("benchmark").withAddresses(configs.addresses());
    LineParser parser =
        Formats.detectAs(format, Arrays.asList(lines), file, configs, context).parser().get();
    if (!(parser.parse(lines[0]) instanceof ParseResult.Event)) {
      throw new IllegalStateException("the parser does not read its lines");
    }
    return parser;
  }

  RawLine[] lines(String log) {
    return switch (log) {
      case "nginxCombined" -> combined;
      case "nginxTwentyFields" -> twentyFields;
      case "haproxyHttp" -> haproxyHttp;
      default -> cloudflare;
    };
  }

  LineParser parser(String log) {
    return switch (log) {
      case "nginxCombined" -> combinedParser;
      case "nginxTwentyFields" -> twentyFieldsParser;
      case "haproxyHttp" -> haproxyHttpParser;
      default -> cloudflareParser;
    };
  }

  /** nginx combined. */
  @Benchmark
  public ParseResult nginxCombined() {
    return combinedParser.parse(combined[next++ & (Lines.COUNT - 1)]);
  }

  /** nginx with twenty fields. */
  @Benchmark
  public ParseResult nginxTwentyFields() {
    return twentyFieldsParser.parse(twentyFields[next++ & (Lines.COUNT - 1)]);
  }

  /** Cloudflare's Logpush. */
  @Benchmark
  public ParseResult cloudflare() {
    return cloudflareParser.parse(cloudflare[next++ & (Lines.COUNT - 1)]);
  }

  /** HAProxy's HTTP log with captures that its configuration names. */
  @Benchmark
  public ParseResult haproxyHttp() {
    return haproxyHttpParser.parse(haproxyHttp[next++ & (Lines.COUNT - 1)]);
  }
}

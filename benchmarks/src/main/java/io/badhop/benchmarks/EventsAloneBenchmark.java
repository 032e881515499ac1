package io.badhop.benchmarks;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the events of {@link ParseBenchmark} cost without any parsing: run with {@code -prof gc},
 * the bytes a line beyond these are garbage of the parser.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EventsAloneBenchmark {

  /** The log whose events are made. */
  @Param({"nginxCombined", "nginxTwentyFields", "haproxyHttp", "cloudflare"})
  public String log;

  private final Alone[] events = new Alone[Lines.COUNT];
  private int next;

  /** Events of the lines. */
  @Setup
  public void prepare() {
    ParseBenchmark parsing = new ParseBenchmark();
    parsing.prepare();
    RawLine[] lines = parsing.lines(log);
    LineParser parser = parsing.parser(log);
    for (int i = 0; i < events.length; i++) {
      Object event = ((ParseResult.Event) parser.parse(lines[i])).event();
      events[i] =
          event instanceof ProxyEvent proxy ? new Alone(proxy) : new Alone((EdgeEvent) event);
    }
  }

  /** The event, and that it is the outcome. */
  @Benchmark
  public ParseResult alone() {
    return events[next++ & (Lines.COUNT - 1)].again();
  }
}

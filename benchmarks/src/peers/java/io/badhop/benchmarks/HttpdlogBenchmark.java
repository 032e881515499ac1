package io.badhop.benchmarks;

import java.util.concurrent.TimeUnit;
import nl.basjes.parse.core.Field;
import nl.basjes.parse.core.Parser;
import nl.basjes.parse.httpdlog.HttpdLoglineParser;
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

/** The peer of {@link ParseBenchmark}: the same combined lines, the fields that badhop takes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HttpdlogBenchmark {
  private final String[] combined = new String[Lines.COUNT];
  private Parser<Taken> parser;
  private int next;

  /** What is taken from a line. */
  public static final class Taken {
    private String client;
    private long time;
    private String method;
    private String path;
    private String status;
    private long bytes;

    /** Address of the client. */
    @Field("IP:connection.client.host")
    public void setClient(String value) {
      client = value;
    }

    /** Milliseconds since the epoch. */
    @Field("TIME.EPOCH:request.receive.time.epoch")
    public void setTime(Long value) {
      time = value;
    }

    /** Request method. */
    @Field("HTTP.METHOD:request.firstline.method")
    public void setMethod(String value) {
      method = value;
    }

    /** Path without the query. */
    @Field("HTTP.PATH:request.firstline.uri.path")
    public void setPath(String value) {
      path = value;
    }

    /** Status. */
    @Field("STRING:request.status.last")
    public void setStatus(String value) {
      status = value;
    }

    /** Bytes of the body. */
    @Field("BYTES:response.body.bytes")
    public void setBytes(Long value) {
      bytes = value;
    }

    boolean isWhole() {
      return client != null
          && time > 0
          && method != null
          && path != null
          && status != null
          && bytes >= 0;
    }
  }

  /** The parser, made once. */
  @Setup
  public void prepare() throws Exception {
    for (int i = 0; i < Lines.COUNT; i++) {
      combined[i] = Lines.combined(i);
    }
    parser = new HttpdLoglineParser<>(Taken.class, "combined");
    if (!combined().isWhole()) {
      throw new IllegalStateException("the peer does not read its lines");
    }
  }

  /** Combined. */
  @Benchmark
  public Taken combined() throws Exception {
    return parser.parse(new Taken(), combined[next++ & (Lines.COUNT - 1)]);
  }
}

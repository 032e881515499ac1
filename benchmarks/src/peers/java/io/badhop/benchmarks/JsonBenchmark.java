package io.badhop.benchmarks;

import com.alibaba.fastjson2.JSONReader;
import com.dslplatform.json.DslJson;
import com.dslplatform.json.JsonReader;
import com.dslplatform.json.NumberConverter;
import com.dslplatform.json.StringConverter;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/**
 * The peers of {@link ParseBenchmark}'s Cloudflare lines: JSON parsers that read the same fields of
 * the same lines into strings and numbers, and make no event of them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class JsonBenchmark {
  private static final List<String> TEXTS =
      List.of(
          "RayID",
          "ParentRayID",
          "EdgeStartTimestamp",
          "EdgeEndTimestamp",
          "ClientRequestMethod",
          "ClientRequestHost",
          "ClientRequestPath",
          "ClientIP",
          "EdgeColoCode",
          "CacheCacheStatus",
          "WorkerStatus",
          "OriginIP");
  private static final List<String> NUMBERS =
      List.of(
          "EdgeResponseStatus",
          "OriginResponseStatus",
          "OriginTCPHandshakeDurationMs",
          "OriginResponseHeaderReceiveDurationMs",
          "OriginResponseDurationMs");

  private final byte[][] lines = new byte[Lines.COUNT][];
  private final String[] texts = new String[TEXTS.size()];
  private final long[] numbers = new long[NUMBERS.size()];
  private final Map<String, Integer> textAt = new HashMap<>();
  private final Map<String, Integer> numberAt = new HashMap<>();
  private final Map<Long, Integer> textAtHash = new HashMap<>();
  private final Map<Long, Integer> numberAtHash = new HashMap<>();
  private final JsonFactory jackson = new JsonFactory();
  private final JsonReader<Object> dsl = new DslJson<>().newReader();
  private int next;

  /** Lines and the places of the fields. */
  @Setup
  public void prepare() throws IOException {
    for (int i = 0; i < lines.length; i++) {
      lines[i] = Lines.cloudflare(i).getBytes(StandardCharsets.UTF_8);
    }
    for (int i = 0; i < texts.length; i++) {
      textAt.put(TEXTS.get(i), i);
      textAtHash.put(com.alibaba.fastjson2.util.Fnv.hashCode64(TEXTS.get(i)), i);
    }
    for (int i = 0; i < numbers.length; i++) {
      numberAt.put(NUMBERS.get(i), i);
      numberAtHash.put(com.alibaba.fastjson2.util.Fnv.hashCode64(NUMBERS.get(i)), i);
    }
    check(jackson());
    check(fastjson());
    check(dslJson());
  }

  private void check(Object[] read) {
    if (!"FRA".equals(read[8]) || numbers[1] != 200) {
      throw new IllegalStateException("a peer does not read the lines");
    }
    texts[8] = "";
    numbers[1] = 0;
  }

  private byte[] line() {
    return lines[next++ & (Lines.COUNT - 1)];
  }

  /** Jackson's streaming parser. */
  @Benchmark
  public Object[] jackson() throws IOException {
    try (JsonParser json = jackson.createParser(line())) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        JsonToken token = json.nextToken();
        Integer text = textAt.get(name);
        Integer number = text == null ? numberAt.get(name) : null;
        if (text != null) {
          texts[text] = json.getText();
        } else if (number != null) {
          numbers[number] = json.getLongValue();
        } else if (token.isStructStart()) {
          json.skipChildren();
        }
      }
    }
    return texts;
  }

  /** Fastjson2's streaming reader, names by their hash. */
  @Benchmark
  public Object[] fastjson() {
    try (JSONReader json = JSONReader.of(line())) {
      json.nextIfObjectStart();
      while (!json.nextIfObjectEnd()) {
        long name = json.readFieldNameHashCode();
        Integer text = textAtHash.get(name);
        Integer number = text == null ? numberAtHash.get(name) : null;
        if (text != null) {
          texts[text] = json.readString();
        } else if (number != null) {
          numbers[number] = json.readInt64Value();
        } else {
          json.skipValue();
        }
      }
    }
    return texts;
  }

  /** DSL-JSON's reader. */
  @Benchmark
  public Object[] dslJson() throws IOException {
    byte[] line = line();
    dsl.process(line, line.length);
    dsl.getNextToken();
    byte token = dsl.getNextToken();
    while (token == '"') {
      String name = dsl.readKey();
      Integer text = textAt.get(name);
      Integer number = text == null ? numberAt.get(name) : null;
      if (text != null) {
        texts[text] = StringConverter.deserialize(dsl);
        token = dsl.getNextToken();
      } else if (number != null) {
        numbers[number] = NumberConverter.deserializeLong(dsl);
        token = dsl.getNextToken();
      } else {
        token = dsl.skip();
      }
      if (token == ',') {
        token = dsl.getNextToken();
      }
    }
    return texts;
  }
}

package io.badhop.benchmarks;

import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.serialization.Deserializer;
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
 * One proxy event from bytes: our deserializer, wire format's header and all its checks included,
 * against Avro's own reader on the bare payload with decoder reused. The same schema on both sides.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DecodeBenchmark {
  private static final int HEADER_BYTES = 5;

  private byte[] value;
  private byte[] payload;
  private Deserializer<ProxyEvent> ours;
  private SpecificDatumReader<ProxyEvent> avros;
  private BinaryDecoder decoder;

  /** Bytes and readers; a failed request with two attempts and an error line. */
  @Setup
  public void prepare() {
    var serde = new AvroSerdes(new InProcessRegistry()).of(ProxyEvent.class);
    value = serde.serializer().serialize("events", Events.failedAfterTwoAttempts());
    payload = Arrays.copyOfRange(value, HEADER_BYTES, value.length);
    ours = serde.deserializer();
    avros = new SpecificDatumReader<>(ProxyEvent.class);
  }

  /** With the wire format's header. */
  @Benchmark
  public ProxyEvent badhop() {
    return ours.deserialize("events", value);
  }

  /** Without header: what is left for a serde to do around it is not counted. */
  @Benchmark
  public ProxyEvent avro() throws IOException {
    decoder = DecoderFactory.get().binaryDecoder(payload, decoder);
    return avros.read(null, decoder);
  }
}

package io.badhop.benchmarks;

import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
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

  /** IDs, paths and clients differ from event to event, as they do in logs. */
  private static final int EVENTS = 4_096;

  private final byte[][] values = new byte[EVENTS][];
  private final byte[][] payloads = new byte[EVENTS][];
  private int next;
  private Deserializer<SpecificRecord> joining;
  private Deserializer<SpecificRecord> ours;
  private SpecificDatumReader<ProxyEvent> avros;
  private BinaryDecoder decoder;

  /** Bytes and readers; a failed request with two attempts and an error line. */
  @Setup
  public void prepare() {
    Topics topics = new Topics(new AvroSerdes(new InProcessRegistry()), "", 1, 1);
    Topic<String, SpecificRecord> topic = topics.proxyEvents();
    for (int i = 0; i < EVENTS; i++) {
      values[i] = topic.values().serializer().serialize(topic.name(), Events.proxyEvent(i));
      payloads[i] = Arrays.copyOfRange(values[i], HEADER_BYTES, values[i].length);
    }
    ours = topic.values().deserializer();
    joining = topics.forJoining().get(1).values().deserializer();
    avros = new SpecificDatumReader<>(ProxyEvent.class);
  }

  /** With the wire format's header. */
  @Benchmark
  public SpecificRecord badhop() {
    return ours.deserialize("events", values[next++ & (EVENTS - 1)]);
  }

  /** The same as stage 1 reads it: without the strings that it does not need. */
  @Benchmark
  public SpecificRecord badhopForJoining() {
    return joining.deserialize("events", values[next++ & (EVENTS - 1)]);
  }

  /** Without header: what is left for a serde to do around it is not counted. */
  @Benchmark
  public ProxyEvent avro() throws IOException {
    decoder = DecoderFactory.get().binaryDecoder(payloads[next++ & (EVENTS - 1)], decoder);
    return avros.read(null, decoder);
  }
}

package io.badhop.ingest.ship;

import io.badhop.ingest.bind.ErrorBinder;
import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.source.LineSource;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.topic.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;

/**
 * Reads rejected lines again, as they are kept in dead letters, and publishes what they say. The
 * event has the source, the offset and the content of the line, so a line that is sent twice is
 * recognised downstream. Each line is read by itself; what only a line before it explains is not
 * understood.
 */
public final class Resender implements AutoCloseable {
  /** Reasons of letters that hold a record and no line of a log. */
  private static final Set<String> RECORDS = Set.of("record-too-large", "undecodable");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What may become of a letter. */
  public enum Kind {
    SENT,
    REJECTED,
    SKIPPED
  }

  /**
   * What became of a letter, or of one of the records in its line.
   *
   * @param reason name of the reason in kebab case; empty for one that was sent
   * @param detail in words; of one that was sent the topics that it is for
   */
  public record Outcome(Kind kind, String reason, String detail) {

    private static Outcome skipped(String reason, String detail) {
      return new Outcome(Kind.SKIPPED, reason, detail);
    }
  }

  private final Meter meter = new Meter();
  private final InstantSource clock;
  private final ShipperOptions options;
  private final Outbox outbox;
  private final Map<LogSetOptions, ServerConfigs> configs = new HashMap<>();

  /**
   * Sends nothing yet.
   *
   * @param producer made with {@link Shipper#producerSettings}, closed with this; null to see what
   *     would come of each letter, and send nothing
   */
  public Resender(
      Producer<byte[], byte[]> producer,
      Topics topics,
      ShipperOptions options,
      InstantSource clock) {
    this.clock = clock;
    this.options = options;
    this.outbox =
        producer == null ? null : new Outbox(producer, topics, meter, options.redactor(), clock);
  }

  /**
   * Deals with one letter.
   *
   * @return what became of each record of its line, at least one: those sent, rejected, skipped
   * @param reading how the lines of its source are read; a format for all files in it takes the
   *     place of the one that the letter names
   * @throws LogSetException when a format or a server configuration that is named cannot be had
   * @throws ShipException when the brokers do not take records any more
   */
  public List<Outcome> resend(DeadLetter letter, LogSetOptions reading)
      throws LogSetException, ShipException {
    if (RECORDS.contains(letter.getReason()) || letter.getOffset() < 0) {
      return List.of(
          Outcome.skipped("no-line", "it holds a record of a topic and no line of a log"));
    }
    if (letter.getTruncated()) {
      return List.of(Outcome.skipped("truncated", "only the beginning of the line was kept"));
    }
    String format = reading.formats().getOrDefault("*", letter.getFormat());
    if (format.isEmpty()) {
      return List.of(Outcome.skipped("no-format", "the letter names no format"));
    }
    return read(letter, reading.withFormat("*", format));
  }

  private List<Outcome> read(DeadLetter letter, LogSetOptions reading)
      throws LogSetException, ShipException {
    ByteBuffer payload = letter.getPayload().duplicate();
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    RawLine line = new RawLine(bytes, 0, bytes.length, letter.getOffset());
    long latest = Micros.of(clock.instant()) + Micros.of(options.maxAhead());
    ServerConfigs configs = configs(reading);
    ParseContext context = LogSet.context(letter.getSource(), configs, reading).at(() -> latest);
    Detection found =
        LogSet.detectSent(Path.of("line"), List.of(line), configs, context, reading).orElseThrow();
    List<Outcome> rejected = new ArrayList<>();
    try (Pump pump =
        new Pump(
            new Pump.Origin(letter.getSource(), letter.getSource(), found.format()),
            new OneLine(line, letter.getSource()),
            found.parser().get(),
            one -> rejected.add(new Outcome(Kind.REJECTED, one.reason(), one.detail())),
            () -> latest)) {
      List<Outcome> outcomes = outcomes(pump, letter, reading);
      outcomes.addAll(rejected);
      outcomes.addAll(skipped(pump));
      return outcomes.isEmpty() ? List.of(silent("continued")) : outcomes;
    } catch (IOException e) {
      throw new IllegalStateException("a line in memory is always read", e);
    }
  }

  /** Read once: many letters are from one source. */
  private ServerConfigs configs(LogSetOptions reading) throws LogSetException {
    ServerConfigs known = configs.get(reading);
    if (known == null) {
      known = ConfigFiles.named(reading).configs();
      configs.put(reading, known);
    }
    return known;
  }

  private List<Outcome> outcomes(Pump pump, DeadLetter letter, LogSetOptions reading)
      throws IOException, ShipException {
    List<Outcome> outcomes = new ArrayList<>();
    ParseResult result;
    while ((result = pump.next()) != null) {
      outcomes.add(send(result, letter, reading));
    }
    return outcomes;
  }

  private static List<Outcome> skipped(Pump pump) {
    List<Outcome> skipped = new ArrayList<>();
    pump.tally()
        .accounting()
        .skippedBy()
        .forEach(
            (reason, count) ->
                skipped.addAll(Collections.nCopies(count.intValue(), silent(reason))));
    return skipped;
  }

  private static Outcome silent(String reason) {
    return Outcome.skipped(reason, "read as its format says, the line is about no request");
  }

  private Outcome send(ParseResult result, DeadLetter letter, LogSetOptions reading)
      throws ShipException {
    ShippedEvent event;
    if (result instanceof ParseResult.Event request) {
      event = ShippedEvent.of(request.event());
    } else if (result instanceof ParseResult.ErrorLine error) {
      // Its request was published long ago, so it can only stand by itself.
      event =
          ShippedEvent.of(
              ErrorBinder.toComponent(error.error(), reading.site(), letter.getSource()));
    } else {
      event = ShippedEvent.of(((ParseResult.Component) result).event());
    }
    if (outbox != null) {
      outbox.event(event, new Segment());
      outbox.check();
    }
    return new Outcome(Kind.SENT, "", event.event().getSchema().getName() + " " + event.key());
  }

  /**
   * Waits until the brokers have everything.
   *
   * @throws ShipException when they do not take it within half a minute
   * @throws InterruptedException when the thread is interrupted
   */
  public void finish() throws ShipException, InterruptedException {
    if (outbox == null) {
      return;
    }
    boolean answered = outbox.flush(PATIENCE);
    outbox.check();
    // What was refused as too large has become a letter just now.
    if (!answered || !outbox.flush(PATIENCE)) {
      throw new ShipException("Kafka does not answer; send the letters again later", null);
    }
  }

  /** Records that the brokers will never take; each has become a dead letter. */
  public long refused() {
    return meter.refused.sum();
  }

  @Override
  public void close() {
    if (outbox != null) {
      outbox.close(PATIENCE);
    }
  }

  private static final class OneLine implements LineSource {
    private final String id;
    private final long bytes;
    private RawLine line;

    OneLine(RawLine line, String id) {
      this.line = line;
      this.bytes = line.length();
      this.id = id;
    }

    @Override
    public RawLine next() {
      RawLine next = line;
      line = null;
      return next;
    }

    @Override
    public boolean cut() {
      return false;
    }

    @Override
    public long bytesRead() {
      return line == null ? bytes : 0;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public void close() {
      line = null;
    }
  }
}

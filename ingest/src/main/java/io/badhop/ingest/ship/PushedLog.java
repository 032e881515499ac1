package io.badhop.ingest.ship;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.ingest.source.LineSource;
import io.badhop.schemas.event.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the batches of one log. Its format shows in its first lines, and stays. */
final class PushedLog {
  private static final Logger LOG = LoggerFactory.getLogger(PushedLog.class);

  /** Rejections of lines of which no format is known. */
  static final Format UNKNOWN = new Format("", Tier.APP, Format.Kind.APPLICATION, "not known");

  /** Gives the lines of one delivery; each call begins anew. */
  @FunctionalInterface
  interface Delivery {
    LineSource lines();
  }

  private final ReceivedLog log;
  private final Path file;
  private final ServerConfigs configs;
  private final LongSupplier latest;
  private final CurrentBatch lines;
  private volatile Pump pump;
  private volatile Pump strange;
  private ServerLog reader;
  private Rejection.Listener listener = Rejection.Listener.NONE;

  /**
   * A log that nothing came of yet.
   *
   * @param latest latest time that a record may have, microseconds since the epoch
   * @throws LogSetException when a server configuration that is named cannot be read
   */
  PushedLog(ReceivedLog log, LongSupplier latest) throws LogSetException {
    this(log, Path.of("batch"), ConfigFiles.named(log.options()).configs(), latest);
  }

  /**
   * A log that nothing came of yet.
   *
   * @param file name that the log has where it is written; server configurations may know it
   * @param configs server configurations to read it with
   * @param latest latest time that a record may have, microseconds since the epoch
   */
  PushedLog(ReceivedLog log, Path file, ServerConfigs configs, LongSupplier latest) {
    this.log = log;
    this.file = file;
    this.latest = latest;
    this.configs = configs;
    this.lines = new CurrentBatch(log.source());
  }

  String name() {
    return log.name();
  }

  String source() {
    return log.source();
  }

  String site() {
    return log.options().site();
  }

  Duration delay() {
    return log.deliveryDelay();
  }

  /** Tier of the log; empty while its format is not known. */
  Optional<Tier> tier() {
    return Optional.ofNullable(pump).map(known -> known.origin().format().tier());
  }

  /** Whether lines came and none told the format. */
  boolean unrecognised() {
    return pump == null && strange != null;
  }

  /**
   * Reads what was delivered to its end.
   *
   * @throws LogSetException when the format that is named does not exist
   */
  void read(Delivery batch, Consumer<ShippedEvent> out, Rejection.Listener rejections)
      throws IOException, LogSetException {
    listener = rejections;
    if (pump == null) {
      recognise(batch);
    }
    lines.begin(batch.lines());
    if (pump == null) {
      rejectAll();
      return;
    }
    while (reader.advance(out)) {
      continue;
    }
    // Error lines find no request here; they must be published before the sender forgets them.
    reader.drain(out);
  }

  private void recognise(Delivery batch) throws IOException, LogSetException {
    // The latest time that a record may have is later than now by less than a day.
    ParseContext context = LogSet.context(source(), configs, log.options()).at(latest);
    Optional<Detection> detection =
        LogSet.detectSent(file, sample(batch), configs, context, log.options());
    if (detection.isPresent()) {
      Format format = detection.get().format();
      pump = pump(format, detection.get());
      reader = new ServerLog(site(), new ErrorLedger(false));
      if (format.kind() == Format.Kind.ERROR) {
        reader.addErrors(pump);
      } else {
        reader.addAccess(pump);
      }
      LOG.info("receiving log: source={} format={}", source(), format.name());
    }
  }

  private static List<RawLine> sample(Delivery batch) throws IOException {
    List<RawLine> sample = new ArrayList<>();
    try (LineSource lines = batch.lines()) {
      RawLine line;
      while (sample.size() < Formats.SAMPLE && (line = lines.next()) != null) {
        sample.add(Sample.copy(line));
      }
    }
    return sample;
  }

  private Pump pump(Format format, Detection detection) {
    return new Pump(
        new Pump.Origin(source(), log.name(), format),
        lines,
        detection.parser().get(),
        rejection -> listener.rejected(rejection),
        latest);
  }

  /** Lines that no format explains are kept as dead letters, to be sent again once one does. */
  private void rejectAll() throws IOException {
    if (strange == null) {
      LOG.warn("format of log not recognised, its lines are rejected: source={}", source());
      strange =
          pump(
              UNKNOWN,
              new Detection(
                  UNKNOWN,
                  0,
                  "",
                  () ->
                      line ->
                          new ParseResult.Rejected(
                              "format-not-recognised",
                              "name the format of this log in the configuration")));
    }
    while (strange.next() != null) {
      continue;
    }
  }

  Accounting accounting() {
    Pump known = pump;
    Pump before = strange;
    Accounting sum = known == null ? Accounting.NONE : known.tally().accounting();
    return before == null ? sum : sum.plus(before.tally().accounting());
  }
}

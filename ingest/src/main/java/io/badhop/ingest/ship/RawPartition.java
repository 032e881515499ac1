package io.badhop.ingest.ship;

import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.wrap.LogNames;
import io.badhop.schemas.event.SourceState;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.WatermarkQuality;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of a raw topic: a source, which may hold the lines of several logs. Those whose
 * shipper names the file or container are read apart, each with its format and parser.
 */
final class RawPartition {
  private static final Logger LOG = LoggerFactory.getLogger(RawPartition.class);

  /** Longest value that is read, in bytes: 16 MiB. */
  static final int MAX_VALUE = 16 << 20;

  /**
   * Logs of one partition whose state is kept; beyond that the one that was silent longest goes.
   */
  private static final int MAX_LOGS = 500;

  private final KafkaLog log;
  private final TopicPartition partition;
  private final ReceivedLog received;
  private final ServerConfigs configs;
  private final LongSupplier latest;
  private final LongAdder forgotten;
  private final LogNames names = new LogNames();
  private final Map<LogNames.LogName, PushedLog> logs = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Tier, Long> said = new EnumMap<>(Tier.class);
  private final Tally values = new Tally();
  private Accounting gone = Accounting.NONE;
  private Accounting committed = Accounting.NONE;
  private boolean touched;
  private Instant reached;
  private RecordLines reading;
  private boolean saidTooMany;

  /**
   * A partition of which nothing was read.
   *
   * @param latest latest time that a record may have, microseconds since the epoch
   * @param forgotten counts the logs whose state was given up
   */
  RawPartition(
      KafkaLog log,
      TopicPartition partition,
      ServerConfigs configs,
      LongSupplier latest,
      LongAdder forgotten) {
    this.forgotten = forgotten;
    this.log = log;
    this.partition = partition;
    this.received =
        new ReceivedLog(log.name() + "/" + partition, log.options(), log.deliveryDelay());
    this.configs = configs;
    this.latest = latest;
  }

  /**
   * Reads records, those of one log together.
   *
   * @throws LogSetException when the format that is named does not exist
   */
  void read(
      List<ConsumerRecord<byte[], byte[]>> records,
      Consumer<ShippedEvent> out,
      Rejection.Listener rejections)
      throws IOException, LogSetException {
    touched = true;
    Map<LogNames.LogName, List<ConsumerRecord<byte[], byte[]>>> byLog = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (holdsLines(record, rejections)) {
        byLog.computeIfAbsent(nameOf(record.value()), name -> new ArrayList<>()).add(record);
      }
    }
    for (Map.Entry<LogNames.LogName, List<ConsumerRecord<byte[], byte[]>>> one : byLog.entrySet()) {
      log(one.getKey())
          .read(
              () -> reading = new RecordLines(received.source(), partition, one.getValue()),
              out,
              rejection -> rejections.rejected(rejection.at(reading.recordOffset())));
    }
  }

  /** A value without lines has an outcome as a whole. */
  private boolean holdsLines(ConsumerRecord<byte[], byte[]> record, Rejection.Listener rejections) {
    byte[] value = record.value();
    if (value == null || value.length == 0) {
      values.line();
      values.count(new ParseResult.Skipped(value == null ? "tombstone" : "empty-value"));
      return false;
    }
    if (value.length > MAX_VALUE) {
      values.line();
      Pump.Origin origin = new Pump.Origin(received.source(), log.name(), PushedLog.UNKNOWN);
      RawLine whole = new RawLine(value, 0, value.length, record.offset());
      String detail = value.length + " bytes; at most " + MAX_VALUE + " are read";
      Rejection rejection = Rejection.of(origin, whole, true, "value-too-large", detail);
      values.reject(rejection.example());
      rejections.rejected(rejection);
      return false;
    }
    return true;
  }

  private LogNames.LogName nameOf(byte[] value) {
    int end = 0;
    while (end < value.length && value[end] != '\n') {
      end++;
    }
    return names.of(new RawLine(value, 0, end, 0));
  }

  private PushedLog log(LogNames.LogName name) {
    PushedLog known = logs.get(name);
    if (known != null) {
      return known;
    }
    if (logs.size() >= MAX_LOGS) {
      Iterator<PushedLog> eldest = logs.values().iterator();
      gone = gone.plus(eldest.next().accounting());
      eldest.remove();
      tooMany();
    }
    PushedLog fresh = new PushedLog(received, path(name.file()), configs, latest);
    logs.put(name, fresh);
    return fresh;
  }

  /** Said once: it goes on as long as so many logs write. */
  private void tooMany() {
    forgotten.increment();
    if (!saidTooMany) {
      saidTooMany = true;
      LOG.warn(
          "more logs in one partition than are remembered; the format of the one that was silent longest is found again when it writes: source={} remembered={}",
          received.source(),
          MAX_LOGS);
    }
  }

  /** A path that has a name; whoever wrote the record may have put anything there. */
  private Path path(String file) {
    try {
      Path path = Path.of(file.isEmpty() ? partition.topic() : file);
      return path.getFileName() == null ? Path.of(partition.topic()) : path;
    } catch (InvalidPathException e) {
      return Path.of(partition.topic());
    }
  }

  /** All written before this has been read, as far as can be known. */
  void reached(Instant at) {
    reached = at;
  }

  /** What may be said once all that was read is on the topics; empty when nothing is known. */
  List<SourceWatermark> reports(Instant now) {
    List<SourceWatermark> reports = new ArrayList<>();
    for (Tier tier : reached == null ? Set.<Tier>of() : tiers()) {
      long watermark = Micros.of(reached.minus(log.deliveryDelay()));
      // What was said stays said, also when a record comes late.
      long least = said.merge(tier, watermark, Math::max);
      reports.add(
          new SourceWatermark(
              received.source(),
              log.options().site(),
              tier,
              least,
              WatermarkQuality.ESTIMATE,
              SourceState.ALIVE,
              Micros.of(log.deliveryDelay()),
              Micros.of(now)));
    }
    return reports;
  }

  private Set<Tier> tiers() {
    Set<Tier> tiers = EnumSet.noneOf(Tier.class);
    log.tier().ifPresent(tiers::add);
    if (tiers.isEmpty()) {
      logs.values().forEach(each -> each.tier().ifPresent(tiers::add));
    }
    return tiers;
  }

  /** What was read so far is committed. */
  void commit() {
    if (touched) {
      touched = false;
      committed = gone.plus(values.accounting());
      logs.values().forEach(each -> committed = committed.plus(each.accounting()));
    }
  }

  /** Outcomes of the lines that are committed. */
  Accounting committed() {
    return committed;
  }

  /** Logs whose format is not known. */
  long unrecognised() {
    return logs.values().stream().filter(PushedLog::unrecognised).count();
  }
}

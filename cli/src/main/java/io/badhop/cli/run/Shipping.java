package io.badhop.cli.run;

import io.badhop.cli.config.IngestSettings;
import io.badhop.cli.config.Settings;
import io.badhop.ingest.parse.FieldNames;
import io.badhop.ingest.privacy.ClientIps;
import io.badhop.ingest.privacy.Redactor;
import io.badhop.ingest.ship.FollowedLogs;
import io.badhop.ingest.ship.KafkaLog;
import io.badhop.ingest.ship.LogSet;
import io.badhop.ingest.ship.LogSetException;
import io.badhop.ingest.ship.LogSetOptions;
import io.badhop.ingest.ship.RawClient;
import io.badhop.ingest.ship.ReceivedLog;
import io.badhop.ingest.ship.Shipper;
import io.badhop.ingest.ship.ShipperOptions;
import io.badhop.ingest.source.CheckpointFile;
import io.badhop.ingest.source.Inbox;
import io.badhop.ingest.source.PipeReceiver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;

/** Opens shippers for what the configuration names, and for recordings. */
public final class Shipping {

  /** Bytes that may wait for the shipper before senders are told to come again. */
  private static final long INBOX = 64L << 20;

  /** Bytes of a pipe that may wait; beyond that its writer waits. */
  private static final long PIPE = 4L << 20;

  private static final String STDIN = "stdin";

  /** How long after it was written a line may come through a pipe. */
  private static final Duration PIPE_DELAY = Duration.ofSeconds(10);

  private Shipping() {}

  /**
   * Follows the logs of the configuration.
   *
   * @throws RunException when a server configuration, the place of the checkpoint or the key cannot
   *     be read
   */
  public static Shipper following(Cluster cluster) {
    Settings settings = cluster.settings();
    List<FollowedLogs> logs =
        settings.ingest().sources().stream().map(source -> followed(settings, source)).toList();
    ShipperOptions options = options(cluster.settings().ingest().privacy());
    KafkaProducer<byte[], byte[]> producer = producer(cluster);
    try {
      CheckpointFile checkpoint = new CheckpointFile(settings.checkpoints().resolve("positions"));
      return Shipper.following(
          producer, cluster.topics(), logs, checkpoint, options, Clock.systemUTC());
    } catch (IOException | LogSetException e) {
      producer.close();
      throw new RunException(e.getMessage(), e);
    }
  }

  /** Parts for all logs that the configuration names: in files, sent here, on topics. */
  public static List<Part> parts(Cluster cluster, Consumer<String> onFailure) {
    IngestSettings ingest = cluster.settings().ingest();
    List<Part> parts = new ArrayList<>();
    if (!ingest.sources().isEmpty()) {
      parts.add(new ShippingPart("ingest", () -> following(cluster), onFailure));
    }
    if (!ingest.receive().isEmpty()) {
      parts.add(new ShippingPart("receive", () -> receiving(cluster), onFailure));
    }
    for (IngestSettings.RawTopics log : ingest.kafka()) {
      parts.add(new ShippingPart("kafka-" + log.name(), () -> consuming(cluster, log), onFailure));
    }
    return parts;
  }

  /**
   * Ships logs that have an end.
   *
   * @param speed event time over wall time; 0 for as fast as can be
   * @throws RunException when a log cannot be opened or the key cannot be read
   */
  public static Shipper recording(Cluster cluster, LogSet logs, double speed) {
    ShipperOptions options = options(cluster.settings().ingest().privacy());
    KafkaProducer<byte[], byte[]> producer = producer(cluster);
    try {
      return Shipper.recording(producer, cluster.topics(), logs, speed, options, Clock.systemUTC());
    } catch (IOException e) {
      producer.close();
      throw new RunException(e.getMessage(), e);
    }
  }

  static ShipperOptions options(IngestSettings.Privacy privacy) {
    try {
      byte[] key =
          privacy.clientIps() == ClientIps.HASH
              ? Files.readAllBytes(privacy.hashKeyFile())
              : new byte[0];
      return ShipperOptions.DEFAULT.with(
          new Redactor(privacy.clientIps(), key, privacy.allowParameters(), privacy.emails()));
    } catch (IOException e) {
      throw new RunException("Key " + privacy.hashKeyFile() + " cannot be read: " + e, e);
    } catch (IllegalArgumentException e) {
      throw new RunException(privacy.hashKeyFile() + ": " + e.getMessage(), e);
    }
  }

  static FollowedLogs followed(Settings settings, IngestSettings.Source source) {
    String site = settings.siteOf(source.site(), source.host());
    LogSetOptions options =
        reading(settings, site, source.host(), source.zone(), source.fields()).in(source.charset());
    return new FollowedLogs(source.files(), named(options, source.format()));
  }

  /** How lines are read of whose source the configuration says nothing. */
  static LogSetOptions usual(Settings settings) {
    String site = settings.siteOf("", "");
    return reading(settings, site, "", LogSetOptions.DEFAULT.zone(), Map.of());
  }

  private static LogSetOptions reading(
      Settings settings, String site, String host, ZoneId zone, Map<String, List<String>> fields) {
    IngestSettings ingest = settings.ingest();
    return LogSetOptions.DEFAULT
        .at(site, host)
        .reading(zone, settings.requestIds(site), FieldNames.GUESSED.with(fields))
        .withConfigs(ingest.nginx(), ingest.haproxy(), ingest.apache());
  }

  private static LogSetOptions named(LogSetOptions options, String format) {
    return format.isEmpty() ? options : options.withFormat("*", format);
  }

  /**
   * Takes the logs that are sent here.
   *
   * @throws RunException when an address cannot be listened on, or a file that the configuration
   *     names cannot be read
   */
  public static Shipper receiving(Cluster cluster) {
    Settings settings = cluster.settings();
    List<IngestSettings.Receiver> receive = settings.ingest().receive();
    Inbox inbox = new Inbox(INBOX);
    List<ReceivedLog> logs = receive.stream().map(log -> received(settings, log)).toList();
    ShipperOptions options = options(settings.ingest().privacy());
    KafkaProducer<byte[], byte[]> producer = producer(cluster);
    List<AutoCloseable> receivers = new ArrayList<>();
    try {
      receivers.addAll(Receivers.open(receive, inbox));
      return Shipper.receiving(
          producer, cluster.topics(), logs, inbox, receivers, options, Clock.systemUTC());
    } catch (LogSetException | RuntimeException e) {
      Receivers.close(receivers, e);
      producer.close();
      throw e instanceof RunException told ? told : new RunException(e.getMessage(), e);
    }
  }

  static ReceivedLog received(Settings settings, IngestSettings.Receiver log) {
    String site = settings.siteOf(log.site(), log.host());
    LogSetOptions options =
        reading(settings, site, log.host(), log.zone(), log.fields()).in(log.charset());
    return new ReceivedLog(log.name(), named(options, log.format()), log.deliveryDelay());
  }

  /**
   * Ships what comes through a pipe, as it comes, until the pipe is at its end.
   *
   * @param options how it is read
   * @throws RunException when a file that is named cannot be read
   */
  public static Shipper piped(Cluster cluster, InputStream pipe, LogSetOptions options) {
    Inbox inbox = new Inbox(PIPE);
    ReceivedLog log = new ReceivedLog(STDIN, options, PIPE_DELAY);
    ShipperOptions how = options(cluster.settings().ingest().privacy());
    KafkaProducer<byte[], byte[]> producer = producer(cluster);
    PipeReceiver receiver = PipeReceiver.start(STDIN, pipe, inbox, Clock.systemUTC());
    try {
      return Shipper.receiving(
          producer,
          cluster.topics(),
          List.of(log),
          inbox,
          List.of(receiver),
          receiver::ended,
          how,
          Clock.systemUTC());
    } catch (LogSetException e) {
      receiver.close();
      producer.close();
      throw new RunException(e.getMessage(), e);
    }
  }

  /**
   * Reads raw lines from topics.
   *
   * @throws RunException when the topics' cluster does not answer, or when the topics are badhop's
   *     own, or when a file that the configuration names cannot be read
   */
  public static Shipper consuming(Cluster cluster, IngestSettings.RawTopics log) {
    Settings settings = cluster.settings();
    ShipperOptions options = options(settings.ingest().privacy());
    RawTopicClients topics = new RawTopicClients(cluster, log);
    KafkaLog kafka =
        new KafkaLog(
            log.name(),
            log.topics(),
            topics.pattern(),
            consumed(settings, log),
            Optional.ofNullable(log.tier()),
            log.deliveryDelay());
    RawClient client = topics.client();
    try {
      return Shipper.consuming(kafka, client, cluster.topics(), options, Clock.systemUTC());
    } catch (LogSetException | KafkaException e) {
      client.consumer().close();
      topics.close();
      throw new RunException(e.getMessage(), e);
    }
  }

  /** How the lines of raw topics are read. */
  static LogSetOptions consumed(Settings settings, IngestSettings.RawTopics log) {
    String site = settings.siteOf(log.site(), log.host());
    LogSetOptions options = reading(settings, site, log.host(), log.zone(), log.fields());
    return named(options.in(log.charset()), log.format());
  }

  private static KafkaProducer<byte[], byte[]> producer(Cluster cluster) {
    return new KafkaProducer<>(Shipper.producerSettings(cluster.producer()));
  }
}

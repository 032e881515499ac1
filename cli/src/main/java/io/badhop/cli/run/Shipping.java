package io.badhop.cli.run;

import io.badhop.cli.config.IngestSettings;
import io.badhop.cli.config.Settings;
import io.badhop.ingest.parse.FieldNames;
import io.badhop.ingest.ship.FollowedLogs;
import io.badhop.ingest.ship.LogSet;
import io.badhop.ingest.ship.LogSetException;
import io.badhop.ingest.ship.LogSetOptions;
import io.badhop.ingest.ship.Shipper;
import io.badhop.ingest.ship.ShipperOptions;
import io.badhop.ingest.source.CheckpointFile;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Opens shippers for what the configuration names, and for recordings. */
public final class Shipping {

  private Shipping() {}

  /**
   * Follows the logs of the configuration.
   *
   * @throws RunException when a server configuration or the place of the checkpoint cannot be read
   */
  public static Shipper following(Cluster cluster) {
    Settings settings = cluster.settings();
    List<FollowedLogs> logs =
        settings.ingest().sources().stream().map(source -> followed(settings, source)).toList();
    KafkaProducer<byte[], byte[]> producer = producer(cluster);
    try {
      CheckpointFile checkpoint = new CheckpointFile(settings.checkpoints().resolve("positions"));
      return Shipper.following(
          producer, cluster.topics(), logs, checkpoint, ShipperOptions.DEFAULT, Clock.systemUTC());
    } catch (IOException | LogSetException e) {
      producer.close();
      throw new RunException(e.getMessage(), e);
    }
  }

  /**
   * Ships logs that have an end.
   *
   * @param speed event time over wall time; 0 for as fast as can be
   * @throws RunException when a log cannot be opened
   */
  public static Shipper recording(Cluster cluster, LogSet logs, double speed) {
    KafkaProducer<byte[], byte[]> producer = producer(cluster);
    try {
      return Shipper.recording(
          producer, cluster.topics(), logs, speed, ShipperOptions.DEFAULT, Clock.systemUTC());
    } catch (IOException e) {
      producer.close();
      throw new RunException(e.getMessage(), e);
    }
  }

  private static FollowedLogs followed(Settings settings, IngestSettings.Source source) {
    String site = settings.siteOf(source);
    LogSetOptions options =
        LogSetOptions.DEFAULT
            .at(site, source.host())
            .reading(
                source.zone(), settings.requestIds(site), FieldNames.GUESSED.with(source.fields()))
            .withConfigs(
                settings.ingest().nginx(), settings.ingest().haproxy(), settings.ingest().apache());
    return new FollowedLogs(
        source.files(),
        source.format().isEmpty() ? options : options.withFormat("*", source.format()));
  }

  private static KafkaProducer<byte[], byte[]> producer(Cluster cluster) {
    return new KafkaProducer<>(Shipper.producerSettings(cluster.producer()));
  }
}

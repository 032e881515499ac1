package io.badhop.cli.run;

import io.badhop.cli.config.IngestSettings;
import io.badhop.cli.config.Settings;
import io.badhop.ingest.ship.LogSetOptions;
import io.badhop.ingest.ship.Resender;
import io.badhop.ingest.ship.Shipper;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Opens what sends dead letters again, and knows how the lines of each source are read. */
public final class Resending {

  private final Settings settings;
  private final UnaryOperator<LogSetOptions> own;

  /**
   * @param own changes how lines are read, as the user asked for it on the command line
   */
  public Resending(Settings settings, UnaryOperator<LogSetOptions> own) {
    this.settings = settings;
    this.own = own;
  }

  /**
   * Opens it.
   *
   * @param dry whether nothing is to be sent
   * @throws RunException when the key of the privacy settings cannot be read
   */
  public static Resender open(Cluster cluster, boolean dry) {
    IngestSettings.Privacy privacy = cluster.settings().ingest().privacy();
    KafkaProducer<byte[], byte[]> producer =
        dry ? null : new KafkaProducer<>(Shipper.producerSettings(cluster.producer()));
    try {
      return new Resender(producer, cluster.topics(), Shipping.options(privacy), Clock.systemUTC());
    } catch (RunException e) {
      if (producer != null) {
        producer.close();
      }
      throw e;
    }
  }

  /**
   * How the lines of a source are to be read: as the configuration says where it names the source,
   * else as usual.
   *
   * @param source ID of the source, as a dead letter has it
   */
  public LogSetOptions reading(String source) {
    return own.apply(configured(source));
  }

  private LogSetOptions configured(String source) {
    for (IngestSettings.Receiver log : settings.ingest().receive()) {
      if (source.equals(prefix(log.host()) + log.name())) {
        return Shipping.received(settings, log).options();
      }
    }
    for (IngestSettings.RawTopics log : settings.ingest().kafka()) {
      if (source.startsWith(prefix(log.host()) + log.name() + "/")) {
        return Shipping.consumed(settings, log);
      }
    }
    for (IngestSettings.Source logs : settings.ingest().sources()) {
      String prefix = prefix(logs.host());
      if (source.startsWith(prefix) && names(logs, source.substring(prefix.length()))) {
        return Shipping.followed(settings, logs).options();
      }
    }
    return Shipping.usual(settings);
  }

  private static String prefix(String host) {
    return host.isEmpty() ? "" : host + ":";
  }

  private static boolean names(IngestSettings.Source logs, String file) {
    Path path = Path.of(file);
    return logs.files().stream().map(Path::toAbsolutePath).anyMatch(at -> leads(at, path));
  }

  /** Whether a file, a folder or a pattern of the configuration leads to a file. */
  private static boolean leads(Path configured, Path file) {
    PathMatcher pattern = FileSystems.getDefault().getPathMatcher("glob:" + configured);
    return file.startsWith(configured.normalize()) || pattern.matches(file);
  }
}

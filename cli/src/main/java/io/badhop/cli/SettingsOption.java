package io.badhop.cli;

import io.badhop.cli.config.Settings;
import io.badhop.cli.config.SettingsFile;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that names the configuration, and the one that names a broker instead of it. */
final class SettingsOption {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration; what it leaves out works on a laptop.")
  private Path file;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka brokers, in place of kafka: bootstrap.servers in the configuration.")
  private String bootstrapServers;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      split = ",",
      description =
          "Schema registry with Confluent's REST API, in place of registry: urls in the configuration.")
  private List<String> registry;

  /** The configuration as given, or the defaults. */
  Settings load() {
    Settings settings = file == null ? Settings.DEFAULT : SettingsFile.load(file);
    if (bootstrapServers != null) {
      settings = settings.withKafka(settings.kafka().at(bootstrapServers));
    }
    try {
      return registry == null ? settings : settings.withRegistry(settings.registry().at(registry));
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("--registry: " + e.getMessage());
    }
  }

  /**
   * The same for a part that runs alone: an embedded broker would be its own, and it would meet no
   * other part there.
   */
  Settings loadForOnePart() {
    Settings settings = load();
    if (settings.kafka().embedded()) {
      throw CommandException.usage(
          "No broker is named. A part that runs alone meets the others on Kafka: set kafka: bootstrap.servers in the configuration, or give"
              + " --bootstrap-servers HOST:PORT. 'badhop up' runs all parts with a broker of its own.");
    }
    return settings;
  }
}

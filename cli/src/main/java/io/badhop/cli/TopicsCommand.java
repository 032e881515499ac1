package io.badhop.cli;

import io.badhop.cli.config.Settings;
import io.badhop.cli.run.Cluster;
import io.badhop.schemas.topic.Topic;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code topics create}. */
@Command(
    name = "topics",
    synopsisSubcommandLabel = "COMMAND",
    description = "Works on badhop's topics.",
    footer = {"", "Example:", "  badhop topics create --bootstrap-servers kafka1:9092"})
final class TopicsCommand extends BadhopCommand {

  @Override
  public Integer call() {
    throw wrongUsage("Which command: topics create?");
  }

  @Command(
      name = "create",
      description =
          "Makes the topics that are missing on the configured brokers, and lists all of them. Changes none that is there.",
      footer = {"", "Example:", "  badhop topics create --config badhop.yml"})
  int create(@Mixin SettingsOption option) {
    Settings settings = option.load();
    if (settings.kafka().embedded()) {
      throw CommandException.usage(
          "No broker is named: set kafka: bootstrap.servers in the configuration, or give --bootstrap-servers. On the embedded broker 'badhop up' makes the topics itself.");
    }
    try (Cluster cluster = Cluster.openToRead(settings, err()::println)) {
      List<String> made = cluster.ensureTopics();
      for (Topic<?, ?> topic : cluster.topics().all()) {
        String state = made.contains(topic.name()) ? "created" : "there";
        out()
            .println(
                String.format(
                    Locale.ROOT,
                    "%-8s %-28s %4d partitions",
                    state,
                    topic.name(),
                    topic.partitions()));
      }
    }
    return Main.DONE;
  }
}

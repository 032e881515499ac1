package io.badhop.cli;

import io.badhop.cli.config.Settings;
import io.badhop.cli.run.Registries;
import io.badhop.schemas.serde.SchemaRegistry;
import io.badhop.schemas.serde.SchemaRegistryException;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code schemas check}. */
@Command(
    name = "schemas",
    synopsisSubcommandLabel = "COMMAND",
    description = "Works on the schemas of the topics.",
    footer = {"", "Example:", "  badhop schemas check"})
final class SchemasCommand extends BadhopCommand {

  @Override
  public Integer call() {
    throw wrongUsage("Which command: schemas check?");
  }

  @Command(
      name = "check",
      description = {
        "Lists the subjects with the numbers of their schemas, and checks against the registry that what is there stays readable.",
        "Registers nothing."
      },
      footer = {"", "Example:", "  badhop schemas check --config badhop.yml"})
  int check(@Mixin SettingsOption settings) {
    Settings configured = settings.load();
    SchemaRegistry known = Registries.copyOf(configured);
    int refused = 0;
    for (Map.Entry<String, Schema> subject : Registries.subjects(configured).entrySet()) {
      try {
        int id = known.register(subject.getKey(), subject.getValue());
        out().println(String.format(Locale.ROOT, "ok  %11d  %s", id, subject.getKey()));
      } catch (SchemaRegistryException e) {
        refused++;
        out().println("NO               " + subject.getKey());
        err().println(e.getMessage());
      }
    }
    if (refused > 0) {
      throw CommandException.failed(
          refused + " schemas cannot read what the registry's latest ones wrote.", null);
    }
    return Main.DONE;
  }
}

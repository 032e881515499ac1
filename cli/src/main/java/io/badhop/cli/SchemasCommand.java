package io.badhop.cli;

import io.badhop.cli.config.Settings;
import io.badhop.cli.run.Registries;
import io.badhop.schemas.serde.RegistryUnavailableException;
import io.badhop.schemas.serde.SchemaRegistry;
import io.badhop.schemas.serde.SchemaRegistryException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code schemas check} and {@code schemas register}. */
@Command(
    name = "schemas",
    synopsisSubcommandLabel = "COMMAND",
    description = "Works on the schemas of the topics.",
    footer = {
      "",
      "Examples:",
      "  badhop schemas check --registry http://registry:8081",
      "  badhop schemas register --config badhop.yml"
    })
final class SchemasCommand extends BadhopCommand {

  @Override
  public Integer call() {
    throw wrongUsage("Which command: schemas check or schemas register?");
  }

  @Command(
      name = "check",
      description = {
        "Lists the subjects with the numbers of their schemas, and checks against the registry that what is there stays readable.",
        "Registers nothing."
      },
      footer = {"", "Example:", "  badhop schemas check --config badhop.yml"})
  int check(@Mixin SettingsOption settings) {
    return each(
        settings.load(),
        (registry, subject, schema) -> {
          Optional<String> obstacle = registry.obstacle(subject, schema);
          if (obstacle.isPresent()) {
            throw new SchemaRegistryException("subject " + subject + ": " + obstacle.get());
          }
          OptionalInt id = registry.findId(subject, schema);
          return id.isPresent() ? line("ok", id.getAsInt(), subject) : line("new", -1, subject);
        });
  }

  @Command(
      name = "register",
      description = {
        "Registers the schemas of this version under the subjects of the topics, and lists their numbers.",
        "Part of a deployment: the parts themselves register nothing unless registry: autoRegister says so.",
        "What could not read the latest schema of its subject is refused; the others are registered all the same."
      },
      footer = {"", "Example:", "  badhop schemas register --registry http://registry:8081"})
  int register(@Mixin SettingsOption settings) {
    return each(
        settings.load(),
        (registry, subject, schema) ->
            line("ok", Registries.register(registry, subject, schema), subject));
  }

  private interface Step {
    String done(SchemaRegistry registry, String subject, Schema schema);
  }

  private int each(Settings settings, Step step) {
    SchemaRegistry registry = Registries.registry(settings);
    int refused = 0;
    for (Map.Entry<String, Schema> subject : Registries.subjects(settings).entrySet()) {
      try {
        out().println(step.done(registry, subject.getKey(), subject.getValue()));
      } catch (SchemaRegistryException e) {
        refused++;
        out().println(line("NO", -1, subject.getKey()));
        err().println(e.getMessage());
      } catch (RegistryUnavailableException e) {
        throw CommandException.failed(e.getMessage(), e);
      }
    }
    if (refused > 0) {
      throw CommandException.failed(
          refused + " schemas were refused; the reasons stand above.", null);
    }
    return Main.DONE;
  }

  private static String line(String state, int id, String subject) {
    return String.format(Locale.ROOT, "%-3s %11s  %s", state, id < 0 ? "" : id, subject);
  }
}

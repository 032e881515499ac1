package io.badhop.cli;

import io.badhop.cli.config.Settings;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.SentNotification;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.serde.SchemaRegistry;
import io.badhop.schemas.serde.SchemaRegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
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
    SchemaRegistry known = copyOf(configured);
    int refused = 0;
    for (Map.Entry<String, Schema> subject : subjects(configured).entrySet()) {
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

  /** What the registry holds, in a file of its own, so that asking changes nothing. */
  private static SchemaRegistry copyOf(Settings settings) {
    if (!Files.exists(settings.registryFile())) {
      return new InProcessRegistry();
    }
    try {
      Path copy = Files.createTempFile("badhop-schemas", ".json");
      copy.toFile().deleteOnExit();
      Files.copy(settings.registryFile(), copy, StandardCopyOption.REPLACE_EXISTING);
      return new InProcessRegistry(copy);
    } catch (IOException e) {
      throw CommandException.failed(
          "Cannot read " + settings.registryFile() + ": " + e.getMessage(), e);
    }
  }

  /** Every subject that a serializer of {@link io.badhop.schemas.topic.Topics} registers. */
  static Map<String, Schema> subjects(Settings settings) {
    String prefix = settings.topics().prefix();
    Map<String, Schema> subjects = new LinkedHashMap<>();
    String[] events = {"events.edge", "events.proxy", "events.app", "events.component"};
    List<Schema> types =
        List.of(
            EdgeEvent.getClassSchema(),
            ProxyEvent.getClassSchema(),
            AppEvent.getClassSchema(),
            ComponentEvent.getClassSchema());
    for (int i = 0; i < events.length; i++) {
      subjects.put(prefix + events[i] + "-" + types.get(i).getFullName(), types.get(i));
      subjects.put(
          prefix + events[i] + "-" + Tick.getClassSchema().getFullName(), Tick.getClassSchema());
    }
    subjects.put(prefix + "watermarks-value", SourceWatermark.getClassSchema());
    subjects.put(prefix + "summaries-value", TrafficSummary.getClassSchema());
    subjects.put(prefix + "traces-value", RequestTrace.getClassSchema());
    subjects.put(prefix + "escalations-value", Escalation.getClassSchema());
    subjects.put(prefix + "dead-letters-value", DeadLetter.getClassSchema());
    subjects.put(prefix + "notifications-value", SentNotification.getClassSchema());
    return subjects;
  }
}

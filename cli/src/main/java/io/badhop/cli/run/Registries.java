package io.badhop.cli.run;

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
import java.util.Map;
import org.apache.avro.Schema;

/** Opens the schema registry that the configuration names. */
public final class Registries {

  private Registries() {}

  /**
   * The registry of a process that writes. Knows all of our schemas, so that it reads what
   * processes of the same version on other machines wrote: a schema's number follows from its text.
   *
   * @throws RunException when its file cannot be read or written, or a schema could not read what
   *     is there
   */
  static SchemaRegistry open(Settings settings) {
    try {
      return knowingAll(new InProcessRegistry(settings.registryFile()), settings);
    } catch (SchemaRegistryException e) {
      throw new RunException(settings.registryFile() + ": " + e.getMessage(), e);
    }
  }

  /** The same for a process that only reads: it leaves nothing behind. */
  static SchemaRegistry openToRead(Settings settings) {
    try {
      return knowingAll(copyOf(settings), settings);
    } catch (SchemaRegistryException e) {
      throw new RunException(settings.registryFile() + ": " + e.getMessage(), e);
    }
  }

  private static SchemaRegistry knowingAll(SchemaRegistry registry, Settings settings) {
    subjects(settings).forEach(registry::register);
    return registry;
  }

  /**
   * What the registry holds, in a file of its own, so that asking changes nothing.
   *
   * @throws RunException when its file cannot be read
   */
  public static SchemaRegistry copyOf(Settings settings) {
    if (!Files.exists(settings.registryFile())) {
      return new InProcessRegistry();
    }
    try {
      Path copy = Files.createTempFile("badhop-schemas", ".json");
      copy.toFile().deleteOnExit();
      Files.copy(settings.registryFile(), copy, StandardCopyOption.REPLACE_EXISTING);
      return new InProcessRegistry(copy);
    } catch (IOException e) {
      throw new RunException("Cannot read " + settings.registryFile() + ": " + e.getMessage(), e);
    }
  }

  /** Every subject that a serializer of {@link io.badhop.schemas.topic.Topics} registers. */
  public static Map<String, Schema> subjects(Settings settings) {
    String prefix = settings.topics().prefix();
    Map<String, Schema> subjects = new LinkedHashMap<>();
    List<String> events = List.of("events.edge", "events.proxy", "events.app", "events.component");
    List<Schema> types =
        List.of(
            EdgeEvent.getClassSchema(),
            ProxyEvent.getClassSchema(),
            AppEvent.getClassSchema(),
            ComponentEvent.getClassSchema());
    for (int i = 0; i < events.size(); i++) {
      subjects.put(prefix + events.get(i) + "-" + types.get(i).getFullName(), types.get(i));
      subjects.put(
          prefix + events.get(i) + "-" + Tick.getClassSchema().getFullName(),
          Tick.getClassSchema());
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

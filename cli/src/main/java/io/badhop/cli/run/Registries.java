package io.badhop.cli.run;

import io.badhop.cli.config.RegistrySettings;
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
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.HttpRegistry;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.serde.RegistryCounters;
import io.badhop.schemas.serde.RegistryUnavailableException;
import io.badhop.schemas.serde.SchemaRegistry;
import io.badhop.schemas.serde.SchemaRegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** Opens what the configuration says of schemas: the registry, and the classes that write. */
public final class Registries {

  private static final String REGISTER =
      "'badhop schemas register' puts them there, or registry: autoRegister: true in the configuration";

  private Registries() {}

  /**
   * What was opened.
   *
   * @param serdes make the serdes of the topics
   * @param own the registry in this process; empty when another one has the schemas
   */
  record Opened(AvroSerdes serdes, Optional<InProcessRegistry> own) {

    private static Opened elsewhere(AvroSerdes serdes) {
      return new Opened(serdes, Optional.empty());
    }

    private static Opened here(InProcessRegistry registry) {
      return new Opened(new AvroSerdes(registry), Optional.of(registry));
    }
  }

  /**
   * Serdes for a process that writes. A registry in this process knows all of our schemas, so that
   * it reads what processes of the same version on other machines wrote: a schema's number follows
   * from its text. One elsewhere is asked for all of them at once, so that what is missing is known
   * at the start and the registry may be away later on.
   *
   * @throws RunException when its file cannot be read or written, it does not answer, a schema is
   *     not registered there, or could not read what is there
   */
  static Opened open(Settings settings, RegistryCounters counters) {
    if (settings.registry().named()) {
      return Opened.elsewhere(named(settings));
    }
    if (settings.registry().remote()) {
      return Opened.elsewhere(remote(settings, counters));
    }
    try {
      return Opened.here(knowingAll(new InProcessRegistry(settings.registryFile()), settings));
    } catch (SchemaRegistryException e) {
      throw new RunException(settings.registryFile() + ": " + e.getMessage(), e);
    }
  }

  /** The same for a process that only reads: it leaves nothing behind, and asks when it must. */
  static Opened openToRead(Settings settings, RegistryCounters counters) {
    if (settings.registry().named()) {
      return Opened.elsewhere(named(settings));
    }
    if (settings.registry().remote()) {
      return Opened.elsewhere(
          AvroSerdes.lookingUp(new RemoteRegistry(settings.registry()).open(counters)));
    }
    try {
      return Opened.here(knowingAll(copyOf(settings), settings));
    } catch (SchemaRegistryException e) {
      throw new RunException(settings.registryFile() + ": " + e.getMessage(), e);
    }
  }

  private static AvroSerdes named(Settings settings) {
    RegistrySettings registry = settings.registry();
    try {
      return AvroSerdes.named(
          registry.serializer(),
          registry.deserializer(),
          new RemoteRegistry(registry).forNamedClasses(),
          registry.patience(),
          RemoteRegistry::waiting);
    } catch (IllegalArgumentException e) {
      throw new RunException(
          "registry: " + e.getMessage() + ". BADHOP_CLASSPATH=/path/to/jars/* ./badhop adds jars.",
          e);
    }
  }

  private static AvroSerdes remote(Settings settings, RegistryCounters counters) {
    HttpRegistry registry = new RemoteRegistry(settings.registry()).open(counters);
    List<String> missing = new ArrayList<>();
    try {
      subjects(settings)
          .forEach(
              (subject, schema) -> {
                if (settings.registry().autoRegister()) {
                  register(registry, subject, schema);
                } else if (!knows(registry, subject, schema)) {
                  missing.add(subject);
                }
              });
    } catch (RegistryUnavailableException e) {
      throw new AwayException("registry: " + e.getMessage(), e);
    } catch (SchemaRegistryException e) {
      throw new RunException("registry: " + e.getMessage(), e);
    }
    if (!missing.isEmpty()) {
      throw new RunException(
          "registry: the schemas of this version are not registered at "
              + String.join(", ", settings.registry().urls())
              + " for "
              + String.join(", ", missing)
              + "; "
              + REGISTER,
          null);
    }
    return AvroSerdes.lookingUp(registry);
  }

  /**
   * Registers a schema under a subject unless it is there, and only if it can read what the latest
   * one there wrote.
   *
   * @return its number
   * @throws SchemaRegistryException when it cannot, or the registry refuses
   */
  public static int register(SchemaRegistry registry, String subject, Schema schema) {
    if (!knows(registry, subject, schema)) {
      registry
          .obstacle(subject, schema)
          .ifPresent(
              obstacle -> {
                throw new SchemaRegistryException(
                    "subject "
                        + subject
                        + ": this version cannot read what the latest one there wrote: "
                        + obstacle);
              });
    }
    return registry.register(subject, schema);
  }

  private static boolean knows(SchemaRegistry registry, String subject, Schema schema) {
    return registry.findId(subject, schema).isPresent();
  }

  /**
   * The registry itself, for asking and for registering.
   *
   * @throws RunException when its file cannot be read, or named classes do without our client
   */
  public static SchemaRegistry registry(Settings settings) {
    if (settings.registry().remote()) {
      return new RemoteRegistry(settings.registry()).open(new RegistryCounters());
    }
    try {
      return new InProcessRegistry(settings.registryFile());
    } catch (SchemaRegistryException e) {
      throw new RunException(settings.registryFile() + ": " + e.getMessage(), e);
    }
  }

  private static InProcessRegistry knowingAll(InProcessRegistry registry, Settings settings) {
    subjects(settings).forEach(registry::register);
    return registry;
  }

  /** What the registry file holds, in a file of its own, so that asking changes nothing. */
  private static InProcessRegistry copyOf(Settings settings) {
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

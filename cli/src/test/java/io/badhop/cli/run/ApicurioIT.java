package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.badhop.cli.config.RegistrySettings;
import io.badhop.cli.config.Settings;
import io.badhop.cli.run.RecordedRun.Conclusion;
import io.badhop.schemas.serde.HttpRegistry;
import io.badhop.schemas.serde.RegistryAddress;
import io.badhop.schemas.serde.RegistryCounters;
import io.badhop.schemas.serde.SchemaRegistryException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Against a real registry that is not ours. */
class ApicurioIT {

  private static ApicurioServer apicurio;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    apicurio = ApicurioServer.start();
  }

  @AfterAll
  static void stop() {
    if (apicurio != null) {
      apicurio.close();
    }
  }

  private static Settings settings(String prefix) {
    Settings.TopicNames names = Settings.TopicNames.DEFAULT;
    return Settings.DEFAULT
        .withRegistry(RegistrySettings.DEFAULT.at(List.of(apicurio.url())))
        .withTopics(
            new Settings.TopicNames(
                prefix, names.eventPartitions(), names.sitePartitions(), names.replication()));
  }

  private static HttpRegistry registry() {
    return new HttpRegistry(RegistryAddress.of(apicurio.url()), new RegistryCounters(), why -> {});
  }

  @Test
  void everySchemaKeepsItsNumberAndComesBackAsItWas() {
    Map<String, Schema> subjects = Registries.subjects(settings("comes-back."));
    HttpRegistry first = registry();
    subjects.forEach(
        (subject, schema) -> {
          assertThat(first.findId(subject, schema)).as(subject).isEmpty();
          int id = Registries.register(first, subject, schema);

          HttpRegistry other = registry();
          assertThat(other.findId(subject, schema)).hasValue(id);
          assertThat(other.register(subject, schema)).isEqualTo(id);
          assertThat(registry().byId(id).toString()).isEqualTo(schema.toString());
          assertThat(other.latest(subject)).contains(schema);
        });
  }

  /** Apicurio would take it: its own default is to check nothing. */
  @Test
  void aVersionThatCannotReadTheLatestIsRefused() {
    Map<String, Schema> subjects = Registries.subjects(settings("refused."));
    String subject = "refused.traces-value";
    registry()
        .register(
            subject,
            new Schema.Parser()
                .parse(
                    "{\"type\":\"record\",\"name\":\"RequestTrace\",\"namespace\":\"io.badhop.schemas.event\",\"fields\":[]}"));

    assertThatThrownBy(() -> Registries.register(registry(), subject, subjects.get(subject)))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining(subject)
        .hasMessageContaining("cannot read what the latest one there wrote");
  }

  @Test
  void aWriterWhoseSchemasAreNotThereSaysSoAtTheStart() {
    assertThatThrownBy(() -> Registries.open(settings("missing."), new RegistryCounters()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("missing.escalations-value")
        .hasMessageContaining("badhop schemas register");
  }

  @Test
  void aRegistryThatIsAwayWhileThePipelineStartsAndRunsChangesNothing() throws Exception {
    Collection<Conclusion> undisturbed =
        RecordedRun.conclusions(folder.resolve("a"), RegistrySettings.DEFAULT, () -> {});
    assertThat(undisturbed).isNotEmpty();
    Registries.subjects(Settings.DEFAULT)
        .forEach((subject, schema) -> Registries.register(registry(), subject, schema));

    ListAppender<ILoggingEvent> said = listen();
    apicurio.freeze();
    CompletableFuture<Collection<Conclusion>> run =
        CompletableFuture.supplyAsync(() -> conclusions(folder.resolve("b")));
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> !said.list.isEmpty() || run.isDone());
      apicurio.thaw();
      assertThat(run.get(4, TimeUnit.MINUTES)).isEqualTo(undisturbed);
      assertThat(said.list.get(0).getFormattedMessage())
          .contains("waiting for the schema registry")
          .contains(apicurio.url());
    } finally {
      apicurio.thaw();
    }
  }

  /** Frozen again as soon as all parts are at work. */
  private static Collection<Conclusion> conclusions(Path folder) {
    try {
      return RecordedRun.conclusions(folder, settings("badhop.").registry(), apicurio::freeze);
    } catch (IOException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  private static ListAppender<ILoggingEvent> listen() {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    ((Logger) LoggerFactory.getLogger(RemoteRegistry.class)).addAppender(appender);
    return appender;
  }
}

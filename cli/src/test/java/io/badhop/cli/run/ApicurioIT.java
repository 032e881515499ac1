package io.badhop.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.badhop.cli.config.RegistrySettings;
import io.badhop.cli.config.Settings;
import io.badhop.cli.run.RecordedRun.Conclusion;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.serde.HttpRegistry;
import io.badhop.schemas.serde.RegistryAddress;
import io.badhop.schemas.serde.RegistryCounters;
import io.badhop.schemas.serde.SchemaRegistryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData.EnumSymbol;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
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
        RecordedRun.conclusions(folder.resolve("a"), RegistrySettings.DEFAULT, run -> {});
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
      return RecordedRun.conclusions(
          folder, settings("badhop.").registry(), run -> apicurio.freeze());
    } catch (IOException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  /** A newer badhop ships already; its schema is registered, and the registry is away. */
  @Test
  void aVersionThatIsReadForTheFirstTimeIsWaitedFor() throws Exception {
    HttpRegistry registry = registry();
    Registries.subjects(Settings.DEFAULT)
        .forEach((subject, schema) -> Registries.register(registry, subject, schema));
    String topic = "badhop.events.proxy";
    Schema newer = withField(ProxyEvent.getClassSchema());
    int id = registry.register(topic + "-" + newer.getFullName(), newer);
    Collection<Conclusion> undisturbed =
        RecordedRun.conclusions(folder.resolve("a"), settings("badhop.").registry(), run -> {});
    ListAppender<ILoggingEvent> said = listen();
    AtomicLong deadLetters = new AtomicLong();
    try {
      Collection<Conclusion> disturbed =
          RecordedRun.conclusions(
              folder.resolve("b"),
              settings("badhop.").registry(),
              running -> {
                apicurio.freeze();
                send(running.cluster(), topic, value(newer, id));
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !said.list.isEmpty());
                apicurio.thaw();
              },
              running ->
                  TopicReader.readAll(
                      running.cluster().topics().deadLetters(),
                      running.cluster().consumer(),
                      letter -> deadLetters.incrementAndGet()));
      assertThat(disturbed).isEqualTo(undisturbed);
      assertThat(deadLetters).hasValue(0);
    } finally {
      apicurio.thaw();
    }
  }

  private static Schema withField(Schema schema) {
    String text = schema.toString();
    int end = text.lastIndexOf("]}");
    return new Schema.Parser()
        .parse(
            text.substring(0, end)
                + ",{\"name\":\"fresh\",\"type\":\"string\",\"default\":\"\"}"
                + text.substring(end));
  }

  private static byte[] value(Schema schema, int id) throws IOException {
    GenericRecord record =
        new GenericRecordBuilder(schema)
            .set("eventId", 1L)
            .set("time", 1_700_000_000_000_000L)
            .set("requestId", "of-the-newer-version")
            .set("requestIdKind", new EnumSymbol(schema, "REQUEST_ID"))
            .set("site", "elsewhere")
            .set("status", 200)
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static void send(Cluster cluster, String topic, byte[] value) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(topic, 0, "of-the-newer-version".getBytes(UTF_8), value))
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ListAppender<ILoggingEvent> listen() {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    Logger logger = (Logger) LoggerFactory.getLogger(RemoteRegistry.class);
    // A command that ran in this process before may have asked for quiet.
    logger.setLevel(Level.WARN);
    logger.addAppender(appender);
    return appender;
  }
}

package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.cli.config.AccessSettings;
import io.badhop.cli.config.RegistrySettings;
import io.badhop.cli.config.Settings;
import io.badhop.cli.embedded.EmbeddedBroker;
import io.badhop.cli.run.RecordedRun.Conclusion;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.HttpRegistry;
import io.badhop.schemas.serde.RegistryAddress;
import io.badhop.schemas.serde.RegistryCounters;
import io.badhop.schemas.serde.RegistryUnavailableException;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.RandomData;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Confluent's own classes as the judge: they read what we write and we read what they write, byte
 * for byte, for every record type of every topic, with random content. Runs with {@code -Poracle}.
 */
class ConfluentOracleIT {

  private static final String SERIALIZER = "io.confluent.kafka.serializers.KafkaAvroSerializer";
  private static final String DESERIALIZER = "io.confluent.kafka.serializers.KafkaAvroDeserializer";
  private static final int RECORDS = 50;
  private static final long SEED = 20_261_123;

  private static ApicurioServer apicurio;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    boolean there = onClassPath();
    if ("required".equals(System.getProperty("badhop.oracle"))) {
      assertThat(there).as("Confluent's classes are on the class path").isTrue();
    }
    Assumptions.assumeTrue(
        there, "Confluent's classes are not on the class path; 'mvn -Poracle verify' brings them");
    apicurio = ApicurioServer.start();
    HttpRegistry registry = registry();
    Registries.subjects(Settings.DEFAULT)
        .forEach((subject, schema) -> Registries.register(registry, subject, schema));
  }

  @AfterAll
  static void stop() {
    if (apicurio != null) {
      apicurio.close();
    }
  }

  private static boolean onClassPath() {
    try {
      Class.forName(SERIALIZER);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static HttpRegistry registry() {
    return new HttpRegistry(RegistryAddress.of(apicurio.url()), new RegistryCounters(), w -> {});
  }

  private static RegistrySettings named(Map<String, String> settings) {
    RegistrySettings base = RegistrySettings.DEFAULT;
    return new RegistrySettings(
        List.of(apicurio.url()),
        false,
        AccessSettings.DEFAULT,
        base.timeout(),
        base.patience(),
        SERIALIZER,
        DESERIALIZER,
        settings,
        null);
  }

  private static Topics ours() {
    return topics(AvroSerdes.lookingUp(registry()));
  }

  private static Topics theirs() {
    return topics(
        Registries.open(Settings.DEFAULT.withRegistry(named(Map.of())), new RegistryCounters())
            .serdes());
  }

  private static Topics topics(AvroSerdes serdes) {
    return new Topics(serdes, Topics.DEFAULT_PREFIX, 1, 1);
  }

  /**
   * A record type on its topic.
   *
   * @param index of the topic in {@link Topics#all()}
   */
  private record Place(String subject, Schema schema, String topic, int index) {
    boolean holdsMap() {
      return schema.toString().contains("{\"type\":\"map\"");
    }
  }

  private static List<Place> places() {
    List<Place> places = new ArrayList<>();
    List<Topic<?, ?>> all = ours().all();
    Registries.subjects(Settings.DEFAULT)
        .forEach(
            (subject, schema) -> {
              for (int i = 0; i < all.size(); i++) {
                if (subject.startsWith(all.get(i).name() + "-")) {
                  places.add(new Place(subject, schema, all.get(i).name(), i));
                }
              }
            });
    return places;
  }

  @SuppressWarnings("unchecked") // a topic's serde takes the records of its topic
  private static Serializer<Object> writer(Topics topics, Place place) {
    return (Serializer<Object>) topics.all().get(place.index()).values().serializer();
  }

  private static Deserializer<?> reader(Topics topics, Place place) {
    return topics.all().get(place.index()).values().deserializer();
  }

  /** Confluent's classes as somebody else's program has them: no generated classes of ours. */
  private static Map<String, Object> strangersSettings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("schema.registry.url", apicurio.url());
    settings.put("auto.register.schemas", "false");
    return settings;
  }

  private static Deserializer<?> strangersReader() throws ReflectiveOperationException {
    Deserializer<?> reader =
        (Deserializer<?>) Class.forName(DESERIALIZER).getConstructor().newInstance();
    reader.configure(strangersSettings(), false);
    return reader;
  }

  @SuppressWarnings("unchecked")
  private static Serializer<Object> strangersWriter(Place place)
      throws ReflectiveOperationException {
    Serializer<Object> writer =
        (Serializer<Object>) Class.forName(SERIALIZER).getConstructor().newInstance();
    Map<String, Object> settings = strangersSettings();
    if (!place.subject().endsWith("-value")) {
      settings.put(
          "value.subject.name.strategy",
          "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy");
    }
    writer.configure(settings, false);
    return writer;
  }

  @Test
  void bothWriteTheSameBytesAndReadTheOthers() throws ReflectiveOperationException {
    Topics ours = ours();
    Topics theirs = theirs();
    List<Place> places = places();
    assertThat(places).hasSameSizeAs(Registries.subjects(Settings.DEFAULT).keySet());
    for (Place place : places) {
      Serializer<Object> strangersWriter = strangersWriter(place);
      Deserializer<?> strangersReader = strangersReader();
      for (Object random : new RandomData(place.schema(), RECORDS, SEED)) {
        byte[] fromGeneric = strangersWriter.serialize(place.topic(), random);
        Object record = reader(ours, place).deserialize(place.topic(), fromGeneric);
        byte[] our = writer(ours, place).serialize(place.topic(), record);
        byte[] their = writer(theirs, place).serialize(place.topic(), record);

        assertThat(our).as(place.subject()).isEqualTo(their);
        assertThat(reader(theirs, place).deserialize(place.topic(), our)).isEqualTo(record);
        GenericRecord generic = (GenericRecord) strangersReader.deserialize(place.topic(), our);
        assertThat(generic.getSchema()).isEqualTo(place.schema());
        byte[] again = strangersWriter.serialize(place.topic(), generic);
        if (place.holdsMap()) {
          // A generic map hashes Avro's strings, ours Java's, so the entries come in another order.
          assertThat(reader(ours, place).deserialize(place.topic(), again)).isEqualTo(record);
        } else {
          assertThat(our).isEqualTo(fromGeneric).isEqualTo(again);
        }
      }
    }
  }

  @Test
  void recordsCrossABrokerBothWays() throws Exception {
    Topics ours = ours();
    Topics theirs = theirs();
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("b"), 0, problem -> {})) {
      Map<String, Object> clients = Map.of("bootstrap.servers", broker.bootstrapServers());
      create(clients, places());
      for (Place place : places()) {
        Object record = sample(place, ours);
        send(
            clients, place.topic() + ".ours", writer(ours, place).serialize(place.topic(), record));
        send(
            clients,
            place.topic() + ".theirs",
            writer(theirs, place).serialize(place.topic(), record));
        assertThat(last(clients, place.topic() + ".ours", reader(theirs, place))).isEqualTo(record);
        assertThat(last(clients, place.topic() + ".theirs", reader(ours, place))).isEqualTo(record);
      }
    }
  }

  private static void create(Map<String, Object> clients, List<Place> places) throws Exception {
    List<NewTopic> topics = new ArrayList<>();
    for (Place place : places) {
      topics.add(new NewTopic(place.topic() + ".ours", 1, (short) 1));
      topics.add(new NewTopic(place.topic() + ".theirs", 1, (short) 1));
    }
    try (Admin admin = Admin.create(clients)) {
      admin.createTopics(new HashSet<>(topics)).all().get();
    }
  }

  private static Object sample(Place place, Topics topics) throws ReflectiveOperationException {
    Object random = new RandomData(place.schema(), 1, SEED).iterator().next();
    return reader(topics, place)
        .deserialize(place.topic(), strangersWriter(place).serialize(place.topic(), random));
  }

  private static void send(Map<String, Object> clients, String topic, byte[] value)
      throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(clients, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }

  private static <V> V last(Map<String, Object> clients, String topic, Deserializer<V> reader) {
    Topic<byte[], V> typed =
        new Topic<>(
            topic,
            Serdes.ByteArray(),
            Serdes.serdeFrom((name, value) -> new byte[0], reader),
            1,
            Topic.FOREVER,
            false,
            true);
    List<ConsumerRecord<byte[], V>> records = new ArrayList<>();
    TopicReader.readAll(typed, clients, records::add);
    return records.get(records.size() - 1).value();
  }

  @Test
  void thePipelineComesToTheSameWithConfluentsClassesInItsParts() throws IOException {
    Collection<Conclusion> own =
        RecordedRun.conclusions(folder.resolve("own"), RegistrySettings.DEFAULT, run -> {});

    assertThat(RecordedRun.conclusions(folder.resolve("named"), named(Map.of()), run -> {}))
        .isNotEmpty()
        .isEqualTo(own);
  }

  @Test
  void theirRegistryThatIsAwayIsToldFromARecordThatIsBad() throws Exception {
    Place place = places().get(0);
    byte[] bytes = writer(ours(), place).serialize(place.topic(), sample(place, ours()));
    byte[] unknown = bytes.clone();
    unknown[1] = 0x7f;
    List<String> waits = new CopyOnWriteArrayList<>();
    AvroSerdes serdes =
        AvroSerdes.named(
            SERIALIZER, DESERIALIZER, strangersSettings(), Duration.ofMillis(500), waits::add);
    Deserializer<?> reader = reader(topics(serdes), place);

    assertThatThrownBy(() -> reader.deserialize(place.topic(), unknown))
        .isInstanceOf(SerializationException.class);
    assertThat(waits).isEmpty();

    Map<String, Object> nobody = new HashMap<>(strangersSettings());
    nobody.put("schema.registry.url", "http://127.0.0.1:1");
    AvroSerdes away =
        AvroSerdes.named(SERIALIZER, DESERIALIZER, nobody, Duration.ofMillis(500), waits::add);
    assertThatThrownBy(() -> reader(topics(away), place).deserialize(place.topic(), bytes))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThat(waits).isNotEmpty();
  }
}

package io.badhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.badhop.alerting.decide.Route;
import io.badhop.cli.config.Settings;
import io.badhop.cli.demo.Demo;
import io.badhop.cli.demo.LiveSink;
import io.badhop.cli.run.Registries;
import io.badhop.cli.run.Routes;
import io.badhop.cli.run.TopicReader;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.Severity;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.serde.RecordJson;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are not of badhop read the topics of a running one, and ask it for the schemas. */
class ForeignClientsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;

  private static Demo demo;

  @BeforeAll
  static void everyTopicHasRecords() throws Exception {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Routes.Line line = new Routes.Line(Route.all("console", Severity.INFO), new LiveSink(nowhere));
    demo = Demo.start(0, line, step -> {});
    assertThat(demo.awaitWorkedOff()).isTrue();
    publishADeadLetter(); // the recordings hold no line that cannot be read
  }

  private static void publishADeadLetter() throws Exception {
    Topic<String, DeadLetter> topic = topics().deadLetters();
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setSource("log")
            .setOffset(7)
            .setRejectedAt(1)
            .setReason("bad-timestamp")
            .setPayload(ByteBuffer.wrap(new byte[] {0, -1, '{'}))
            .build();
    try (KafkaProducer<String, DeadLetter> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", demo.bootstrapServers()),
            topic.keys().serializer(),
            topic.values().serializer())) {
      producer.send(new ProducerRecord<>(topic.name(), "log", letter)).get();
    }
  }

  @AfterAll
  static void end() {
    demo.close();
  }

  @Test
  void confluentsPythonClientDecodesEveryRecordAsWeDo() throws Exception {
    String python = python();
    String script = Path.of(getClass().getResource("/peers/decode_topic.py").toURI()).toString();
    for (Topic<?, ?> topic : topics().all()) {
      Map<String, JsonNode> ours = ours(topic);
      Map<String, JsonNode> theirs = new TreeMap<>();
      for (String line :
          output(python, script, demo.bootstrapServers(), demo.registryUrl(), topic.name())) {
        String[] words = line.split(" ", 3);
        theirs.put(words[0] + " " + words[1], JSON.readTree(words[2]));
      }
      assertThat(ours).as(topic.name()).isNotEmpty();
      assertThat(theirs).as(topic.name()).containsAllEntriesOf(ours);
    }
  }

  /** Debian's kcat is built without Avro, so it is asked for the header of each value. */
  @Test
  void kcatReadsEveryRecordAndTheNumbersInThemAreTheRegistrys() throws Exception {
    requirePeer("kcat", "kcat", "-V");
    for (Topic<?, ?> topic : topics().all()) {
      Set<String> theirs = new TreeSet<>();
      Set<String> headers = new TreeSet<>();
      for (String line : kcat(topic.name())) {
        String[] words = line.split(" ");
        theirs.add(words[0] + " " + words[1]);
        headers.add(words[2]);
      }
      assertThat(theirs).as(topic.name()).containsAll(ours(topic).keySet());
      assertThat(headers).as(topic.name()).isNotEmpty().isSubsetOf(headersOf(topic.name()));
    }
  }

  /** Lines of partition, offset, and the header: its 0 and the schema's number without a gap. */
  private static List<String> kcat(String topic) throws Exception {
    String broker = demo.bootstrapServers();
    String options = "-o beginning -e -q -s value=>bi";
    List<String> command = new ArrayList<>(List.of("kcat", "-C", "-b", broker, "-t", topic));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("-f", "%p %o %s\\n"));
    return output(command.toArray(String[]::new));
  }

  /** The headers that values of a topic may have, by what the registry says over HTTP. */
  private static Set<String> headersOf(String topic) throws Exception {
    Set<String> headers = new TreeSet<>();
    for (JsonNode subject : get("/subjects")) {
      if (subject.asText().startsWith(topic + "-")) {
        JsonNode latest = get("/subjects/" + subject.asText() + "/versions/latest");
        headers.add("0" + latest.path("id").asInt());
      }
    }
    return headers;
  }

  private static JsonNode get(String path) throws Exception {
    HttpRequest call = HttpRequest.newBuilder(URI.create(demo.registryUrl() + path)).build();
    return JSON.readTree(HTTP.send(call, BodyHandlers.ofString()).body());
  }

  /** What our consumer reads, by partition and offset. */
  private static Map<String, JsonNode> ours(Topic<?, ?> topic) {
    Map<String, JsonNode> ours = new TreeMap<>();
    TopicReader.readAll(
        topic,
        Map.of("bootstrap.servers", demo.bootstrapServers()),
        record -> ours.put(record.partition() + " " + record.offset(), json(record.value())));
    return ours;
  }

  private static JsonNode json(Object value) {
    try {
      return JSON.readTree(RecordJson.line((IndexedRecord) value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Topics topics() {
    InProcessRegistry registry = new InProcessRegistry();
    Registries.subjects(Settings.DEFAULT).forEach(registry::register);
    return new Topics(new AvroSerdes(registry), Topics.DEFAULT_PREFIX, 4, 1);
  }

  /** Debian's packages are for Debian's Python, which need not be the first on the path. */
  private static String python() throws Exception {
    Path debians = Path.of("/usr/bin/python3");
    String python = Files.isExecutable(debians) ? debians.toString() : "python3";
    requirePeer(
        "python3-confluent-kafka python3-avro python3-requests",
        python,
        "-c",
        "import confluent_kafka.avro");
    return python;
  }

  private static void requirePeer(String packages, String... probe) {
    Peers.require(
        Peers.works(probe), String.join(" ", probe) + " does not work: apt install " + packages);
  }

  private static List<String> output(String... command) throws Exception {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends within two minutes").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    return Files.readAllLines(out);
  }
}

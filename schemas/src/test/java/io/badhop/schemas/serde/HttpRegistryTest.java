package io.badhop.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.serde.RegistryCounters.Call;
import io.badhop.schemas.serde.RegistryCounters.Outcome;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry elsewhere: what is asked, and what becomes of each way to answer. */
class HttpRegistryTest {
  private static final Schema KEY = Key.getClassSchema();
  private static final String REFUSED = "{'error_code': 40901, 'message': 'field value is gone'}";
  private static final String UNKNOWN = "{'error_code': 40403, 'message': 'Schema not found'}";

  private final RegistryCounters counters = new RegistryCounters();
  private final List<String> waits = new CopyOnWriteArrayList<>();
  private StubRegistry stub;

  @BeforeEach
  void start() throws IOException {
    stub = new StubRegistry();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  private HttpRegistry registry(String... urls) {
    return new HttpRegistry(
        RegistryAddress.of(urls).waiting(Duration.ofSeconds(2), Duration.ofSeconds(10)),
        counters,
        waits::add);
  }

  private HttpRegistry impatient(String... urls) {
    return new HttpRegistry(
        RegistryAddress.of(urls).waiting(Duration.ofMillis(500), Duration.ZERO),
        counters,
        waits::add);
  }

  @Test
  void aSchemaIsRegisteredOnceUnderItsSubjectsVersions() {
    stub.then(200, "{'id': 7}");
    HttpRegistry registry = registry(stub.url() + "/");

    assertThat(registry.register("badhop.traces-value", KEY)).isEqualTo(7);
    assertThat(registry.register("badhop.traces-value", KEY)).isEqualTo(7);
    assertThat(registry.byId(7)).isEqualTo(KEY);

    assertThat(stub.requests).containsExactly("POST /subjects/badhop.traces-value/versions");
    assertThat(counters.calls(Call.REGISTER, Outcome.OK)).isEqualTo(1);
  }

  @Test
  void aSubjectsNameIsEscapedInThePath() {
    stub.then(200, "{'id': 7}");

    registry(stub.url()).findId("a/b c+ä", KEY);

    assertThat(stub.requests).containsExactly("POST /subjects/a%2Fb%20c%2B%C3%A4");
  }

  @Test
  void aLookUpOfWhatIsNotThereIsEmptyAndAskedAgain() {
    stub.then(404, UNKNOWN).then(200, "{'subject': 's', 'id': 3, 'version': 1}");
    HttpRegistry registry = registry(stub.url());

    assertThat(registry.findId("s", KEY)).isEmpty();
    assertThat(registry.findId("s", KEY)).hasValue(3);
  }

  @Test
  void aNumberIsAskedOnceAndThenKnown() {
    stub.then(200, schemaBody());
    HttpRegistry registry = registry(stub.url());

    assertThat(registry.byId(9)).isEqualTo(KEY);
    assertThat(registry.byId(9)).isEqualTo(KEY);

    assertThat(stub.requests).containsExactly("GET /schemas/ids/9");
  }

  @Test
  void anUnknownNumberIsNoReasonToWaitAndIsNotAskedForEachRecord() {
    stub.then(404, UNKNOWN);
    HttpRegistry registry = registry(stub.url());

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> registry.byId(12))
          .isInstanceOf(SchemaRegistryException.class)
          .hasMessage("no schema has the ID 12 at " + stub.url());
    }

    assertThat(stub.requests).hasSize(1);
    assertThat(waits).isEmpty();
    assertThat(counters.calls(Call.BY_ID, Outcome.UNKNOWN)).isEqualTo(1);
  }

  @Test
  void aRefusalIsToldInTheRegistrysWords() {
    stub.then(409, REFUSED);

    assertThatThrownBy(() -> registry(stub.url()).register("s", KEY))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("refused with 409 (field value is gone)");
    assertThat(counters.calls(Call.REGISTER, Outcome.REFUSED)).isEqualTo(1);
  }

  @Test
  void missingCredentialsAreNamed() {
    stub.then(401, "");

    assertThatThrownBy(() -> registry(stub.url()).byId(1))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("it wants credentials");
  }

  @Test
  void credentialsAreSentUnasked() {
    stub.then(200, schemaBody());
    RegistryAddress plain = RegistryAddress.of(stub.url());

    new HttpRegistry(plain.authorizedBy("Bearer t0ken"), counters, waits::add).byId(1);

    assertThat(stub.credentials).containsExactly("Bearer t0ken");
  }

  @Test
  void theNextAddressIsTriedAndKeptToWhileItAnswers() throws IOException {
    stub.then(200, schemaBody());
    HttpRegistry registry = registry("http://127.0.0.1:" + closedPort(), stub.url());

    registry.byId(1);
    registry.byId(2);

    assertThat(counters.calls(Call.BY_ID, Outcome.UNAVAILABLE)).isEqualTo(1);
    assertThat(counters.calls(Call.BY_ID, Outcome.OK)).isEqualTo(2);
    assertThat(waits).isEmpty();
  }

  @Test
  void aRegistryThatComesBackIsWaitedFor() {
    stub.then(503, "{'error_code': 50302, 'message': 'starting'}")
        .then(500, "<html>")
        .then(200, schemaBody());

    assertThat(registry(stub.url()).byId(1)).isEqualTo(KEY);

    assertThat(waits).hasSize(2);
    assertThat(waits.get(0)).contains(stub.url() + " answered 503 (starting)");
    assertThat(counters.pauses()).isEqualTo(2);
  }

  @Test
  void aRegistryThatStaysAwayIsNotTheRecordsFault() throws IOException {
    String url = "http://127.0.0.1:" + closedPort();
    Serde<Key> serde = new AvroSerdes(impatient(url)).of(Key.class);
    Serde<Key> other = new AvroSerdes(new InProcessRegistry()).of(Key.class);
    byte[] bytes = other.serializer().serialize("t", new Key(KeyKind.PATH, "/a"));

    assertThatThrownBy(() -> serde.serializer().serialize("t", new Key(KeyKind.PATH, "/a")))
        .isInstanceOf(RetriableException.class)
        .hasMessageContaining("no schema registry answers: " + url);
    assertThatThrownBy(() -> serde.deserializer().deserialize("t", bytes))
        .isInstanceOf(SerializationException.class)
        .hasCauseInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void somethingElseThatAnswersIsNoRegistry() {
    stub.then(200, "<html>Welcome to nginx!</html>");

    assertThatThrownBy(() -> registry(stub.url()).byId(1))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("is no schema registry: it answered '<html>Welcome");
  }

  @Test
  void aPathThatLeadsNowhereIsNotTakenForAnUnknownSchema() {
    stub.then(404, "<html>404 Not Found</html>");

    assertThatThrownBy(() -> registry(stub.url()).findId("s", KEY))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("refused with 404; is the path right?");
  }

  @Test
  void schemasOfOtherKindsAreNamed() {
    stub.then(200, "{'schemaType': 'PROTOBUF', 'schema': 'message A {}'}");

    assertThatThrownBy(() -> registry(stub.url()).byId(1))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("is of type PROTOBUF, not AVRO");
  }

  @Test
  void anUnregisteredSchemaIsNotRegisteredOnTheSly() {
    stub.then(404, UNKNOWN);
    Serde<Key> serde = AvroSerdes.lookingUp(registry(stub.url())).of(Key.class);

    assertThatThrownBy(() -> serde.serializer().serialize("t", new Key(KeyKind.PATH, "/a")))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("not registered under subject t-value");
    assertThat(stub.requests).containsExactly("POST /subjects/t-value");
  }

  @Test
  void addressesAreChecked() {
    assertThatThrownBy(() -> RegistryAddress.of("localhost:8081"))
        .hasMessageContaining("must begin with http:// or https://");
    assertThatThrownBy(() -> RegistryAddress.of("http://ada:secret@registry:8081"))
        .hasMessageContaining("holds credentials")
        .hasMessageNotContaining("secret");
  }

  private static String schemaBody() {
    return "{'schema': \"" + KEY.toString().replace("\"", "\\\"") + "\"}";
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}

package io.badhop.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.serde.InProcessRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryServerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema V1 = SchemaBuilder.record("R").fields().requiredLong("a").endRecord();
  private static final Schema V2 =
      SchemaBuilder.record("R").fields().requiredLong("a").optionalString("b").endRecord();
  private static final Schema INCOMPATIBLE =
      SchemaBuilder.record("R").fields().requiredLong("a").requiredLong("c").endRecord();

  private final InProcessRegistry registry = new InProcessRegistry();
  private final int id1 = registry.register("s", V1);
  private final int id2 = registry.register("s", V2);
  private final RegistryServer server = RegistryServer.start(registry, 0);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/                                | {}",
        "/subjects                        | [\"s\"]",
        "/subjects/                       | [\"s\"]",
        "/subjects?deleted=true           | [\"s\"]",
        "/subjects/s/versions             | [1,2]",
        "/schemas/types                   | [\"AVRO\"]",
        "/config                          | {\"compatibilityLevel\":\"BACKWARD\"}",
        "/config/s                        | {\"compatibilityLevel\":\"BACKWARD\"}",
        "/mode                            | {\"mode\":\"READONLY\"}",
        "/mode/s                          | {\"mode\":\"READONLY\"}",
      })
  void plainCallIsAnswered(String path, String body) throws Exception {
    HttpResponse<String> answer = get(path);

    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("application/vnd.schemaregistry.v1+json");
  }

  @Test
  void versionIsFoundByItsNumberAndAsTheLatest() throws Exception {
    assertThat(JSON.readTree(get("/subjects/s/versions/1").body())).isEqualTo(whole(1, id1, V1));
    assertThat(JSON.readTree(get("/subjects/s/versions/2").body())).isEqualTo(whole(2, id2, V2));
    assertThat(JSON.readTree(get("/subjects/s/versions/latest").body()))
        .isEqualTo(whole(2, id2, V2));
    assertThat(get("/subjects/s/versions/1/schema").body()).isEqualTo(V1.toString());
  }

  @Test
  void schemaIsFoundByItsId() throws Exception {
    registry.register("other", V1);

    for (String query : new String[] {"", "?fetchMaxId=false", "?subject=s"}) {
      assertThat(JSON.readTree(get("/schemas/ids/" + id1 + query).body()).path("schema").asText())
          .isEqualTo(V1.toString());
    }
    assertThat(get("/schemas/ids/" + id2 + "/schema").body()).isEqualTo(V2.toString());
    assertThat(get("/schemas/ids/" + id1 + "/subjects").body()).isEqualTo("[\"other\",\"s\"]");
    assertThat(get("/schemas/ids/" + id1 + "/versions").body())
        .isEqualTo("[{\"subject\":\"s\",\"version\":1},{\"subject\":\"other\",\"version\":1}]");
  }

  @Test
  void schemaIsLookedUpUnderItsSubject() throws Exception {
    HttpResponse<String> answer = post("/subjects/s", call(V2));

    assertThat(JSON.readTree(answer.body())).isEqualTo(whole(2, id2, V2));
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void compatibilityIsToldWithTheReasonAgainstIt() throws Exception {
    String versions = "/compatibility/subjects/s/versions/";

    assertThat(post(versions + "1", call(V2)).body()).isEqualTo("{\"is_compatible\":true}");
    assertThat(post(versions + "latest", call(INCOMPATIBLE)).body())
        .startsWith("{\"is_compatible\":false,\"messages\":[")
        .contains("/fields/1 (c)");
  }

  @ParameterizedTest
  @CsvSource({
    "/subjects/x/versions,               404, 40401, x",
    "/subjects/x/versions/1,             404, 40401, x",
    "/config/x,                          404, 40401, x",
    "/subjects/s/versions/3,             404, 40402, 3",
    "/subjects/s/versions/0,             422, 42202, 0",
    "/subjects/s/versions/newest,        422, 42202, newest",
    "/subjects/s/versions/99999999999,   422, 42202, 99999999999",
    "/schemas/ids/7,                     404, 40403, 7",
    "/schemas/ids/seven,                 404, 40403, seven",
    "/schemas/ids/-7/schema,             404, 40403, -7",
    "/subjects/s,                        404, 404, call",
    "/subjects/s/versions/1/2/3,         404, 404, call",
    "/schemas,                           404, 404, call",
    "/nothing,                           404, 404, call",
  })
  void whatIsNotThereIsNamedInConfluentsForm(String path, int status, int code, String named)
      throws Exception {
    assertError(get(path), status, code, named);
  }

  @Test
  void unknownOrBrokenSchemaIsNamedInConfluentsForm() throws Exception {
    assertError(post("/subjects/s", call(INCOMPATIBLE)), 404, 40403, "'s'");
    assertError(post("/subjects/x", call(V1)), 404, 40401, "'x'");
    assertError(post("/subjects/s", "{\"schema\":\"{\"}"), 422, 42201, "not an Avro schema");
    assertError(post("/subjects/s", "{\"schema\":{\"type\":\"long\"}}"), 422, 42201, "not an Avro");
    assertError(post("/subjects/s", "{}"), 422, 42201, "not an Avro schema");
    assertError(post("/subjects/s", ""), 422, 42201, "not an Avro schema");
    assertError(
        post("/subjects/s", "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}"), 422, 42201, "JSON");
    assertError(
        post("/subjects/s", "{\"schema\":\"\\\"A\\\"\",\"references\":[{\"name\":\"A\"}]}"),
        422,
        42201,
        "references");
  }

  @Test
  void nothingCanBeChanged() throws Exception {
    assertError(post("/subjects/s/versions", call(V2)), 422, 42205, "read-only");
    assertError(send("DELETE", "/subjects/s", ""), 422, 42205, "read-only");
    assertError(send("DELETE", "/subjects/s/versions/1", ""), 422, 42205, "read-only");
    assertError(send("PUT", "/config", "{\"compatibility\":\"NONE\"}"), 422, 42205, "read-only");
    assertError(send("PUT", "/mode", "{\"mode\":\"READWRITE\"}"), 422, 42205, "read-only");
    assertError(send("PATCH", "/mode", ""), 405, 405, "PATCH");

    assertThat(registry.versions()).hasSize(2);
  }

  @Test
  void subjectsNameMayHoldAnything() throws Exception {
    registry.register("a/b c+d%é", V1);

    assertThat(get("/subjects/a%2Fb%20c+d%25%C3%A9/versions").body()).isEqualTo("[1]");
    assertThat(get("/subjects").body()).isEqualTo("[\"a/b c+d%é\",\"s\"]");
  }

  @Test
  void whatIsRegisteredLaterIsSeen() throws Exception {
    int id = registry.register("ticks-value", Tick.getClassSchema());

    assertThat(JSON.readTree(get("/subjects/ticks-value/versions/latest").body()).path("id"))
        .isEqualTo(JSON.getNodeFactory().numberNode(id));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void noiseGetsAnErrorAndTheNextCallItsAnswer(int seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      byte[] noise = new byte[random.nextInt(2000)];
      random.nextBytes(noise);
      String path = random.nextBoolean() ? "/subjects/s" : "/compatibility/subjects/s/versions/1";
      assertThat(send("POST", path, noise).statusCode()).isBetween(400, 499);
      raw(noise);
    }
    assertThat(get("/subjects").statusCode()).isEqualTo(200);
  }

  @Test
  void mutilatedCallGetsAnErrorOrAnAnswer() throws Exception {
    Random random = new Random(4);
    byte[] good = call(Tick.getClassSchema()).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 300; i++) {
      byte[] bad = good.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      assertThat(send("POST", "/compatibility/subjects/s/versions/1", bad).statusCode())
          .isIn(200, 400, 422);
    }
  }

  @Test
  void deepNestingIsRefused() throws Exception {
    String deep = "[".repeat(10_000);
    String array = "{\\\"type\\\":\\\"array\\\",\\\"items\\\":".repeat(10_000);
    String shallower = "{\\\"type\\\":\\\"array\\\",\\\"items\\\":".repeat(990) + "\\\"int\\\"";

    assertError(post("/subjects/s", deep), 400, 400, "not JSON");
    assertError(post("/subjects/s", "{\"schema\":" + deep), 400, 400, "not JSON");
    assertError(post("/subjects/s", "{\"schema\":\"" + deep + "\"}"), 422, 42201, "nesting");
    assertError(post("/subjects/s", "{\"schema\":\"" + array + "\"}"), 422, 42201, "nesting");
    assertThat(
            post(
                    "/compatibility/subjects/s/versions/1",
                    "{\"schema\":\"" + shallower + "}".repeat(990) + "\"}")
                .body())
        .startsWith("{\"is_compatible\":false");
    assertThat(get("/subjects").statusCode()).isEqualTo(200);
  }

  @Test
  void hugeBodyIsNotRead() throws Exception {
    String huge = "{\"schema\":\"" + " ".repeat(RegistryServer.MAX_BODY_BYTES) + "\"}";

    assertError(post("/subjects/s", huge), 413, 413, "1048576 bytes");
    assertThat(get("/subjects").statusCode()).isEqualTo(200);
  }

  @Test
  void connectionsThatAreGivenUpInTheMiddleLeaveTheServerUp() throws Exception {
    for (int i = 0; i < 20; i++) {
      raw(
          "POST /subjects/s HTTP/1.1\r\nContent-Length: 1000\r\n\r\n{"
              .getBytes(StandardCharsets.UTF_8));
      raw("GET /sub".getBytes(StandardCharsets.UTF_8));
      raw("GET /subjects HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(get("/subjects").statusCode()).isEqualTo(200);
  }

  @Test
  void portInUseIsNamedWithTheSetting() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> RegistryServer.start(registry, taken.getLocalPort()))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("Port " + taken.getLocalPort() + " on 127.0.0.1 is in use")
          .hasMessageContaining("registryPort");
    }
  }

  private static JsonNode whole(int version, int id, Schema schema) {
    return JSON.createObjectNode()
        .put("id", id)
        .put("schema", schema.toString())
        .put("subject", "s")
        .put("version", version);
  }

  private static String call(Schema schema) {
    return JSON.createObjectNode().put("schema", schema.toString()).toString();
  }

  private static void assertError(HttpResponse<String> answer, int status, int code, String named)
      throws IOException {
    JsonNode error = JSON.readTree(answer.body());
    assertThat(error.path("error_code").asInt()).as(answer.body()).isEqualTo(code);
    assertThat(error.path("message").asText()).contains(named);
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  /** Writes bytes as they are and hangs up, whatever the server makes of them. */
  private void raw(byte[] bytes) throws IOException {
    URI at = URI.create(server.url());
    try (Socket socket = new Socket(at.getHost(), at.getPort());
        OutputStream out = socket.getOutputStream()) {
      out.write(bytes);
    } catch (SocketException e) {
      assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe|closed).*");
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.url() + path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return send("POST", path, body);
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(method, path, body.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> send(String method, String path, byte[] body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }
}

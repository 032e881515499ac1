package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.badhop.cli.config.RegistrySettings;
import io.badhop.cli.config.Settings;
import io.badhop.cli.config.SettingsFile;
import io.badhop.schemas.serde.RegistryCounters;
import io.badhop.schemas.serde.RegistryUnavailableException;
import io.badhop.schemas.serde.SchemaRegistry;
import io.badhop.schemas.serde.SchemaRegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials and certificates, from the configuration file to the wire. */
class RegistryAccessTest {

  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;

  private final List<String> credentials = new CopyOnWriteArrayList<>();
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    keytool(
        "-genkeypair -alias r -keyalg EC -dname CN=localhost -ext san=ip:127.0.0.1 -validity 2"
            + " -storetype PKCS12 -keystore key.p12");
    keytool("-exportcert -alias r -keystore key.p12 -file r.crt");
    keytool("-importcert -noprompt -alias r -file r.crt -storetype PKCS12 -keystore trust.p12");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity()));
    server.createContext(
        "/",
        exchange -> {
          credentials.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          byte[] body = "{\"schema\":\"\\\"string\\\"\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aCertificateOfOnesOwnIsTrustedWhenTheTrustStoreHoldsIt() throws IOException {
    SchemaRegistry trusting = accessed("trustStore: trust.p12", "trustStorePassword: " + PASSWORD);
    SchemaRegistry doubting = registry("patience: 0s");

    assertThat(trusting.byId(1).getName()).isEqualTo("string");
    assertThatThrownBy(() -> doubting.byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("SSLHandshakeException");
  }

  @Test
  void secretsMayStandInFilesOfTheirOwn() throws IOException {
    Files.writeString(folder.resolve("password"), "s3cret\n");
    Files.writeString(folder.resolve("token"), "t0ken\n");
    String trust = "trustStore: trust.p12";
    String opened = "trustStorePassword: " + PASSWORD;

    accessed(trust, opened, "username: ada", "passwordFile: password").byId(1);
    accessed(trust, opened, "tokenFile: token").byId(1);

    assertThat(credentials).containsExactly("Basic YWRhOnMzY3JldA==", "Bearer t0ken");
  }

  @Test
  void filesThatCannotBeReadAreNamedWithTheirKeys() {
    assertThatThrownBy(() -> accessed("trustStore: nowhere.p12"))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("registry: access: trustStore: ")
        .hasMessageContaining("nowhere.p12");
    assertThatThrownBy(() -> accessed("tokenFile: nowhere"))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("registry: access: tokenFile: ");
  }

  @Test
  void aClassThatIsNotThereIsNamedWithTheMend() {
    RegistrySettings named =
        settings("serializer: no.such.Writer", "deserializer: no.such.Reader").registry();

    assertThatThrownBy(
            () -> Registries.open(Settings.DEFAULT.withRegistry(named), new RegistryCounters()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("no.such.Writer is not on the class path")
        .hasMessageContaining("BADHOP_CLASSPATH");
  }

  /** It answers with a schema to everything, so a look-up gets no ID. */
  @Test
  void anAnswerThatMakesNoSenseIsShown() throws IOException {
    SchemaRegistry registry = accessed("trustStore: trust.p12", "trustStorePassword: " + PASSWORD);

    assertThatThrownBy(() -> registry.findId("s", registry.byId(1)))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("answered without an ID");
  }

  private SchemaRegistry registry(String... keys) {
    return Registries.registry(settings(keys));
  }

  private SchemaRegistry accessed(String... keys) {
    return registry("access: {" + String.join(", ", keys) + "}");
  }

  private Settings settings(String... keys) {
    String url = "https://127.0.0.1:" + server.getAddress().getPort();
    String text = "registry:\n  urls: " + url + "\n  " + String.join("\n  ", keys) + "\n";
    try {
      return SettingsFile.load(Files.writeString(folder.resolve("badhop.yml"), text));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keytool(String arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private SSLContext identity() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("key.p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}

package io.badhop.cli.run;

import io.badhop.cli.config.RegistrySettings;
import io.badhop.schemas.serde.HttpRegistry;
import io.badhop.schemas.serde.RegistryAddress;
import io.badhop.schemas.serde.RegistryCounters;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the configuration says of a registry elsewhere, for our client and for named classes. */
final class RemoteRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteRegistry.class);

  private final RegistrySettings settings;

  RemoteRegistry(RegistrySettings settings) {
    this.settings = settings;
  }

  /**
   * A client of it; asks nothing yet.
   *
   * @throws RunException when a file that holds a secret or certificates cannot be read
   */
  HttpRegistry open(RegistryCounters counters) {
    return new HttpRegistry(address(), counters, RemoteRegistry::waiting);
  }

  static void waiting(String why) {
    LOG.warn("waiting for the schema registry: {}", why);
  }

  private RegistryAddress address() {
    RegistryAddress address =
        new RegistryAddress(
            settings.urls().stream().map(URI::create).toList(),
            Optional.empty(),
            trust(),
            settings.timeout(),
            settings.patience());
    if (!settings.username().isEmpty()) {
      return address.withBasic(settings.username(), password());
    }
    return token().isEmpty() ? address : address.withBearer(token());
  }

  private String password() {
    return secret(settings.password(), settings.passwordFile(), "passwordFile");
  }

  private String token() {
    return secret(settings.token(), settings.tokenFile(), "tokenFile");
  }

  /** Under Confluent's names, for the serializer and deserializer that the configuration names. */
  Map<String, Object> forNamedClasses() {
    Map<String, Object> named = new HashMap<>();
    if (settings.remote()) {
      named.put("schema.registry.url", String.join(",", settings.urls()));
    }
    named.put("auto.register.schemas", Boolean.toString(settings.autoRegister()));
    if (!settings.username().isEmpty()) {
      named.put("basic.auth.credentials.source", "USER_INFO");
      named.put("basic.auth.user.info", settings.username() + ":" + password());
    } else if (!token().isEmpty()) {
      named.put("bearer.auth.credentials.source", "STATIC_TOKEN");
      named.put("bearer.auth.token", token());
    }
    if (settings.trustStore() != null) {
      named.put("schema.registry.ssl.truststore.location", settings.trustStore().toString());
      named.put("schema.registry.ssl.truststore.password", settings.trustStorePassword());
    }
    named.putAll(settings.settings());
    return named;
  }

  private static String secret(String text, Path file, String key) {
    if (file == null) {
      return text;
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new RunException(
          "registry: " + key + ": " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Optional<SSLContext> trust() {
    if (settings.trustStore() == null) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(settings.trustStore())) {
      // Reads the older JKS as well.
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(
          in,
          settings.trustStorePassword().isEmpty()
              ? null
              : settings.trustStorePassword().toCharArray());
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return Optional.of(context);
    } catch (IOException | GeneralSecurityException e) {
      throw new RunException(
          "registry: trustStore: "
              + settings.trustStore()
              + " cannot be read as a PKCS12 or JKS key store: "
              + e.getMessage(),
          e);
    }
  }
}

package io.badhop.cli.run;

import io.badhop.cli.config.RegistrySettings;
import io.badhop.schemas.serde.HttpRegistry;
import io.badhop.schemas.serde.RegistryAddress;
import io.badhop.schemas.serde.RegistryCounters;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the configuration says of a registry elsewhere, for our client and for named classes. */
final class RemoteRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteRegistry.class);

  private final RegistrySettings settings;
  private final Access access;

  RemoteRegistry(RegistrySettings settings) {
    this.settings = settings;
    this.access = new Access(settings.access(), "registry: access");
  }

  /**
   * A client of it; asks nothing yet.
   *
   * @throws RunException when a file that holds a secret or certificates cannot be read
   */
  HttpRegistry open(RegistryCounters counters) {
    RegistryAddress address =
        new RegistryAddress(
            settings.urls().stream().map(URI::create).toList(),
            access.authorization(),
            access.trust(),
            settings.timeout(),
            settings.patience());
    return new HttpRegistry(address, counters, RemoteRegistry::waiting);
  }

  static void waiting(String why) {
    LOG.warn("waiting for the schema registry: {}", why);
  }

  /** Under Confluent's names, for the serializer and deserializer that the configuration names. */
  Map<String, Object> forNamedClasses() {
    Map<String, Object> named = new HashMap<>();
    if (settings.remote()) {
      named.put("schema.registry.url", String.join(",", settings.urls()));
    }
    named.put("auto.register.schemas", Boolean.toString(settings.autoRegister()));
    if (!settings.access().username().isEmpty()) {
      named.put("basic.auth.credentials.source", "USER_INFO");
      named.put("basic.auth.user.info", settings.access().username() + ":" + access.password());
    } else if (!access.token().isEmpty()) {
      named.put("bearer.auth.credentials.source", "STATIC_TOKEN");
      named.put("bearer.auth.token", access.token());
    }
    if (settings.access().trustStore() != null) {
      named.put(
          "schema.registry.ssl.truststore.location", settings.access().trustStore().toString());
      named.put("schema.registry.ssl.truststore.password", settings.access().trustStorePassword());
    }
    named.putAll(settings.settings());
    return named;
  }
}

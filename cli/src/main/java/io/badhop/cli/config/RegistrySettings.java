package io.badhop.cli.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where schemas get their numbers, and what turns records into bytes.
 *
 * @param urls addresses of a registry with Confluent's REST API, instances of one registry; empty
 *     for the registry in this process
 * @param autoRegister whether schemas that the registry at {@code urls} does not know are
 *     registered at the start; the registry in this process always takes them
 * @param access credentials and certificates
 * @param timeout how long an answer may take
 * @param patience how long a call is tried again while no address answers
 * @param serializer class that writes values in place of badhop's own; empty for badhop's
 * @param deserializer class that reads values in place of badhop's own; empty for badhop's
 * @param settings given to these two classes under their own names
 * @param file keeps the numbers of the registry in this process over a restart; null for {@code
 *     schemas.json} in the data folder
 */
public record RegistrySettings(
    List<String> urls,
    boolean autoRegister,
    AccessSettings access,
    Duration timeout,
    Duration patience,
    String serializer,
    String deserializer,
    Map<String, String> settings,
    Path file) {

  public static final RegistrySettings DEFAULT =
      new RegistrySettings(
          List.of(),
          false,
          AccessSettings.DEFAULT,
          Duration.ofSeconds(5),
          Duration.ofMinutes(2),
          "",
          "",
          Map.of(),
          null);

  public RegistrySettings {
    urls = List.copyOf(urls);
    settings = Map.copyOf(settings);
    for (String url : urls) {
      Checks.require(
          url.matches("https?://[^/@\\s]+[^@\\s]*"),
          "urls: '"
              + url
              + "' must begin with http:// or https:// and hold neither blanks nor credentials");
    }
    Checks.require(
        serializer.isEmpty() == deserializer.isEmpty(),
        "serializer and deserializer are named together, or neither is");
    Checks.require(!timeout.isZero(), "timeout must be longer than 0");
  }

  /** True when the registry is not in this process. */
  public boolean remote() {
    return !urls.isEmpty();
  }

  /** True when classes are named that read and write in place of badhop's. */
  public boolean named() {
    return !serializer.isEmpty();
  }

  /** The same at other addresses. */
  public RegistrySettings at(List<String> others) {
    return new RegistrySettings(
        others, autoRegister, access, timeout, patience, serializer, deserializer, settings, file);
  }
}

package io.badhop.schemas.serde;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where a registry with Confluent's REST API answers, and how it is spoken to.
 *
 * @param urls base addresses of one registry's instances, path included (Apicurio's is {@code
 *     /apis/ccompat/v7}); the first that answers is kept to
 * @param authorization value of the Authorization header; empty for none
 * @param trust whom to trust in TLS; empty for those that Java trusts
 * @param timeout for connecting, and for each answer
 * @param patience how long a call goes on trying while none answers; zero for one round
 */
public record RegistryAddress(
    List<URI> urls,
    Optional<String> authorization,
    Optional<SSLContext> trust,
    Duration timeout,
    Duration patience) {

  /**
   * Checks the addresses.
   *
   * @throws IllegalArgumentException when there is none, or one is no http or https URL, or holds
   *     credentials
   */
  public RegistryAddress {
    urls = List.copyOf(urls);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("a registry needs at least one URL");
    }
    for (URI url : urls) {
      if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
        throw new IllegalArgumentException(
            "registry URL '" + url + "' must begin with http:// or https:// and name a host");
      }
      if (url.getUserInfo() != null) {
        throw new IllegalArgumentException(
            "registry URL of host "
                + url.getHost()
                + " holds credentials; give them apart from it");
      }
    }
  }

  /** Without credentials, with Java's trust, 5 s for an answer and a minute of patience. */
  public static RegistryAddress of(String... urls) {
    return new RegistryAddress(
        List.of(urls).stream().map(URI::create).toList(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(5),
        Duration.ofMinutes(1));
  }

  /** With the value of an Authorization header. */
  public RegistryAddress authorizedBy(String value) {
    return new RegistryAddress(urls, Optional.of(value), trust, timeout, patience);
  }

  /** With other limits. */
  public RegistryAddress waiting(Duration forAnAnswer, Duration inAll) {
    return new RegistryAddress(urls, authorization, trust, forAnAnswer, inAll);
  }
}

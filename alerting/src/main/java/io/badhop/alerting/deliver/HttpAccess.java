package io.badhop.alerting.deliver;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/**
 * How a target is spoken to over HTTP.
 *
 * @param headers sent with each request
 * @param authorization value of the Authorization header; empty for none, or for one in {@code
 *     headers}
 * @param trust whom to trust in TLS; empty for those that Java trusts
 * @param timeout for connecting, and for the whole exchange
 */
public record HttpAccess(
    Map<String, String> headers,
    Optional<String> authorization,
    Optional<SSLContext> trust,
    Duration timeout) {

  public HttpAccess {
    headers = new TreeMap<>(headers);
  }

  /** Headers and a time-out, Java's own trust. */
  public static HttpAccess of(Map<String, String> headers, Duration timeout) {
    return new HttpAccess(headers, Optional.empty(), Optional.empty(), timeout);
  }
}

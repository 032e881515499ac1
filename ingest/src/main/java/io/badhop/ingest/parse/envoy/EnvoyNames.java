package io.badhop.ingest.parse.envoy;

import java.util.Locale;
import java.util.Map;

/**
 * One name for each thing that a record may hold, whether it is given by an operator of a format
 * string or by a key of a JSON log.
 */
final class EnvoyNames {

  /** What badhop has no use for. */
  static final String OTHER = "other";

  /** Headers in lower case and what they are; a leading {@code :} is HTTP/2's. */
  private static final Map<String, String> HEADERS =
      Map.ofEntries(
          Map.entry(":method", "method"),
          Map.entry(":path", "path"),
          Map.entry("x-envoy-original-path", "path"),
          Map.entry(":authority", "authority"),
          Map.entry("host", "authority"),
          Map.entry("x-forwarded-for", "x_forwarded_for"),
          Map.entry("x-request-id", "request_id"),
          Map.entry("x-correlation-id", "correlation_id"),
          Map.entry("traceparent", "traceparent"),
          Map.entry("x-b3-traceid", "trace_id"),
          Map.entry("cf-ray", "cf_ray"),
          Map.entry("x-envoy-upstream-service-time", "upstream_service_time"),
          Map.entry("x-envoy-attempt-count", "attempt_count"));

  /** Names that keys of JSON logs have beside those of the operators. */
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("timestamp", "start_time"),
          Map.entry("@timestamp", "start_time"),
          Map.entry("status", "response_code"),
          Map.entry("x_envoy_origin_path", "path"),
          Map.entry("x_envoy_original_path", "path"),
          Map.entry("uri_path", "path"),
          Map.entry("request_path", "path"),
          Map.entry("request_method", "method"),
          Map.entry("host", "authority"),
          Map.entry("x_request_id", "request_id"),
          Map.entry("x_correlation_id", "correlation_id"),
          Map.entry("x_b3_traceid", "trace_id"),
          Map.entry("traceid", "trace_id"),
          Map.entry("x_envoy_upstream_service_time", "upstream_service_time"),
          Map.entry("upstream_request_attempt_count", "attempt_count"),
          Map.entry("upstream_cluster_raw", "upstream_cluster"),
          Map.entry("response_flags_long", "response_flags"),
          Map.entry("forwarded_for", "x_forwarded_for"),
          Map.entry("response_tx_duration", OTHER));

  private EnvoyNames() {}

  /**
   * Meaning of an operator.
   *
   * @param operator between the percent signs, without its argument: {@code REQ}
   * @param argument between the brackets, empty when there is none: {@code X-A?:PATH}
   */
  static String ofOperator(String operator, String argument) {
    return switch (operator) {
      case "REQ", "REQUEST_HEADER", "RESP", "RESPONSE_HEADER", "TRAILER" -> header(argument);
      case "REQ_WITHOUT_QUERY", "PATH" -> "path";
      default -> ofKey(operator);
    };
  }

  /** Of two headers, the second of which stands in for the first, either tells. */
  private static String header(String argument) {
    for (String name : argument.toLowerCase(Locale.ROOT).split("\\?", -1)) {
      String meaning = HEADERS.get(name.strip());
      if (meaning != null) {
        return meaning;
      }
    }
    return OTHER;
  }

  /** Meaning of a key: its last part, in lower case, with one kind of separator. */
  static String ofKey(String key) {
    String name = key.toLowerCase(Locale.ROOT).substring(key.lastIndexOf('.') + 1);
    if (HEADERS.containsKey(name)) {
      return HEADERS.get(name);
    }
    String plain = name.replace('-', '_');
    return KEYS.getOrDefault(plain, plain);
  }
}

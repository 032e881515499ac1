package io.badhop.ingest.parse;

import io.badhop.schemas.event.RequestIdKind;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Chooses the join key of an event from the IDs that its record carries.
 *
 * @param keyOrder kinds in order of preference
 */
public record RequestIds(List<RequestIdKind> keyOrder) {

  /** Longest ID that is believed, in characters. */
  public static final int MAX_LENGTH = 128;

  /** X-Request-ID, then trace ID, then the edge's ID. */
  public static final RequestIds DEFAULT =
      new RequestIds(
          List.of(RequestIdKind.REQUEST_ID, RequestIdKind.TRACE_ID, RequestIdKind.EDGE_ID));

  private static final int TRACEPARENT_LENGTH = 55;
  private static final String AMAZON_ROOT = "Root=";

  public RequestIds {
    keyOrder = List.copyOf(keyOrder);
  }

  /**
   * The key and the second ID of one event.
   *
   * @param key never empty
   * @param kind where it came from
   * @param other second ID, empty when there is none
   */
  public record Choice(String key, RequestIdKind kind, String other) {}

  /**
   * Chooses. IDs that are empty, {@code -}, over-long or not printable do not count.
   *
   * @param requestId X-Request-ID or the like; may be null
   * @param trace a traceparent header or a bare trace ID; may be null
   * @param edgeId the edge's ID of the request, with or without a location suffix; may be null
   * @param identity identity of the event, the key when no ID counts
   */
  public Choice choose(String requestId, String trace, String edgeId, long identity) {
    String key = "";
    String other = "";
    RequestIdKind kind = RequestIdKind.NONE;
    for (RequestIdKind candidate : keyOrder) {
      String id = idOf(candidate, requestId, trace, edgeId);
      if (id.isEmpty()) {
        continue;
      }
      if (key.isEmpty()) {
        key = id;
        kind = candidate;
      } else if (other.isEmpty() && !id.equals(key)) {
        other = id;
      }
    }
    return key.isEmpty()
        ? new Choice(HexFormat.of().toHexDigits(identity), RequestIdKind.NONE, "")
        : new Choice(key, kind, other);
  }

  private static String idOf(RequestIdKind kind, String requestId, String trace, String edgeId) {
    return switch (kind) {
      case REQUEST_ID -> believed(requestId);
      case TRACE_ID -> traceId(believed(trace));
      case EDGE_ID -> withoutLocation(believed(edgeId));
      case NONE -> "";
    };
  }

  private static String believed(String id) {
    if (id == null || id.isEmpty() || id.equals("-") || id.length() > MAX_LENGTH) {
      return "";
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c <= ' ' || c > '~') {
        return "";
      }
    }
    return id;
  }

  /**
   * A traceparent is {@code version-traceid-spanid-flags}; the span differs from hop to hop, the
   * trace ID does not.
   */
  private static String traceId(String trace) {
    if (trace.isEmpty()) {
      return "";
    }
    boolean traceparent =
        trace.length() >= TRACEPARENT_LENGTH && trace.charAt(2) == '-' && trace.charAt(35) == '-';
    String whole = traceparent ? trace.substring(3, 35) : amazonRoot(trace);
    String id = whole.toLowerCase(Locale.ROOT);
    // Zeros alone mean "no trace".
    return id.chars().allMatch(c -> c == '0') ? "" : id;
  }

  /**
   * X-Amzn-Trace-Id is {@code Root=1-time-id;Parent=...} with its parts in any order; only the root
   * is the same at every hop.
   */
  private static String amazonRoot(String trace) {
    int root = trace.indexOf(AMAZON_ROOT);
    if (root < 0 || root > 0 && trace.charAt(root - 1) != ';') {
      return trace;
    }
    int from = root + AMAZON_ROOT.length();
    int end = trace.indexOf(';', from);
    return trace.substring(from, end < 0 ? trace.length() : end);
  }

  /** CF-Ray reaches the origin as {@code id-IATA}; the edge's own log has the ID alone. */
  private static String withoutLocation(String ray) {
    int dash = ray.length() - 4;
    boolean suffixed =
        dash > 0
            && ray.charAt(dash) == '-'
            && ray.substring(dash + 1).chars().allMatch(Character::isUpperCase);
    return suffixed ? ray.substring(0, dash) : ray;
  }
}

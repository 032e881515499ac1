package io.badhop.ingest.parse;

import io.badhop.schemas.event.RequestIdKind;
import java.util.HexFormat;
import java.util.List;

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
   * Chooses. IDs that are empty, {@code -}, longer than {@link #MAX_LENGTH}, not ASCII or not
   * printable do not count. Of a trace header only the trace ID does, which is the same at every
   * hop: traceparent, B3, X-Amzn-Trace-Id, uber-trace-id and Google's forms give one key.
   *
   * @param requestId X-Request-ID or the like; may be null
   * @param trace a header that carries a trace ID, or a bare one; may be null
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
      case TRACE_ID -> believed(TraceIds.of(trace));
      case EDGE_ID -> edge(edgeId);
      case NONE -> "";
    };
  }

  /** Amazon's balancers make a trace ID, which the servers behind may log as a traceparent. */
  private static String edge(String edgeId) {
    String amazon = edgeId == null ? "" : TraceIds.amazon(edgeId);
    return amazon.isEmpty() ? withoutLocation(believed(edgeId)) : believed(TraceIds.of(edgeId));
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

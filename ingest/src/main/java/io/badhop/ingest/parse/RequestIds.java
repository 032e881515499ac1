package io.badhop.ingest.parse;

import io.badhop.ingest.parse.text.LineText;
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

  /** A dash and three letters. */
  private static final int LOCATION = 4;

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
  public Choice choose(
      CharSequence requestId, CharSequence trace, CharSequence edgeId, long identity) {
    Chosen chosen = new Chosen();
    choose(requestId, trace, edgeId, identity, chosen);
    return new Choice(chosen.key, chosen.kind, chosen.other);
  }

  /** The same into an object that is there already, which a parser of many lines has. */
  public void choose(
      CharSequence requestId,
      CharSequence trace,
      CharSequence edgeId,
      long identity,
      Chosen chosen) {
    chosen.clear();
    for (RequestIdKind candidate : keyOrder) {
      String id = idOf(candidate, requestId, trace, edgeId);
      if (!id.isEmpty()) {
        chosen.add(id, candidate);
      }
    }
    if (chosen.key.isEmpty()) {
      chosen.key = HexFormat.of().toHexDigits(identity);
    }
  }

  /** A {@link Choice} that is made again for every line. */
  public static final class Chosen {
    private String key = "";
    private RequestIdKind kind = RequestIdKind.NONE;
    private String other = "";

    private void clear() {
      key = "";
      kind = RequestIdKind.NONE;
      other = "";
    }

    private void add(String id, RequestIdKind of) {
      if (key.isEmpty()) {
        key = id;
        kind = of;
      } else if (other.isEmpty() && !id.equals(key)) {
        other = id;
      }
    }

    /** Never empty once chosen. */
    public String key() {
      return key;
    }

    /** Where the key came from. */
    public RequestIdKind kind() {
      return kind;
    }

    /** Second ID, empty when there is none. */
    public String other() {
      return other;
    }
  }

  private static String idOf(
      RequestIdKind kind, CharSequence requestId, CharSequence trace, CharSequence edgeId) {
    return switch (kind) {
      case REQUEST_ID -> believed(requestId);
      case TRACE_ID -> isAbsent(trace) ? "" : believed(TraceIds.of(trace.toString()));
      case EDGE_ID -> isAbsent(edgeId) ? "" : edge(edgeId);
      case NONE -> "";
    };
  }

  /** Amazon's balancers make a trace ID, which the servers behind may log as a traceparent. */
  private static String edge(CharSequence edgeId) {
    if (!isRay(edgeId)) {
      String id = edgeId.toString();
      return TraceIds.amazon(id).isEmpty() ? believed(id) : believed(TraceIds.of(id));
    }
    // CF-Ray reaches the origin as id-IATA; the edge's own log has the ID alone.
    int length = edgeId.length() - LOCATION;
    return isPrintable(edgeId, length) ? LineText.string(edgeId, 0, length) : "";
  }

  private static boolean isRay(CharSequence id) {
    int dash = id.length() - LOCATION;
    boolean suffixed = dash > 0 && dash <= MAX_LENGTH && id.charAt(dash) == '-';
    for (int i = dash + 1; suffixed && i < id.length(); i++) {
      suffixed = id.charAt(i) >= 'A' && id.charAt(i) <= 'Z';
    }
    return suffixed;
  }

  private static boolean isAbsent(CharSequence id) {
    return id == null || id.isEmpty() || id.length() == 1 && id.charAt(0) == '-';
  }

  private static String believed(CharSequence id) {
    boolean any = !isAbsent(id) && id.length() <= MAX_LENGTH;
    return any && isPrintable(id, id.length()) ? id.toString() : "";
  }

  private static boolean isPrintable(CharSequence id, int length) {
    for (int i = 0; i < length; i++) {
      char c = id.charAt(i);
      if (c <= ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }
}

package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import java.util.List;

/**
 * The IDs of a record of names and values. Counters that a framework hands out by itself are no
 * IDs: they begin anew in every process, and are sent to nobody.
 */
final class NamedIds {

  /** pino's and Fastify's own names. */
  private static final List<String> COUNTED = List.of("req.id", "reqId");

  private static final int LONGEST_COUNT = 9;
  private static final int CONNECTION = 13;
  private static final int ASP_NET = 22;

  private final RequestIds ids;
  private final TextFields text = new TextFields();

  NamedIds(RequestIds ids) {
    this.ids = ids;
  }

  /** The key of a record; IDs that only stand in its message count when it has none else. */
  RequestIds.Choice choose(NamedValues values, String message, RawLine line) {
    String trace = values.get("traceId");
    String edge = values.get("edgeId");
    String request = request(values, !trace.isEmpty());
    if (request.isEmpty() && trace.isEmpty() && edge.isEmpty()) {
      text.read(message);
      request = text.requestId();
      trace = text.trace();
      edge = text.edge();
    }
    return ids.choose(request, trace, edge, line.identity());
  }

  private static String request(NamedValues values, boolean traced) {
    String best = values.get("requestId");
    if (best.isEmpty() || !isMade(values.nameOf("requestId"), best, values, traced)) {
      return best;
    }
    for (String name : values.candidates("requestId")) {
      String id = values.named(name);
      if (!id.isEmpty() && !isMade(name, id, values, traced)) {
        return id;
      }
    }
    return "";
  }

  /** Whether a framework made the ID by itself. */
  private static boolean isMade(String name, String id, NamedValues values, boolean traced) {
    return COUNTED.contains(name) && isCount(id, values) || traced && isAspNet(id);
  }

  /** pino-http counts 1, 2, 3; Fastify counts {@code req-1} to {@code req-z} in base 36. */
  private static boolean isCount(String id, NamedValues values) {
    if (id.length() <= LONGEST_COUNT && AppRecords.whole(id) >= 0) {
      return true;
    }
    boolean pino = values.has("pid") && values.has("hostname") && values.has("reqId");
    return pino && id.matches("req-[0-9a-z]{1,7}");
  }

  /** ASP.NET Core names a request by its connection and a count: {@code 0HMVD9TE8M3K2:00000001}. */
  private static boolean isAspNet(String id) {
    return id.length() == ASP_NET && id.charAt(CONNECTION) == ':' && id.startsWith("0H");
  }
}

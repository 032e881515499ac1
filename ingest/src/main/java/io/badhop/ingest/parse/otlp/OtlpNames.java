package io.badhop.ingest.parse.otlp;

import io.badhop.ingest.parse.FieldNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names under which records carry what badhop needs: OpenTelemetry's semantic conventions in their
 * present and their earlier form, before what loggers write otherwise, and behind what the user
 * configured.
 */
final class OtlpNames {

  /** Names of what stands in the record itself and not among its attributes. */
  static final String TIME = "timeUnixNano";

  static final String LEVEL = "severityText";
  static final String BODY = "body";
  static final String TRACE = "traceId";
  static final String EVENT = "eventName";

  static final String INSTANCE_ID = "service.instance.id";
  static final List<String> PLACES = List.of("k8s.pod.name", "host.name", "container.name");
  static final String SERVICE = "service.name";
  static final String ERROR_TYPE = "error.type";

  private static final Map<String, List<String>> CONVENTIONS =
      Map.ofEntries(
          Map.entry("time", List.of(TIME)),
          Map.entry("level", List.of(LEVEL)),
          Map.entry("message", List.of(BODY)),
          Map.entry("traceId", List.of(TRACE)),
          Map.entry("status", List.of("http.response.status_code", "http.status_code")),
          Map.entry("method", List.of("http.request.method", "http.method")),
          Map.entry("path", List.of("url.path", "http.target", "url.full", "http.url")),
          Map.entry("host", List.of("server.address", "http.host", "net.host.name")),
          Map.entry("route", List.of("http.route")),
          Map.entry("service", List.of(SERVICE)),
          Map.entry("instance", List.of(INSTANCE_ID, PLACES.get(0), PLACES.get(1), PLACES.get(2))),
          Map.entry("exceptionType", List.of("exception.type")),
          Map.entry("exception", List.of("exception.stacktrace")),
          Map.entry("durationS", List.of("http.server.request.duration")),
          Map.entry("durationMs", List.of("http.server.duration")));

  /** Names that count when there is no other. */
  private static final Map<String, List<String>> LAST =
      Map.of(
          "message", List.of("exception.message", EVENT),
          "requestId",
              List.of("http.request.header.x-request-id", "http.request.header.x_request_id"),
          "edgeId", List.of("http.request.header.cf-ray", "http.request.header.cf_ray"));

  private OtlpNames() {}

  /** All names of each meaning, in order. */
  static FieldNames with(FieldNames configured) {
    Map<String, List<String>> all = new TreeMap<>();
    for (String meaning : configured.names().keySet()) {
      List<String> given = configured.of(meaning);
      boolean own = !given.equals(FieldNames.GUESSED.of(meaning));
      List<String> names = new ArrayList<>(own ? given : List.of());
      names.addAll(CONVENTIONS.getOrDefault(meaning, List.of()));
      names.addAll(own ? List.of() : given);
      names.addAll(LAST.getOrDefault(meaning, List.of()));
      all.put(meaning, List.copyOf(names));
    }
    return new FieldNames(all);
  }
}

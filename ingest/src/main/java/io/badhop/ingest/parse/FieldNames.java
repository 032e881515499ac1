package io.badhop.ingest.parse;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names under which a JSON application log carries what badhop needs. For each meaning the first
 * name that is present counts; a dot steps into an object, and a key that itself holds the dot is
 * found as well.
 *
 * @param names meaning → candidate names
 */
public record FieldNames(Map<String, List<String>> names) {

  /** Names that loggers of the usual frameworks write. */
  public static final FieldNames GUESSED =
      new FieldNames(
          Map.ofEntries(
              Map.entry(
                  "time",
                  List.of(
                      "ts", "time", "timestamp", "@timestamp", "asctime", "datetime", "date", "t")),
              Map.entry("level", List.of("level", "levelname", "severity", "log.level", "lvl")),
              Map.entry("message", List.of("msg", "message", "event", "text")),
              Map.entry(
                  "requestId",
                  List.of(
                      "request_id",
                      "requestId",
                      "req_id",
                      "x_request_id",
                      "x-request-id",
                      "reqId",
                      "req.id",
                      "correlation_id",
                      "correlationId")),
              Map.entry("traceId", List.of("trace_id", "traceId", "trace.id", "traceparent")),
              Map.entry("edgeId", List.of("cf_ray", "cf-ray", "ray_id")),
              Map.entry(
                  "status",
                  List.of(
                      "status",
                      "status_code",
                      "statusCode",
                      "res.statusCode",
                      "http.status_code",
                      "http.response.status_code",
                      "response_status")),
              Map.entry(
                  "durationMs",
                  List.of(
                      "duration_ms",
                      "durationMs",
                      "responseTime",
                      "elapsed_ms",
                      "elapsed_time",
                      "latency_ms",
                      "took_ms")),
              Map.entry("durationS", List.of("duration_s", "elapsed", "request_time")),
              Map.entry(
                  "method",
                  List.of(
                      "method", "http_method", "req.method", "http.request.method", "http.method")),
              Map.entry(
                  "path",
                  List.of(
                      "path", "url", "uri", "req.url", "url.path", "http.target", "request_uri")),
              Map.entry(
                  "host", List.of("host_header", "req.headers.host", "http.host", "url.domain")),
              Map.entry("route", List.of("route", "http.route", "endpoint")),
              Map.entry(
                  "service", List.of("service", "service.name", "app", "application", "program")),
              Map.entry(
                  "instance",
                  List.of("instance", "service.instance.id", "hostname", "host.name", "pod")),
              Map.entry(
                  "clientIp",
                  List.of(
                      "client_ip",
                      "clientIp",
                      "remote_addr",
                      "remoteAddress",
                      "req.remoteAddress")),
              Map.entry(
                  "exceptionType",
                  List.of(
                      "exc_type",
                      "exception_class",
                      "exception.class",
                      "error.type",
                      "err.type",
                      "exception_type")),
              Map.entry(
                  "exception",
                  List.of(
                      "exception",
                      "exc_info",
                      "stack_trace",
                      "error.stack_trace",
                      "err.stack",
                      "stack"))));

  public FieldNames {
    names = Map.copyOf(names);
  }

  /** Candidates for a meaning, in order; empty for an unknown meaning. */
  public List<String> of(String meaning) {
    return names.getOrDefault(meaning, List.of());
  }

  /** These names with some meanings replaced by the user's own. */
  public FieldNames with(Map<String, List<String>> own) {
    Map<String, List<String>> merged = new TreeMap<>(names);
    merged.putAll(own);
    return new FieldNames(merged);
  }
}

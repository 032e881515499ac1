package io.badhop.ingest.parse;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names under which an application's log of JSON or logfmt carries what badhop needs. For each
 * meaning the first name that has a value counts; a dot steps into an object, and a key that itself
 * holds the dot is found as well. Of {@code duration} the unit stands in the value or follows from
 * the logger; the other names of durations say their unit.
 *
 * @param names meaning → candidate names
 */
public record FieldNames(Map<String, List<String>> names) {

  /** Names that loggers of the usual frameworks write. */
  public static final FieldNames GUESSED =
      new FieldNames(
          table(
              """
              time: ts time timestamp @timestamp asctime datetime datetime.date date t @t Timestamp
                  timeMillis log_timestamp
              level: level_name _level_name level levelname severity log.level lvl @l Level LogLevel
              message: msg message event text @m @mt Message RenderedMessage MessageTemplate
                  short_message @message
              requestId: request_id requestId req_id x_request_id x-request-id X-Request-ID
                  X-Request-Id req.headers.x-request-id request.headers.x-request-id requestID
                  http.request.id request.id reqId req.id correlation_id correlationId CorrelationId
                  req.headers.x-correlation-id correlation-id x-correlation-id RequestId
              traceId: trace_id traceId trace.id traceID traceparent TraceId @tr otelTraceID
                  req.headers.traceparent b3 x-b3-traceid X-B3-TraceId req.headers.b3
                  req.headers.x-b3-traceid uber-trace-id x-amzn-trace-id req.headers.x-amzn-trace-id
                  logging.googleapis.com/trace
              edgeId: cf_ray cf-ray ray_id cfRay req.headers.cf-ray x-amz-cf-id
                  req.headers.x-amz-cf-id
              status: status status_code statusCode res.statusCode http.status_code
                  http.response.status_code response_status StatusCode http_status httpStatus
                  http.status res.status response.status response.statusCode response.status_code
              grpcStatus: grpc.code grpc.status grpc-status grpc_status grpc_code grpc.status_code
                  rpc.grpc.status_code grpcStatus grpcCode
              duration: duration Duration elapsed Elapsed took latency response_time time_taken
              durationMs: duration_ms durationMs responseTime elapsed_ms elapsedMs elapsed_time
                  latency_ms latencyMs took_ms time_ms responseTimeMs response_time_ms
                  ElapsedMilliseconds duration_millis grpc.time_ms http.duration_ms
              durationS: duration_s elapsed_s latency_s took_s duration_seconds elapsed_seconds
                  request_time
              durationUs: duration_us elapsed_us latency_us took_us duration_micros
              durationNs: event.duration duration_ns elapsed_ns latency_ns took_ns duration_nanos
              method: method http_method req.method http.request.method http.method RequestMethod
                  request_method requestMethod request.method Method
              path: path url uri req.url url.path http.target request_uri requested_uri RequestPath
                  request_path http.path http.url requestUrl request.path request.url request.uri
                  url.original Path
              host: host_header req.headers.host http.host url.domain request.host Host
              route: route http.route endpoint EndpointName meta.caller_id
              service: service service.name app application program Application app_name
                  application_name serviceName
              instance: instance service.instance.id hostname host.name host.hostname pod HOSTNAME
                  MachineName service.node.name @source_host source_host
              clientIp: client_ip clientIp remote_addr remoteAddress req.remoteAddress
              contentType: content_type contentType ContentType res.headers.content-type
                  response.headers.content-type http.response.mime_type
                  http.response.headers.content-type
              exceptionType: exc_type exception_class exception.class error.type err.type
                  exception_type exception.type exception.exc_type error_type error.class error.kind
                  err.name error.name exceptionType
              exceptionMessage: err.message error.message exception.message exception.exc_value
                  exc_value exception_message error_message err error
              exception: exception exc_info stack_trace error.stack_trace err.stack stack @x
                  exception.stacktrace error.stack error_stack_trace Exception full_message
                  errorVerbose stacktrace
              """));

  public FieldNames {
    names = Map.copyOf(names);
  }

  /** Reads {@code meaning: name name ...}; further lines of a meaning are indented. */
  private static Map<String, List<String>> table(String text) {
    Map<String, List<String>> names = new TreeMap<>();
    for (String row : text.replaceAll("\n +", " ").strip().split("\n")) {
      int colon = row.indexOf(": ");
      names.put(row.substring(0, colon), List.of(row.substring(colon + 2).split(" +")));
    }
    return names;
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

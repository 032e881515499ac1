package io.badhop.ingest.parse.edge;

import io.badhop.ingest.parse.FieldNames;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.text.JsonFields;
import java.util.List;
import java.util.Map;

/**
 * Values of a JSON record of an edge by their meaning: under the user's own names first, then under
 * those that edges' published log formats have, then under those of application logs.
 */
final class EdgeNames {

  private static final FieldNames USUAL =
      new FieldNames(
          Map.ofEntries(
              Map.entry("end", List.of("time_end", "end_time", "request_end", "end")),
              Map.entry("start", List.of("time_start", "start_time", "request_start", "start")),
              Map.entry(
                  "durationUs",
                  List.of("time_elapsed", "time_elapsed_usec", "elapsed_usec", "duration_us")),
              Map.entry(
                  "durationMs",
                  List.of("time_elapsed_msec", "elapsed_msec", "response_time_ms", "total_ms")),
              Map.entry("status", List.of("response_status", "resp_status", "http_status")),
              Map.entry("method", List.of("request_method", "req_method", "http_method", "method")),
              Map.entry(
                  "path",
                  List.of("url", "request_url", "req_url", "request_path", "request_uri", "path")),
              Map.entry("host", List.of("host", "request_host", "req_host", "http_host")),
              Map.entry("clientIp", List.of("client_ip", "clientip", "remote_ip", "client")),
              Map.entry("edgeId", List.of("edge_request_id", "edge_id", "edgeRequestId")),
              Map.entry(
                  "originStatus",
                  List.of(
                      "origin_status",
                      "backend_status",
                      "beresp_status",
                      "upstream_status",
                      "originStatus",
                      "origin_response_status")),
              Map.entry(
                  "originAddress",
                  List.of(
                      "origin_ip",
                      "backend_ip",
                      "beresp_backend_ip",
                      "upstream_addr",
                      "origin_address",
                      "backend",
                      "backend_name",
                      "fastly_backend")),
              Map.entry(
                  "originResponseMs",
                  List.of("origin_time_ms", "origin_response_time_ms", "backend_time_ms")),
              Map.entry(
                  "edgeLocation",
                  List.of(
                      "pop",
                      "datacenter",
                      "server_datacenter",
                      "data_centre",
                      "edge_location",
                      "colo")),
              Map.entry(
                  "server", List.of("fastly_server", "server_identity", "cache_node", "cacheNode")),
              Map.entry(
                  "cacheStatus",
                  List.of(
                      "response_state",
                      "fastly_info_state",
                      "fastly_info.state",
                      "fastlyState",
                      "cache_status",
                      "cacheStatus",
                      "cache_response",
                      "cache")),
              Map.entry(
                  "detail",
                  List.of(
                      "fastly_error",
                      "obj_response",
                      "error_reason",
                      "error_detail",
                      "error_message",
                      "error_code",
                      "error")),
              Map.entry(
                  "reason", List.of("response_reason", "resp_response", "reason", "status_text")),
              Map.entry(
                  "contentType",
                  List.of("content_type", "response_content_type", "resp_content_type")),
              Map.entry("vendor", List.of("vendor", "cdn"))));

  private final JsonFields json;
  private final FieldNames own;

  EdgeNames(ParseContext context, JsonFields json) {
    this.json = json;
    this.own = context.fields();
  }

  /** The value of a meaning; empty when the record has none, or a dash. */
  String get(String meaning) {
    List<String> guessed = FieldNames.GUESSED.of(meaning);
    List<String> configured = own.of(meaning);
    String value = configured.equals(guessed) ? "" : first(configured);
    if (value.isEmpty()) {
      value = first(USUAL.of(meaning));
    }
    return value.isEmpty() ? first(guessed) : value;
  }

  private String first(List<String> names) {
    for (String name : names) {
      String value = json.get(name);
      if (!value.isEmpty() && !value.equals("-") && !value.equals("(null)")) {
        return value;
      }
    }
    return "";
  }
}

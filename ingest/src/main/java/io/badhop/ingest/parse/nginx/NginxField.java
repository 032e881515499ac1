package io.badhop.ingest.parse.nginx;

import java.util.List;

/** What an event takes from an access record, each with the variables that carry it, best first. */
enum NginxField {
  STATUS("status"),
  MSEC("msec"),
  TIME_ISO("time_iso8601"),
  TIME_LOCAL("time_local"),
  REQUEST_TIME("request_time"),
  REQUEST("request"),
  METHOD("request_method"),
  REQUEST_URI("request_uri"),
  URI("uri"),
  HOST("host", "http_host", "server_name"),
  FORWARDED("http_cf_connecting_ip", "http_x_forwarded_for"),
  REALIP("realip_remote_addr"),
  REMOTE("remote_addr"),
  PROXY("server_addr", "hostname"),
  CONNECTION("connection"),
  BYTES_SENT("bytes_sent", "body_bytes_sent"),
  COMPLETION("request_completion"),
  REQUEST_ID(
      "http_x_request_id",
      "req_id",
      "request_id",
      "sent_http_x_request_id",
      "upstream_http_x_request_id",
      "http_x_correlation_id"),
  TRACE(
      "http_traceparent",
      "http_b3",
      "http_x_b3_traceid",
      "http_uber_trace_id",
      "opentelemetry_trace_id"),
  EDGE_ID("http_cf_ray", "http_x_amzn_trace_id", "http_x_amz_cf_id"),
  POOL("proxy_upstream_name", "upstream_name"),
  UPSTREAM("upstream_addr"),
  /** What Nginx Proxy Manager's hosts pass to, without port. */
  SENT_TO("server"),
  UPSTREAM_STATUS("upstream_status"),
  CONNECT_TIME("upstream_connect_time"),
  HEADER_TIME("upstream_header_time"),
  RESPONSE_TIME("upstream_response_time"),
  UPSTREAM_BYTES("upstream_bytes_received", "upstream_response_length");

  final List<String> variables;

  NginxField(String... variables) {
    this.variables = List.of(variables);
  }
}

package io.badhop.cli.check;

import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is missing from a log, and what to paste into the server's configuration. */
final class Advice {

  private static final int SECOND = 1_000_000;

  static final List<String> NGINX =
      """
      map $http_x_request_id $rid { default $http_x_request_id; "" $request_id; }
      log_format badhop escape=json '{"msec":"$msec","request_id":"$rid","cf_ray":"$http_cf_ray",'
        '"connection":"$connection","server_addr":"$server_addr","remote_addr":"$remote_addr","host":"$host",'
        '"method":"$request_method","uri":"$request_uri","status":"$status","bytes_sent":"$bytes_sent",'
        '"request_time":"$request_time","request_completion":"$request_completion",'
        '"upstream_addr":"$upstream_addr","upstream_status":"$upstream_status",'
        '"upstream_connect_time":"$upstream_connect_time","upstream_header_time":"$upstream_header_time",'
        '"upstream_response_time":"$upstream_response_time","upstream_bytes_received":"$upstream_bytes_received"}';
      access_log /var/log/nginx/badhop.log badhop;
      proxy_set_header X-Request-ID $rid;    # and: error_log /var/log/nginx/error.log warn;
      """
          .lines()
          .toList();

  static final List<String> HAPROXY =
      """
      # in the frontend; an ID that came with the request is kept, the server and the log get the same
      option httplog
      unique-id-format %[uuid()]
      http-request set-header X-Request-ID %[unique-id] unless { req.hdr(X-Request-ID) -m found }
      http-request capture req.hdr(X-Request-ID) len 64
      http-request capture req.hdr(Host) len 64
      """
          .lines()
          .toList();

  /** Apache knows no line break within a format. */
  static final List<String> APACHE =
      """
      # mod_headers and mod_unique_id; Apache allows no comment behind a directive
      RequestHeader setifempty X-Request-ID "%{UNIQUE_ID}e"
      LogFormat "{\\"time\\":\\"%{%Y-%m-%dT%H:%M:%S}t.%{msec_frac}t %{%z}t\\",\\"request_id\\":\\"%{X-Request-ID}i\\",\\"log_id\\":\\"%L\\",\
      \\"remote_addr\\":\\"%a\\",\\"server_addr\\":\\"%A\\",\\"host\\":\\"%{Host}i\\",\\"method\\":\\"%m\\",\\"uri\\":\\"%U\\",\
      \\"status\\":\\"%>s\\",\\"bytes_sent\\":\\"%O\\",\\"request_time_us\\":\\"%D\\",\\"worker\\":\\"%{BALANCER_WORKER_NAME}e\\",\
      \\"conn_status\\":\\"%X\\"}" badhop
      CustomLog logs/badhop.log badhop
      ErrorLogFormat "[%{u}t] [%-m:%l] [pid %P:tid %T] [%L] %E: [client\\ %a] %M"
      """
          .lines()
          .toList();

  static final List<String> CADDY =
      """
      # in the site's block; docs/formats/caddy.md says more
      log {
        output file /var/log/caddy/access.log
        format json
      }
      route {
        @without not header X-Request-Id *
        request_header @without X-Request-Id {http.request.uuid}
        header X-Request-Id {http.request.header.X-Request-Id}
        reverse_proxy 127.0.0.1:8080 {    # your upstream
          header_down X-Upstream {http.reverse_proxy.upstream.hostport}
          header_down X-Upstream-Latency {http.reverse_proxy.upstream.latency}
        }
      }
      """
          .lines()
          .toList();

  /** Traefik makes no ID. */
  static final List<String> TRAEFIK =
      """
      # the edge or load balancer in front has to set X-Request-Id; docs/formats/traefik.md says more
      log:
        level: DEBUG    # causes of 502 and 504 are written at this level
      accessLog:
        format: json
        fields:
          defaultMode: keep
          headers:
            defaultMode: drop
            names:
              X-Request-Id: keep
              Traceparent: keep
      """
          .lines()
          .toList();

  static final List<String> ENVOY =
      """
      # in the typed_config of the access log; docs/formats/envoy.md says more
      log_format:
        json_format:
          start_time: "%START_TIME%"
          method: "%REQ(:METHOD)%"
          path: "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%"
          authority: "%REQ(:AUTHORITY)%"
          response_code: "%RESPONSE_CODE%"
          response_flags: "%RESPONSE_FLAGS%"
          response_code_details: "%RESPONSE_CODE_DETAILS%"
          upstream_transport_failure_reason: "%UPSTREAM_TRANSPORT_FAILURE_REASON%"
          duration: "%DURATION%"
          upstream_service_time: "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%"
          upstream_host: "%UPSTREAM_HOST%"
          upstream_cluster: "%UPSTREAM_CLUSTER%"
          attempt_count: "%UPSTREAM_REQUEST_ATTEMPT_COUNT%"
          bytes_sent: "%BYTES_SENT%"
          x_forwarded_for: "%REQ(X-FORWARDED-FOR)%"
          request_id: "%REQ(X-REQUEST-ID)%"
      """
          .lines()
          .toList();

  private static final List<String> OTHERS =
      List.of("docs/formats/README.md names the page of each server that says what to log.");

  private static final List<String> APP =
      List.of(
          "Write one JSON object a line with: ts (with milliseconds and zone), level, request_id (the X-Request-ID header), status,",
          "duration_ms, method, path, service, instance; on errors also exc_type and msg.");

  private static final List<String> EDGE =
      List.of(
          "Cloudflare Logpush, dataset http_requests: add RayID, OriginIP, OriginResponseStatus, OriginResponseDurationMs,",
          "EdgeStartTimestamp and EdgeEndTimestamp (format unixnano or rfc3339ms), and the custom request field x-request-id.");

  private Advice() {}

  /** What one log does not allow, with one remedy for all of it. */
  static List<Finding> of(SourceFacts facts) {
    if (facts.requests == 0 && facts.tier != Tier.APP) {
      return List.of();
    }
    List<String> lacks = new ArrayList<>();
    if (facts.withoutId * 20 > facts.records) {
      lacks.add(
          "no request ID in "
              + Percent.of(facts.withoutId, facts.records)
              + " of the records: they join with no other tier");
    }
    if (facts.resolution >= SECOND) {
      lacks.add(
          "time stamps in whole seconds: incidents are told up to a second later, and order within a second is not known");
    }
    if (facts.requests > 0 && facts.lacks(facts.withoutDuration)) {
      lacks.add("no durations: slow cannot be told from dead");
    }
    upstream(facts, lacks);
    List<Finding> findings = new ArrayList<>();
    if (!lacks.isEmpty()) {
      findings.add(new Finding(facts.name + ": " + String.join("; ", lacks) + ".", remedy(facts)));
    }
    return findings;
  }

  /** What whole tiers without a log do not allow. */
  static List<Finding> missing(Set<Tier> present) {
    List<Finding> findings = new ArrayList<>();
    Set<Tier> absent = new TreeSet<>(Set.of(Tier.values()));
    absent.removeAll(present);
    for (Tier tier : absent) {
      findings.add(
          switch (tier) {
            case EDGE ->
                new Finding(
                    "no edge log: what never reached a proxy (521 to 524, DNS, the CDN's own errors) is not seen.",
                    EDGE);
            case PROXY ->
                new Finding(
                    "no proxy log: which upstream failed, and whether it was retried, is not seen.",
                    NGINX);
            case APP ->
                new Finding(
                    "no application log: an error of the application cannot be told by its exception.",
                    APP);
          });
    }
    return findings;
  }

  private static void upstream(SourceFacts facts, List<String> lacks) {
    if (facts.lacks(facts.withoutUpstream)) {
      lacks.add(
          facts.tier == Tier.EDGE
              ? "no status of the origin: the edge's own errors cannot be told from those passed through"
              : "no upstream address: the failing instance cannot be named");
    }
    if (facts.lacks(facts.withoutUpstreamTimes)) {
      lacks.add(
          "no upstream timings: refused, timed out and broken off look alike without the error log");
    }
  }

  private static List<String> remedy(SourceFacts facts) {
    return switch (facts.tier) {
      case EDGE -> EDGE;
      case APP -> APP;
      case PROXY ->
          switch (facts.software) {
            case "haproxy" -> HAPROXY;
            case "apache" -> APACHE;
            case "caddy" -> CADDY;
            case "traefik" -> TRAEFIK;
            case "envoy" -> ENVOY;
            case "nginx" -> NGINX;
            default -> OTHERS;
          };
    };
  }
}

package io.badhop.streams.diagnose;

import static io.badhop.streams.diagnose.QuickFixes.fix;
import static io.badhop.streams.diagnose.Software.ALB;
import static io.badhop.streams.diagnose.Software.APACHE;
import static io.badhop.streams.diagnose.Software.CADDY;
import static io.badhop.streams.diagnose.Software.CLOUDFLARE;
import static io.badhop.streams.diagnose.Software.CLOUDFRONT;
import static io.badhop.streams.diagnose.Software.ENVOY;
import static io.badhop.streams.diagnose.Software.FASTLY;
import static io.badhop.streams.diagnose.Software.HAPROXY;
import static io.badhop.streams.diagnose.Software.IIS;
import static io.badhop.streams.diagnose.Software.NGINX;
import static io.badhop.streams.diagnose.Software.TRAEFIK;
import static io.badhop.streams.diagnose.Software.VARNISH;

import io.badhop.schemas.event.Cause;
import io.badhop.streams.diagnose.QuickFixes.Fix;
import java.util.Map;

/**
 * Quick fixes where the upstream was reached, and answered late, wrongly, in part or not at all.
 */
final class AnswerFixes {

  private AnswerFixes() {}

  static void into(Map<Cause, Fix> fixes) {
    fixes.put(Cause.RESPONSE_TIMEOUT, slow());
    fixes.put(Cause.CONNECTION_RESET, reset());
    fixes.put(Cause.PREMATURE_CLOSE, closed());
    fixes.put(Cause.HEADER_TOO_LARGE, header());
    fixes.put(Cause.INVALID_RESPONSE, invalid());
    fixes.put(Cause.BODY_TRUNCATED, truncated());
    fixes.put(
        Cause.APP_ERROR,
        fix(
            "Read the exception in the application's log for these request IDs, and roll back if a deploy came just before."));
    fixes.put(
        Cause.APP_UNAVAILABLE,
        fix(
            "The application itself answers 503: look for load shedding, a maintenance switch or a dependency that is down, and add capacity if it is load."));
  }

  private static Fix slow() {
    return fix(
        "Proxy time-out too low, or the application too slow: find what it waits for on these paths, and raise the time-out only where the answer is right but long.",
        NGINX,
        "Raise `proxy_read_timeout` (`fastcgi_read_timeout`, `uwsgi_read_timeout`) for these locations only, and keep it above gunicorn `--timeout` or PHP-FPM `request_terminate_timeout`.",
        HAPROXY,
        "Raise `timeout server` in this backend only.",
        APACHE,
        "Raise `ProxyTimeout`, or `timeout=` on this `ProxyPass`.",
        ENVOY,
        "Raise the route's `timeout` and `per_try_timeout`.",
        CADDY,
        "Raise `response_header_timeout` of `transport http` in this `reverse_proxy`.",
        TRAEFIK,
        "Raise `forwardingTimeouts.responseHeaderTimeout` of the `serversTransport`.",
        IIS,
        "Raise the time-out on the farm's Proxy page, and `requestTimeout` of `aspNetCore`.",
        VARNISH,
        "Raise the backend's `.first_byte_timeout`.",
        CLOUDFLARE,
        "The zone's Proxy Read Timeout is 120 s by default (it was 100 s): answer long work with 202 and let the client ask again.",
        CLOUDFRONT,
        "Raise the origin's response time-out.",
        FASTLY,
        "Raise the backend's first byte time-out.",
        ALB,
        "Raise the load balancer's idle time-out.");
  }

  private static Fix reset() {
    return fix(
        "The application broke off connections it had accepted: look for crashes, out-of-memory kills and restarts at these times.",
        NGINX,
        "If single requests fail on reused connections, keep the application's keep-alive time above `keepalive_timeout` of the `upstream` block; for PHP-FPM see `request_terminate_timeout`.",
        HAPROXY,
        "If single requests fail on reused connections, set `http-reuse never`, a shorter `pool-purge-delay` or `retry-on conn-failure empty-response`.",
        APACHE,
        "If single requests fail on reused connections, set `ttl=` below the application's keep-alive time or `disablereuse=on`.",
        ENVOY,
        "If single requests fail on reused connections, set the cluster's `idle_timeout` below the application's and `retry_on: reset`.",
        ALB,
        "Keep the targets' keep-alive time above the load balancer's idle time-out.");
  }

  private static Fix closed() {
    return fix(
        "The application closed the connection before it answered: look for a crashed or killed worker at these times (`dmesg`, gunicorn `--timeout`, uWSGI harakiri, PHP-FPM `request_terminate_timeout`).",
        NGINX,
        "If single requests fail on reused connections, keep the application's keep-alive time above that of the `upstream` block.",
        HAPROXY,
        "`retry-on empty-response` hides single ones for requests that may be repeated.",
        APACHE,
        "If single requests fail on reused connections, set `ttl=` below the application's keep-alive time or `disablereuse=on`.",
        ENVOY,
        "`retry_on: reset` hides single ones; set the cluster's `idle_timeout` below the application's.",
        ALB,
        "Keep the targets' keep-alive time above the load balancer's idle time-out.");
  }

  private static Fix header() {
    return fix(
        "Header too large: the response header does not fit the proxy's buffer. Make cookies and headers of these paths smaller, or enlarge the buffer.",
        NGINX,
        "Set `proxy_buffer_size 16k; proxy_buffers 8 16k; proxy_busy_buffers_size 32k` for these locations (`fastcgi_buffer_size`, `uwsgi_buffer_size` likewise).",
        HAPROXY,
        "Raise `tune.bufsize` (and `tune.http.maxhdr` for many headers).",
        APACHE,
        "Set `responsefieldsize=16384` on the `ProxyPass`; `LimitRequestFieldSize` is for requests.",
        ENVOY,
        "Raise `max_response_headers_kb`.",
        CADDY,
        "Raise `max_response_header` of `transport http` in this `reverse_proxy`.",
        TRAEFIK,
        "Traefik takes up to 10 MB, which is Go's default: a header beyond that has to be mended where it is made.",
        IIS,
        "ARR takes 64 KB of response header, which is WinHTTP's default: make it smaller where it is made.",
        VARNISH,
        "Raise `http_resp_hdr_len`, `http_resp_size` and `workspace_backend`.");
  }

  private static Fix invalid() {
    return fix(
        "The upstream does not speak the protocol that is expected: see that the port is the application's HTTP (FastCGI, uwsgi) port and read its raw answer.",
        NGINX,
        "Match `proxy_pass`, `fastcgi_pass` or `uwsgi_pass`, http or https, to what listens there.",
        HAPROXY,
        "`show errors` on the stats socket prints the refused bytes and where they are wrong.",
        APACHE,
        "Match the scheme in `ProxyPass` (`http`, `fcgi`, `uwsgi`, `ajp`, `h2c`) to what listens there.",
        ENVOY,
        "Match the cluster's HTTP/1 or HTTP/2 settings to what listens there.",
        VARNISH,
        "Read the raw answer with `varnishlog -g raw`.");
  }

  private static Fix truncated() {
    return fix(
        "Responses are cut after a good header, so users see broken pages under a 200: look for workers killed while they write, and for long pauses in streamed answers.",
        NGINX,
        "`proxy_read_timeout` is the longest pause between two reads; see also full disks under `proxy_temp_path`.",
        HAPROXY,
        "`timeout server` is the longest pause between two reads.",
        APACHE,
        "`ProxyTimeout` is the longest pause between two reads.",
        ENVOY,
        "The route's `timeout` counts until the last byte: set it to 0 for streams and use `idle_timeout`.",
        VARNISH,
        "`between_bytes_timeout` is the longest pause between two reads.");
  }
}

package io.badhop.streams.diagnose;

import static io.badhop.streams.diagnose.QuickFixes.fix;
import static io.badhop.streams.diagnose.Software.ALB;
import static io.badhop.streams.diagnose.Software.APACHE;
import static io.badhop.streams.diagnose.Software.CADDY;
import static io.badhop.streams.diagnose.Software.CLOUDFLARE;
import static io.badhop.streams.diagnose.Software.CLOUDFRONT;
import static io.badhop.streams.diagnose.Software.ENVOY;
import static io.badhop.streams.diagnose.Software.HAPROXY;
import static io.badhop.streams.diagnose.Software.IIS;
import static io.badhop.streams.diagnose.Software.NGINX;
import static io.badhop.streams.diagnose.Software.TRAEFIK;
import static io.badhop.streams.diagnose.Software.VARNISH;

import io.badhop.schemas.event.Cause;
import io.badhop.streams.diagnose.QuickFixes.Fix;
import java.util.Map;

/** Quick fixes where capacity, a rule, the edge or the logs themselves are the trouble. */
final class PlatformFixes {

  private PlatformFixes() {}

  static void into(Map<Cause, Fix> fixes) {
    capacity(fixes);
    fixes.put(Cause.ORIGIN_UNREACHABLE, origin());
    fixes.put(Cause.EDGE_ERROR, edge());
    others(fixes);
  }

  private static void capacity(Map<Cause, Fix> fixes) {
    fixes.put(Cause.POOL_EXHAUSTED, pool());
    fixes.put(
        Cause.WORKER_TIMEOUT,
        fix(
            "A worker was killed because it took too long: find what it waited for, then raise gunicorn `--timeout`, uWSGI `harakiri` or PHP-FPM `request_terminate_timeout` if the work is rightly long."));
    fixes.put(Cause.RATE_LIMITED, rateLimit());
    fixes.put(Cause.PROXY_EXHAUSTED, proxyLimits());
  }

  private static Fix pool() {
    return fix(
        "Pool exhausted: all workers of the application are busy. Find what holds them; if memory allows raise PHP-FPM `pm.max_children` (and `listen.backlog`), gunicorn `--workers` or `--threads`, or uWSGI `processes` and `listen`.",
        HAPROXY,
        "Raise `maxconn` on the `server` line only if the application can take it; `timeout queue` is how long requests wait.",
        APACHE,
        "`max=` and `acquire=` of the worker limit connections to the application.",
        ENVOY,
        "Raise the cluster's `circuit_breakers` (`max_connections`, `max_pending_requests`) only if the application can take it.",
        NGINX,
        "`max_conns` in the `upstream` block limits connections too.",
        CADDY,
        "Raise `max_conns_per_host` of `transport http` only if the application can take it.",
        TRAEFIK,
        "The `inFlightReq` middleware limits what reaches the application, so that the rest is told at once.",
        VARNISH,
        "Raise the backend's `.max_connections` only if the application can take it.",
        IIS,
        "Raise the application pool's queue length only after finding what fills it.");
  }

  private static Fix rateLimit() {
    return fix(
        "A rate limit refuses these requests: see whether the limit or the traffic is wrong, and take back the last change of the limit if it is.",
        NGINX,
        "Adjust `rate` of the `limit_req_zone`, `burst` and `limit_req_status 429`; `limit_req_dry_run on` lifts the limit at once.",
        HAPROXY,
        "Adjust the `stick-table` rule and its `deny_status`.",
        ENVOY,
        "Adjust the rate limit service's descriptors or the local rate limit's `token_bucket`.",
        CLOUDFLARE,
        "Adjust or pause the zone's rate limiting rule.");
  }

  private static Fix proxyLimits() {
    return fix(
        "The proxy itself is out of connections, files or local ports: raise its limits, and see who holds the connections.",
        NGINX,
        "Raise `worker_connections` and `worker_rlimit_nofile`; `keepalive` in the `upstream` block saves local ports.",
        HAPROXY,
        "Raise `maxconn` in `global` and `ulimit-n`; `source` with more addresses saves local ports.",
        APACHE,
        "Raise `MaxRequestWorkers` (and `ServerLimit`), or shorten `KeepAliveTimeout`.",
        ENVOY,
        "Raise the overload manager's limits and the file limit of the process.");
  }

  private static Fix origin() {
    return fix(
        "CDN host error: the edge gets no answer from the proxy. See that the proxy runs and listens on the port the edge uses, and that firewall and rate limits let the edge's addresses in.",
        CLOUDFLARE,
        "521 is a refusal, 522 and 523 are silence on the way, 520 is an answer broken off; try the origin's address from outside with curl.",
        CLOUDFRONT,
        "Check the origin's name, ports and security group.",
        ALB,
        "Check the targets' port, security group and keep-alive time (above the idle time-out).");
  }

  private static Fix edge() {
    return fix(
        "The CDN answers with an error of its own while the origin is not involved: see its status page, and undo the last change of workers, rules or functions there.",
        CLOUDFLARE,
        "Check Workers' exceptions and limits, and the zone's recent configuration changes.",
        CLOUDFRONT,
        "Check Lambda@Edge and CloudFront Functions.");
  }

  private static void others(Map<Cause, Fix> fixes) {
    fixes.put(
        Cause.MAINTENANCE,
        fix(
            "A rule answers in place of the application: end the maintenance, or tell those who ask that it is planned."));
    fixes.put(
        Cause.CLIENT_ABORT,
        fix("Clients leave before the answer: nothing to mend here unless the answers are slow."));
    fixes.put(
        Cause.TRAFFIC_LOST,
        fix(
            "Requests stopped coming: check DNS, the CDN and the way to the proxies first, then whether logs still arrive."));
    fixes.put(
        Cause.LOGS_MISSING,
        fix(
            "Logs of this source stopped: check the log shipper, the disk and the log rotation; nothing is said about the requests themselves."));
    fixes.put(
        Cause.UNKNOWN,
        fix(
            "The logs do not tell the cause: run the reproduction line, and log more for next time.",
            NGINX,
            "Log `$upstream_addr $upstream_status $upstream_connect_time $upstream_header_time`, and `error_log` at level error.",
            HAPROXY,
            "Use `option httplog` with the termination state, and log `%[bc_err_str]`.",
            APACHE,
            "Log `%L` and `%{BALANCER_WORKER_NAME}e`, and `LogLevel proxy:info`.",
            ENVOY,
            "Log `%RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS% %UPSTREAM_TRANSPORT_FAILURE_REASON%`."));
  }
}

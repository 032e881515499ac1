package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FailureCell;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failures that all take the same time end at a time-out: how long it is, and whose setting. */
class TimeoutsTest {

  private static final int MINUTE = 240;

  private final Traffic traffic = new Traffic();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nginx | RESPONSE_TIMEOUT | 60 | proxy_read_timeout",
        "ingress-nginx | CONNECT_TIMEOUT | 5 | proxy_connect_timeout",
        "nginx | TLS_FAILURE | 5 | proxy_connect_timeout",
        "nginx | DNS_FAILURE | 30 | resolver_timeout",
        "nginx | POOL_EXHAUSTED | 60 | fastcgi_read_timeout",
        "nginx | BODY_TRUNCATED | 60 | proxy_read_timeout",
        "haproxy | RESPONSE_TIMEOUT | 30 | timeout server",
        "haproxy | CONNECT_TIMEOUT | 12 | timeout connect",
        "haproxy | POOL_EXHAUSTED | 3 | timeout queue",
        "haproxy | CONNECTION_REFUSED | 3 | retries",
        "haproxy | BODY_TRUNCATED | 30 | timeout server",
        "apache | RESPONSE_TIMEOUT | 60 | ProxyTimeout",
        "apache | CONNECT_TIMEOUT | 10 | connectiontimeout",
        "apache | POOL_EXHAUSTED | 2 | acquire",
        "envoy | RESPONSE_TIMEOUT | 15 | the route's `timeout`",
        "istio-proxy | CONNECT_TIMEOUT | 10 | connect_timeout",
        "iis | RESPONSE_TIMEOUT | 120 | server farm's proxy",
        "arr | RESPONSE_TIMEOUT | 120 | requestTimeout",
        "caddy | RESPONSE_TIMEOUT | 30 | response_header_timeout",
        "traefik | RESPONSE_TIMEOUT | 30 | responseHeaderTimeout",
        "varnish | RESPONSE_TIMEOUT | 60 | first_byte_timeout",
        "cloudflare | RESPONSE_TIMEOUT | 100 | Proxy Read Timeout",
        "cloudflare | RESPONSE_TIMEOUT | 120 | Proxy Read Timeout",
        "cloudflare | ORIGIN_UNREACHABLE | 19 | 19 s on connecting",
        "cloudflare | ORIGIN_UNREACHABLE | 90 | 90 s on the acknowledgement",
        "cloudfront | RESPONSE_TIMEOUT | 30 | origin's response timeout",
        "cloudfront | ORIGIN_UNREACHABLE | 30 | connection attempts",
        "fastly | RESPONSE_TIMEOUT | 15 | first byte timeout",
        "alb | RESPONSE_TIMEOUT | 60 | idle timeout",
        "alb | ORIGIN_UNREACHABLE | 10 | 10 s on connecting",
        "unheard-of | RESPONSE_TIMEOUT | 60 | its limit on waiting for the answer",
        "nginx | PREMATURE_CLOSE | 30 | gunicorn's --timeout",
        "haproxy | CONNECTION_RESET | 30 | request_terminate_timeout",
        "envoy | WORKER_TIMEOUT | 30 | harakiri",
        "nginx | APP_ERROR | 5 | database"
      })
  void theTimeAndWhoseSettingItIs(String software, Cause cause, long seconds, String setting) {
    fails(software, cause, seconds * 1_000_000, 1_000);

    assertThat(evidence())
        .filteredOn(words -> words.startsWith("all fail after"))
        .singleElement()
        .asString()
        .startsWith("all fail after " + seconds + ".0")
        .contains(setting);
  }

  /** The edge's own time-out is not one of the proxy's, and the proxy's is none of the edge. */
  @ParameterizedTest
  @CsvSource({
    "nginx, of the proxy",
    "cloudflare, of the edge",
    "cloudfront, of the edge",
    "alb, of the load balancer"
  })
  void whoseTimeoutItIs(String software, String owner) {
    fails(software, Cause.RESPONSE_TIMEOUT, 60_000_000, 1_000);

    assertThat(evidence()).anyMatch(words -> words.contains("a time-out " + owner));
  }

  /** A refusal takes as long as it takes: no setting of nginx makes it constant. */
  @Test
  void whereNoTimeoutEndsSoNoSettingIsNamed() {
    fails("nginx", Cause.CONNECTION_REFUSED, 2_000_000, 1_000);

    assertThat(evidence()).anyMatch(words -> words.matches("all fail after 2\\.0[0-9] s"));
  }

  @Test
  void timesThatDifferByMoreThanATwentiethAreNoTimeout() {
    fails("nginx", Cause.RESPONSE_TIMEOUT, 2_000_000, 50_000);

    assertThat(evidence()).noneMatch(words -> words.startsWith("all fail after"));
  }

  @Test
  void fourFailuresAreTooFewToSayAll() {
    traffic.healthy(MINUTE);
    fails(4, "nginx", Cause.RESPONSE_TIMEOUT, 60_000_000, 1_000);

    assertThat(evidence()).noneMatch(words -> words.startsWith("all fail after"));
  }

  private void fails(String software, Cause cause, long us, long more) {
    traffic.healthy(MINUTE);
    fails(24, software, cause, us, more);
  }

  private void fails(int slots, String software, Cause cause, long us, long more) {
    for (int i = 0; i < slots; i++) {
      FailureCell cell =
          traffic.cell("shop/login", "10.0.0.1:80", cause, Traffic.domain(cause), false);
      cell.getExemplars().get(0).setSoftware(software);
      cell.setMinDurationUs(us + i * more);
      cell.setMaxDurationUs(us + i * more);
      traffic.fail(cell).ok("shop/", "10.0.0.1:80", 5).step();
    }
  }

  private List<String> evidence() {
    Escalation last = traffic.said.get(traffic.said.size() - 1);
    return last.getEvidence();
  }
}

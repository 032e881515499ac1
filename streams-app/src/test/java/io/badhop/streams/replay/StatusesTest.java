package io.badhop.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Severity;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * One nginx answers 502, 503 and 504 on three paths at the same time, each for a reason of its own:
 * three incidents, each with its hop, its cause and what to do.
 */
class StatusesTest {

  private final Story story = new Story();

  @Test
  void fiveHundredTwoThreeAndFourAreThreeTroubles() {
    for (int i = 0; i < 6_000; i++) {
      double second = i / 50.0;
      boolean broken = second >= 60;
      switch (i % 5) {
        case 0 -> pay(second, broken);
        case 1 -> search(second, broken);
        case 2 -> export(second, broken);
        default -> at(second, "/shelf-" + "abcd".charAt(i % 4), "web", "10.0.0.1:80").proxy(200);
      }
    }
    List<Escalation> told = story.told();

    Escalation refused = last(told, said -> says(said, "502"));
    assertThat(refused.getCause()).isEqualTo(Cause.CONNECTION_REFUSED);
    assertThat(refused.getFaultDomain()).isEqualTo(FaultDomain.APP);
    assertThat(refused.getQuickFix()).contains("Start the application");

    Escalation limited = last(told, said -> says(said, "503"));
    assertThat(limited.getCause()).isEqualTo(Cause.RATE_LIMITED);
    assertThat(limited.getFaultDomain()).isEqualTo(FaultDomain.PROXY);
    assertThat(limited.getQuickFix()).contains("limit_req_zone");

    Escalation late = last(told, said -> says(said, "504"));
    assertThat(late.getCause()).isEqualTo(Cause.RESPONSE_TIMEOUT);
    assertThat(late.getFaultDomain()).isEqualTo(FaultDomain.APP);
    assertThat(late.getQuickFix()).contains("proxy_read_timeout");
    assertThat(late.getEvidence())
        .anyMatch(words -> words.startsWith("all fail after 5.00 s: a time-out of the proxy"));

    assertThat(told.stream().map(Escalation::getIncidentId).distinct()).hasSize(3);
    assertThat(List.of(refused, limited, late))
        .allMatch(said -> said.getSeverity().compareTo(Severity.MINOR) >= 0);
  }

  /** The process is gone: refused at once. */
  private void pay(double second, boolean broken) {
    Story.Request request = at(second, "/pay", "pay", "10.0.1.1:80");
    if (broken) {
      request.proxy(502, "", attempt("pay", "10.0.1.1:80", 502, -1, 1_000));
    } else {
      request.proxy(200);
    }
  }

  /** A limit of nginx's own refuses it: no upstream is asked. */
  private void search(double second, boolean broken) {
    Story.Request request = at(second, "/search", "search", "10.0.2.1:80");
    if (broken) {
      request.refused(503);
    } else {
      request.proxy(200);
    }
  }

  /** It takes the connection and answers nothing within five seconds. */
  private void export(double second, boolean broken) {
    Story.Request request = at(second, "/export", "export", "10.0.3.1:80");
    if (broken) {
      request.by("nginx", 5_000_000);
      request.proxy(504, "", attempt("export", "10.0.3.1:80", 504, 300, 5_000_000));
    } else {
      request.proxy(200);
    }
  }

  private Story.Request at(double second, String path, String pool, String upstream) {
    return story
        .at(second)
        .of("shop.example", path)
        .on(pool, upstream)
        .by("198.51.100." + (int) (second * 50) % 90);
  }

  /** It got no header. */
  private static Attempt attempt(
      String pool, String upstream, int status, long connectUs, long us) {
    return Attempt.newBuilder()
        .setAddress(upstream)
        .setPool(pool)
        .setStatus(status)
        .setConnectUs(connectUs)
        .setResponseUs(us)
        .build();
  }

  private static boolean says(Escalation said, String status) {
    return said.getStatuses().containsKey(status);
  }

  private static Escalation last(List<Escalation> told, Predicate<Escalation> which) {
    Optional<Escalation> last = told.stream().filter(which).reduce((one, other) -> other);
    return last.orElseThrow();
  }
}

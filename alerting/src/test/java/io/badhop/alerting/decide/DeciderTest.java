package io.badhop.alerting.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.alerting.Samples;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.SentNotification;
import io.badhop.schemas.event.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeciderTest {

  private static final Instant SENT = Instant.parse("2026-11-22T06:08:00Z");
  private static final Route PAGER = Route.all("pager", Severity.MINOR);
  private static final Route HOURLY =
      new Route("hourly", Severity.MINOR, Set.of(), Set.of(), Duration.ofHours(1));
  private static final Route NETWORK =
      new Route(
          "network", Severity.MINOR, Set.of(), Set.of(FaultDomain.UPSTREAM_LINK), Duration.ZERO);
  private static final Route BLOG =
      new Route("blog", Severity.MINOR, Set.of("blog"), Set.of(), Duration.ZERO);

  static Stream<Arguments> decisions() {
    return Stream.of(
        row(
            "an unknown incident, loud enough",
            PAGER,
            escalation(0, Phase.OPENED, Severity.MAJOR),
            null,
            SENT,
            Reason.FIRST),
        row(
            "a warning is not for the pager",
            PAGER,
            escalation(0, Phase.OPENED, Severity.WARNING),
            null,
            SENT,
            Reason.TOO_QUIET),
        row(
            "a warning that became loud",
            PAGER,
            escalation(1, Phase.ESCALATED, Severity.MINOR),
            null,
            SENT,
            Reason.FIRST),
        row(
            "read again after a crash",
            PAGER,
            escalation(1, Phase.UPDATED, Severity.MINOR),
            sent(1, Phase.UPDATED, Severity.MINOR),
            SENT,
            Reason.ALREADY_SENT),
        row(
            "louder than told",
            PAGER,
            escalation(2, Phase.ESCALATED, Severity.MAJOR),
            sent(1, Phase.OPENED, Severity.MINOR),
            SENT,
            Reason.LOUDER),
        row(
            "only more of the same",
            PAGER,
            escalation(2, Phase.UPDATED, Severity.MINOR),
            sent(1, Phase.OPENED, Severity.MINOR),
            SENT,
            Reason.NOTHING_NEW),
        row(
            "the cause was corrected",
            PAGER,
            with(
                escalation(2, Phase.UPDATED, Severity.MINOR),
                e -> e.setCause(Cause.POOL_EXHAUSTED)),
            sent(1, Phase.OPENED, Severity.MINOR),
            SENT,
            Reason.CORRECTED),
        row(
            "over, and told of it",
            PAGER,
            escalation(3, Phase.RESOLVED, Severity.MAJOR),
            sent(2, Phase.UPDATED, Severity.MAJOR),
            SENT,
            Reason.RESOLVED),
        row(
            "over before anybody was told",
            PAGER,
            escalation(3, Phase.RESOLVED, Severity.WARNING),
            null,
            SENT,
            Reason.NEVER_TOLD),
        row(
            "came back",
            PAGER,
            escalation(4, Phase.REOPENED, Severity.MAJOR),
            sent(3, Phase.RESOLVED, Severity.MAJOR),
            SENT,
            Reason.REOPENED),
        row(
            "lasts an hour, told hourly",
            HOURLY,
            escalation(4, Phase.UPDATED, Severity.MAJOR),
            sent(3, Phase.OPENED, Severity.MAJOR),
            SENT.plusSeconds(3600),
            Reason.REPEATED),
        row(
            "lasts a minute, told hourly",
            HOURLY,
            escalation(4, Phase.UPDATED, Severity.MAJOR),
            sent(3, Phase.OPENED, Severity.MAJOR),
            SENT.plusSeconds(60),
            Reason.NOTHING_NEW),
        row(
            "another team's hop",
            NETWORK,
            escalation(0, Phase.OPENED, Severity.MAJOR),
            null,
            SENT,
            Reason.NOT_ROUTED),
        row(
            "another site",
            BLOG,
            escalation(0, Phase.OPENED, Severity.MAJOR),
            null,
            SENT,
            Reason.NOT_ROUTED),
        row(
            "told of it, and corrected to another team's hop",
            NETWORK,
            with(
                escalation(2, Phase.UPDATED, Severity.MAJOR),
                e -> e.setFaultDomain(FaultDomain.PROXY)),
            sent(1, Phase.OPENED, Severity.MAJOR),
            SENT,
            Reason.CORRECTED));
  }

  @ParameterizedTest(name = "{0}: {5}")
  @MethodSource("decisions")
  void decides(
      String sentence,
      Route route,
      Escalation escalation,
      SentNotification last,
      Instant now,
      Reason reason) {
    NotifyDecision decision = Decider.decide(route, escalation, last, now);

    assertThat(decision.reason()).as(sentence).isEqualTo(reason);
    assertThat(decision.notifies()).isEqualTo(reason.notifies());
  }

  private static Arguments row(
      String sentence,
      Route route,
      Escalation escalation,
      SentNotification last,
      Instant now,
      Reason reason) {
    return Arguments.of(sentence, route, escalation, last, now, reason);
  }

  private static Escalation escalation(int sequence, Phase phase, Severity severity) {
    return Samples.refused(sequence, phase, severity);
  }

  private static Escalation with(Escalation escalation, Consumer<Escalation> change) {
    change.accept(escalation);
    return escalation;
  }

  private static SentNotification sent(int sequence, Phase phase, Severity severity) {
    return Samples.told(Samples.refused(sequence, phase, severity), SENT);
  }
}

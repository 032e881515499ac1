package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.CauseTally;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HAProxy's and an application's own words make of failures that do not say why. */
class ServerNewsTest {

  private static final long FIRST = 1_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          is going DOWN for maintenance (DNS NX status). 0 active | DNS_FAILURE | UPSTREAM_LINK
          is going DOWN for maintenance (unspecified DNS error). 0 active | DNS_FAILURE | UPSTREAM_LINK
          is going DOWN for maintenance (No IP for server ). 0 active | DNS_FAILURE | UPSTREAM_LINK
          is going DOWN for maintenance. 0 active | MAINTENANCE | PROXY
          is DOWN, reason: Layer4 connection problem, info: "Connection refused" | CONNECTION_REFUSED | APP
          is DOWN, reason: Layer4 timeout, check duration: 2001ms | CONNECT_TIMEOUT | UPSTREAM_LINK
          is DOWN, reason: Layer6 invalid response, info: "SSL handshake failure" | TLS_FAILURE | UPSTREAM_LINK
          is DOWN, reason: Layer7 wrong status, code: 503 | APP_UNAVAILABLE | APP
          """)
  void whatTookTheServersOutIsTheCause(String words, Cause cause, FaultDomain domain) {
    Verdict verdict =
        told(Cause.NO_HEALTHY_UPSTREAM, down("bk/a", "Server bk/a " + words)).orElseThrow();

    assertThat(verdict.cause()).isEqualTo(cause);
    assertThat(verdict.faultDomain()).isEqualTo(domain);
  }

  @Test
  void aServerOfAnotherBackendTellsNothing() {
    assertThat(
            told(
                Cause.NO_HEALTHY_UPSTREAM,
                down("other/a", "Server other/a is going DOWN for maintenance (DNS NX status).")))
        .isEmpty();
  }

  @Test
  void anAddressThatTheResolverChangedIsADriftedName() {
    Verdict verdict = told(Cause.CONNECTION_REFUSED, moved("10.0.0.7", FIRST - 8)).orElseThrow();

    assertThat(verdict.cause()).isEqualTo(Cause.DNS_DRIFT);
    assertThat(verdict.evidence()).anyMatch(words -> words.contains("changed its IP"));
  }

  @Test
  void theFirstAddressOfAServerIsNoChange() {
    assertThat(told(Cause.CONNECTION_REFUSED, moved("(none)", FIRST - 8))).isEmpty();
  }

  @Test
  void anAddressThatChangedLongBeforeIsNotToBlame() {
    assertThat(told(Cause.CONNECTION_REFUSED, moved("10.0.0.7", FIRST - 100))).isEmpty();
  }

  @Test
  void whoCameUpAndListensDoesNotRefuse() {
    assertThat(listening(0.7, started(FIRST)).map(Verdict::cause)).contains(Cause.TLS_FAILURE);
  }

  @Test
  void whereTheLogSaysRefusedItIs() {
    assertThat(listening(0.95, started(FIRST))).isEmpty();
  }

  @Test
  void whoComesUpAgainAndAgainDoesNotStayUp() {
    assertThat(listening(0.7, started(FIRST), started(FIRST + 4))).isEmpty();
  }

  @Test
  void whoWentDownAfterItCameUpRefuses() {
    assertThat(
            listening(
                0.7,
                started(FIRST),
                event(Tier.APP, ComponentEventKind.STOPPED, "app", "stopped", FIRST + 2)))
        .isEmpty();
  }

  @Test
  void whoCameUpLongBeforeMayBeDead() {
    assertThat(listening(0.7, started(FIRST - 40))).isEmpty();
  }

  private static Optional<Verdict> listening(double confidence, ComponentEvent... events) {
    Incident incident = incident(Cause.CONNECTION_REFUSED, confidence);
    return Listening.tell(incident, List.of(events), confidence, FIRST + 20);
  }

  private static Optional<Verdict> told(Cause cause, ComponentEvent event) {
    return ServerNews.tell(incident(cause, 0.8), List.of(event), 0.8, new ArrayList<>());
  }

  private static ComponentEvent down(String server, String message) {
    return event(Tier.PROXY, ComponentEventKind.SERVER_DOWN, server, message, FIRST);
  }

  private static ComponentEvent moved(String from, long slot) {
    String message = "bk/a changed its IP from " + from + " to 10.0.0.9 by dns/d1.";
    return event(Tier.PROXY, ComponentEventKind.OTHER, "bk/a", message, slot);
  }

  private static ComponentEvent started(long slot) {
    return event(Tier.APP, ComponentEventKind.STARTED, "app", "listening", slot);
  }

  private static ComponentEvent event(
      Tier tier, ComponentEventKind kind, String component, String message, long slot) {
    return ComponentEvent.newBuilder()
        .setEventId(slot)
        .setTier(tier)
        .setTime(slot * Slots.MICROS)
        .setKind(kind)
        .setComponent(component)
        .setAddress("10.0.0.7:80")
        .setMessage(message)
        .build();
  }

  private static Incident incident(Cause cause, double confidence) {
    return new Incident(
        IncidentState.newBuilder()
            .setId("1")
            .setKey(KeyId.ALL.key())
            .setOpenedSlot(FIRST)
            .setTotalledSlot(FIRST)
            .setView(Tier.PROXY)
            .setFirstSlot(FIRST)
            .setLastSlot(FIRST + 20)
            .setPools(List.of("bk"))
            .setUpstreams(List.of("10.0.0.7:80"))
            .setCauses(List.of(new CauseTally(cause, FaultDomain.APP, 9L, confidence)))
            .setStatuses(new TreeMap<>())
            .build());
  }
}

package io.badhop.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.correlate.CorrelatorCounters;
import io.badhop.streams.replay.DelayedTiers.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One story, told by logs that come late by tier. 50 requests a second for 100 s through an edge, a
 * proxy and an application. From second 40 to 50 a path is answered with 502, and only the
 * application's log tells that it had answered well, with more header than the proxy takes; from
 * second 70 to 80 the edge cannot reach the proxy.
 */
class ViewsTest {

  private static final long START = 1_760_000_000_000_000L;
  private static final long GAP = 20_000;
  private static final int REQUESTS = 5_000;

  private static final DelayedTiers IN_TIME = new DelayedTiers().run(story());

  @Test
  void theStoryIsTwoIncidents() {
    assertThat(last(IN_TIME).values()).hasSize(2);
    assertThat(opened(IN_TIME, ofProxy()).escalation().getKey().getValue()).contains("/pay");
    Escalation edge = opened(IN_TIME, ofEdge()).escalation();
    assertThat(edge.getFaultDomain()).isEqualTo(FaultDomain.EDGE);
  }

  @ParameterizedTest
  @CsvSource({"APP,5", "APP,60", "APP,300", "EDGE,5", "EDGE,60", "EDGE,300"})
  void anIncidentOfTheProxyIsOpenedAtTheSameTickHoweverLateTheOtherTiersAre(
      Tier tier, long seconds) {
    DelayedTiers late = new DelayedTiers().late(tier, seconds).run(story());

    Said opened = opened(late, ofProxy());
    assertThat(opened.atUs()).isEqualTo(opened(IN_TIME, ofProxy()).atUs());
    assertThat(opened.escalation().getEventTimeMs())
        .isEqualTo(opened(IN_TIME, ofProxy()).escalation().getEventTimeMs());
    assertThat(opened.atUs() / 1_000 - opened.escalation().getEventTimeMs()).isBetween(0L, 250L);
  }

  @ParameterizedTest
  @CsvSource({"APP,5", "APP,60", "APP,300", "EDGE,5", "EDGE,60", "EDGE,300"})
  void theLastWordIsTheSameHoweverLateATierIs(Tier tier, long seconds) {
    DelayedTiers late = new DelayedTiers().late(tier, seconds).run(story());

    assertThat(conclusions(late)).isEqualTo(conclusions(IN_TIME));
    assertThat(late.stage2.counters().snapshot().refinementsUnmatched()).isZero();
    accountsOf(late);
  }

  @ParameterizedTest
  @CsvSource({"5", "60", "300"})
  void theCauseFollowsWhenTheApplicationsLogComes(long seconds) {
    DelayedTiers late = new DelayedTiers().late(Tier.APP, seconds).run(story());
    Escalation first = opened(late, ofProxy()).escalation();
    Said corrected =
        late.said.stream()
            .filter(said -> said.escalation().getIncidentId().equals(first.getIncidentId()))
            .filter(said -> said.escalation().getCause() == Cause.HEADER_TOO_LARGE)
            .findFirst()
            .orElseThrow();

    assertThat(first.getCause()).isEqualTo(Cause.PREMATURE_CLOSE);
    long after = corrected.atUs() / 1_000 - first.getEventTimeMs();
    assertThat(after).isBetween(seconds * 1_000 - 1_000, seconds * 1_000 + 11_000);
  }

  @ParameterizedTest
  @CsvSource({"0", "5", "60", "300"})
  void anIncidentOfTheEdgeAloneComesWithTheEdgesDelayAndTheRightTime(long seconds) {
    DelayedTiers late = new DelayedTiers().late(Tier.EDGE, seconds).run(story());

    Said opened = opened(late, ofEdge());
    long eventTimeMs = opened.escalation().getEventTimeMs();
    assertThat(eventTimeMs).isEqualTo(opened(IN_TIME, ofEdge()).escalation().getEventTimeMs());
    assertThat(eventTimeMs).isBetween(START / 1_000 + 70_000, START / 1_000 + 71_000);
    assertThat(opened.atUs() / 1_000 - eventTimeMs)
        .isBetween(seconds * 1_000, seconds * 1_000 + 250);
  }

  private static void accountsOf(DelayedTiers run) {
    CorrelatorCounters counts = run.stage1.counters().correlated();
    assertThat(counts.joined()).isEqualTo(counts.events());
    assertThat(counts.counted()).isEqualTo(counts.exchanges());
  }

  private static Predicate<Escalation> ofEdge() {
    return escalation -> escalation.getCause() == Cause.ORIGIN_UNREACHABLE;
  }

  private static Predicate<Escalation> ofProxy() {
    return ofEdge().negate();
  }

  private static Said opened(DelayedTiers run, Predicate<Escalation> which) {
    return run.said.stream()
        .filter(said -> said.escalation().getPhase() == Phase.OPENED)
        .filter(said -> which.test(said.escalation()))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Escalation> last(DelayedTiers run) {
    Map<String, Escalation> last = new TreeMap<>();
    run.said.forEach(said -> last.put(said.escalation().getIncidentId(), said.escalation()));
    return last;
  }

  private static Map<String, String> conclusions(DelayedTiers run) {
    Map<String, String> conclusions = new TreeMap<>();
    last(run)
        .forEach(
            (id, e) ->
                conclusions.put(
                    id,
                    String.join(
                        " ",
                        e.getPhase().name(),
                        e.getCause().name(),
                        e.getFaultDomain().name(),
                        e.getKey().getValue(),
                        e.getFailed() + " of " + e.getTotal(),
                        e.getStatuses().toString())));
    return conclusions;
  }

  private static List<SpecificRecord> story() {
    List<SpecificRecord> events = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      long second = i * GAP / 1_000_000;
      boolean unreached = second >= 70 && second < 80 && i % 2 == 0;
      boolean fails = second >= 40 && second < 50 && i % 5 == 0;
      events.add(edge(i, unreached ? 522 : fails ? 502 : 200, unreached ? 0 : fails ? 502 : 200));
      if (!unreached) {
        events.add(proxy(i, fails ? 502 : 200));
        events.add(app(i));
      }
    }
    return events;
  }

  private static long end(int number) {
    return START + number * GAP;
  }

  private static String path(int number) {
    return number % 5 == 0 ? "/pay" : "/shelf-" + "abcd".charAt(number % 4);
  }

  private static EdgeEvent edge(int number, int status, int originStatus) {
    return EdgeEvent.newBuilder()
        .setEventId(number)
        .setSource("edge.log")
        .setTime(end(number) + 5_000)
        .setStartTime(end(number) - 15_000)
        .setDurationUs(20_000)
        .setRequestId("request-" + number)
        .setRequestIdKind(RequestIdKind.REQUEST_ID)
        .setVendor("cloudflare")
        .setMethod("GET")
        .setHost("shop.example")
        .setPath(path(number))
        .setStatus(status)
        .setOriginStatus(originStatus)
        .setOriginAddress("192.0.2.10")
        .setEdgeLocation("FRA")
        .build();
  }

  private static ProxyEvent proxy(int number, int status) {
    return ProxyEvent.newBuilder()
        .setEventId(1_000_000 + number)
        .setSource("proxy.log")
        .setTime(end(number))
        .setStartTime(end(number) - 10_000)
        .setDurationUs(10_000)
        .setRequestId("request-" + number)
        .setRequestIdKind(RequestIdKind.REQUEST_ID)
        .setSoftware("nginx")
        .setProxy("192.0.2.10")
        .setMethod("GET")
        .setHost("shop.example")
        .setPath(path(number))
        .setStatus(status)
        .setPool("app")
        .setAttemptsLogged(true)
        .setAttempts(
            List.of(
                Attempt.newBuilder()
                    .setAddress("10.0.0." + (number % 3 + 1) + ":8080")
                    .setPool("app")
                    .setStatus(status)
                    .setConnectUs(300)
                    .setHeaderUs(status == 502 ? -1 : 9_000)
                    .setResponseUs(9_000)
                    .build()))
        .build();
  }

  private static AppEvent app(int number) {
    return AppEvent.newBuilder()
        .setEventId(2_000_000 + number)
        .setSource("app.log")
        .setTime(end(number) - 1_000)
        .setStartTime(end(number) - 9_000)
        .setDurationUs(8_000)
        .setRequestId("request-" + number)
        .setRequestIdKind(RequestIdKind.REQUEST_ID)
        .setKind(AppEventKind.REQUEST)
        .setService("shop")
        .setInstance("shop-1")
        .setMethod("GET")
        .setPath(path(number))
        .setStatus(200)
        .setLevel("INFO")
        .setMessage("request completed")
        .build();
  }
}

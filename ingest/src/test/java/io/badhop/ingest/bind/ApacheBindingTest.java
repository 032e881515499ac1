package io.badhop.ingest.bind;

import static io.badhop.ingest.bind.Lines.apache;
import static io.badhop.ingest.bind.Lines.apacheAccess;
import static io.badhop.ingest.bind.Lines.binder;
import static io.badhop.ingest.bind.Lines.bound;
import static io.badhop.ingest.bind.Lines.failed;
import static io.badhop.ingest.bind.Lines.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Apache: lines of one thread, some of which name no client. */
class ApacheBindingTest {

  private static final String A = "192.0.2.1";
  private static final String B = "192.0.2.2";
  private static final String ONE = "10.0.0.1:80";
  private static final String TWO = "10.0.0.2:80";

  private static List<ErrorRecord> refused(double at, String thread, String client, String to) {
    return List.of(
        apache(at, thread, "", "AH00957", "attempt to connect to " + to, to),
        apache(at + 0.00005, thread, client, "AH01114", "failed to make connection", "10.0.0.1"));
  }

  @SafeVarargs
  private static ErrorBinder bursts(List<ErrorRecord>... bursts) {
    ErrorBinder binder = new ErrorBinder();
    List<ErrorRecord> all = new ArrayList<>();
    for (List<ErrorRecord> burst : bursts) {
      all.addAll(burst);
    }
    all.forEach(binder::add);
    return binder;
  }

  @Test
  void theWorkersLineBelongsWithTheClientsLineThatFollowsIt() {
    ErrorBinder binder = bursts(refused(5.2, "1", A, ONE));

    assertThat(bound(binder, apacheAccess(5.2, 0.001, A, 503)))
        .containsExactly(
            "AH00957: attempt to connect to " + ONE, "AH01114: failed to make connection");
  }

  @Test
  void linesOfThreadsSideBySideAreNotMixed() {
    List<ErrorRecord> one = refused(5.2, "1", A, ONE);
    List<ErrorRecord> two = refused(5.20001, "2", B, TWO);
    ErrorBinder binder = binder(one.get(0), two.get(0), two.get(1), one.get(1));

    assertThat(bound(binder, apacheAccess(5.2, 0.001, B, 503))).first().asString().endsWith(TWO);
    assertThat(bound(binder, apacheAccess(5.2, 0.001, A, 503))).first().asString().endsWith(ONE);
  }

  @Test
  void allTriesOfABalancerBelongToTheRequest() {
    ErrorBinder binder =
        bursts(
            refused(5.2, "1", A, ONE), refused(5.2002, "1", A, TWO), refused(5.2004, "1", A, ONE));

    assertThat(bound(binder, apacheAccess(5.2, 0.001, A, 503))).hasSize(6);
  }

  @Test
  void theNextRequestOfTheThreadKeepsItsLines() {
    ErrorBinder binder = bursts(refused(5.2, "1", A, ONE), refused(5.6, "1", A, ONE));

    assertThat(bound(binder, apacheAccess(5.2, 0.001, A, 503))).hasSize(2);
    assertThat(bound(binder, apacheAccess(5.6, 0.001, A, 503))).hasSize(2);
  }

  @Test
  void ofTwoThreadsOfAClientTheOneThatTriedTheSameMemberIsTaken() {
    ErrorBinder binder = bursts(refused(5.2, "1", A, ONE), refused(5.3, "2", A, TWO));
    ProxyEvent access = with(apacheAccess(5.3, 0.001, A, 503), failed(TWO));

    assertThat(bound(binder, access)).first().asString().endsWith(TWO);
  }

  @Test
  void anErrorOfTheApplicationGetsNoLineOnceTheLogHasErrorLogIds() {
    ErrorBinder binder = bursts(refused(5.2, "1", A, ONE), refused(5.5, "2", A, ONE));
    ProxyEvent first = apacheAccess(5.2, 0.001, A, 503);
    first.setErrorLogged(true);

    assertThat(bound(binder, first)).hasSize(2);
    assertThat(bound(binder, apacheAccess(5.5, 0.2, A, 503))).isEmpty();
  }

  @Test
  void aFailureThatTheBalancerHidIsKnownByItsErrorLogId() {
    ErrorBinder binder = bursts(refused(5.2, "1", A, ONE));
    ProxyEvent access = apacheAccess(5.2, 0.01, A, 200);
    access.setErrorLogged(true);

    assertThat(bound(binder, access)).hasSize(2);
  }

  @Test
  void theSecondOfTheBeginningAndTheDurationBoundTheTime() {
    ErrorBinder binder = binder(apache(8.3, "1", A, "AH01102", "error reading status line", ONE));

    assertThat(bound(binder, apacheAccess(5.9, 0.5, A, 502))).isEmpty();
    assertThat(bound(binder, apacheAccess(5.9, 3.0, A, 502))).hasSize(1);
  }

  @Test
  void aWorkersLineThatNoClientFollowsIsGivenBack() {
    ErrorBinder binder =
        binder(
            apache(5.2, "1", "", "AH00957", "attempt", ONE),
            apache(7.2, "1", A, "AH01114", "failed", ONE));

    assertThat(bound(binder, apacheAccess(7.2, 0.001, A, 503))).containsExactly("AH01114: failed");
    assertThat(binder.drain())
        .extracting(error -> error.note().getCode())
        .containsExactly("AH00957");
  }
}

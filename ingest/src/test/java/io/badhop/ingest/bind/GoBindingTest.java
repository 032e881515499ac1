package io.badhop.ingest.bind;

import static io.badhop.ingest.bind.Lines.SECOND;
import static io.badhop.ingest.bind.Lines.answered;
import static io.badhop.ingest.bind.Lines.at;
import static io.badhop.ingest.bind.Lines.binder;
import static io.badhop.ingest.bind.Lines.bound;
import static io.badhop.ingest.bind.Lines.failed;
import static io.badhop.ingest.bind.Lines.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import org.junit.jupiter.api.Test;

/** Caddy, whose errors quote the request, and Traefik, whose errors do not. */
class GoBindingTest {

  private static final String ONE = "10.0.0.1:80";
  private static final String TWO = "10.0.0.2:80";

  private static ErrorNote note(double seconds, String message, String code, String to) {
    return ErrorNote.newBuilder()
        .setTime(at(seconds))
        .setLevel("error")
        .setMessage(message)
        .setCode(code)
        .setUpstream(to)
        .build();
  }

  private static ErrorRecord caddy(double seconds, String connection, String path, String said) {
    return new ErrorRecord(
        (seconds + connection + said).hashCode(),
        "caddy",
        note(seconds, said, "", ONE),
        connection,
        "192.0.2.1",
        "GET " + path + " HTTP/1.1",
        "h",
        "",
        1);
  }

  private static ErrorRecord traefik(double seconds, String status, String said, String to) {
    return new ErrorRecord(
        (seconds + status + said + to).hashCode(),
        "traefik",
        note(Math.floor(seconds), said, status, to),
        "",
        "",
        "",
        "",
        "",
        1_000_000);
  }

  private static ProxyEvent access(String software, double end, double took, int status) {
    return ProxyEvent.newBuilder()
        .setEventId(Double.hashCode(end))
        .setRequestId("r")
        .setSoftware(software)
        .setTime(at(end))
        .setStartTime(at(end) - Math.round(took * SECOND))
        .setDurationUs(Math.round(took * SECOND))
        .setResolution(1)
        .setMethod("GET")
        .setPath("/a")
        .setStatus(status)
        .build();
  }

  private static ProxyEvent caddyAccess(double end, double took, String connection, int status) {
    ProxyEvent event = access("caddy", end, took, status);
    event.setConnection(connection);
    return event;
  }

  @Test
  void anErrorOfCaddysBelongsToTheRequestOnItsConnection() {
    ErrorBinder binder =
        binder(caddy(5.2, "c:1", "/a", "refused"), caddy(5.2001, "c:2", "/a", "EOF"));

    assertThat(bound(binder, caddyAccess(5.2002, 0.001, "c:2", 502))).containsExactly("EOF");
    assertThat(bound(binder, caddyAccess(5.2003, 0.001, "c:1", 502))).containsExactly("refused");
  }

  @Test
  void ofAConnectionThatIsKeptOpenTheTimeDecides() {
    ErrorBinder binder = binder(caddy(5.2, "c:1", "/a", "refused"), caddy(6.2, "c:1", "/a", "EOF"));

    assertThat(bound(binder, caddyAccess(6.2, 0.001, "c:1", 502))).containsExactly("EOF");
    assertThat(bound(binder, caddyAccess(5.2, 0.001, "c:1", 502))).containsExactly("refused");
  }

  @Test
  void anotherPathOnTheConnectionIsAnotherRequest() {
    ErrorBinder binder = binder(caddy(5.2, "c:1", "/b", "refused"));

    assertThat(bound(binder, caddyAccess(5.2, 0.001, "c:1", 502))).isEmpty();
  }

  @Test
  void triesThatFailedBehindAGoodAnswerAreBoundToo() {
    ErrorBinder binder =
        binder(caddy(5.2, "c:1", "/a", "refused"), caddy(5.4, "c:1", "/a", "refused again"));

    assertThat(bound(binder, caddyAccess(5.6, 0.5, "c:1", 200)))
        .containsExactly("refused", "refused again");
  }

  @Test
  void whereTheConnectionIsNotLoggedTheRequestAndTheTimeDecide() {
    ErrorBinder binder = binder(caddy(5.2, "c:1", "/a", "refused"));

    assertThat(bound(binder, caddyAccess(5.2, 0.001, "", 502))).containsExactly("refused");
  }

  @Test
  void anErrorOfTraefiksBelongsToTheRequestWithItsStatusAndServer() {
    ErrorBinder binder =
        binder(
            traefik(5.2, "502", "to two", TWO),
            traefik(5.2, "504", "late", ONE),
            traefik(5.2, "502", "to one", ONE));
    ProxyEvent access = with(access("traefik", 5.21, 0.1, 502), failed(ONE));

    assertThat(bound(binder, access)).containsExactly("to one");
  }

  @Test
  void anErrorThatNamesNoServerGoesToTheFirstWithItsStatus() {
    ErrorBinder binder = binder(traefik(5.2, "502", "EOF", ""));

    assertThat(bound(binder, with(access("traefik", 5.21, 0.1, 502), failed(ONE))))
        .containsExactly("EOF");
    assertThat(bound(binder, with(access("traefik", 5.22, 0.1, 502), failed(ONE)))).isEmpty();
  }

  @Test
  void eachRetryHasAnErrorOfItsOwn() {
    ErrorBinder binder =
        binder(
            traefik(5.2, "502", "first", TWO),
            traefik(5.3, "502", "second", ONE),
            traefik(5.3, "502", "third", ONE));
    ProxyEvent access = with(access("traefik", 5.31, 0.2, 502), failed(ONE));
    access.setRetries(1);

    assertThat(bound(binder, access)).containsExactly("first", "second");
  }

  @Test
  void anErrorOfAnotherTimeIsNotTaken() {
    ErrorBinder binder = binder(traefik(5.2, "502", "EOF", ""));

    assertThat(bound(binder, with(access("traefik", 7.5, 0.1, 502), failed(ONE)))).isEmpty();
    assertThat(bound(binder, with(access("traefik", 4.5, 0.1, 502), failed(ONE)))).isEmpty();
  }

  @Test
  void aGoodAnswerOfTraefiksHasNoError() {
    ErrorBinder binder = binder(traefik(5.2, "502", "EOF", ""));

    assertThat(bound(binder, with(access("traefik", 5.21, 0.1, 200), answered(ONE, 200))))
        .isEmpty();
  }

  @Test
  void anAnswerOfTheApplicationHasNoErrorOfTraefiksThoughTheStatusIsTheSame() {
    ErrorBinder binder = binder(traefik(5.2, "500", "tls: failed to verify certificate", ""));
    Attempt own = answered(ONE, 500);
    own.setBytesReceived(157);
    Attempt made = answered(TWO, 500);
    made.setBytesReceived("Internal Server Error".length());

    assertThat(bound(binder, with(access("traefik", 5.21, 0.1, 500), own))).isEmpty();
    assertThat(bound(binder, with(access("traefik", 5.22, 0.1, 500), made))).hasSize(1);
  }

  @Test
  void aServerThatIsKnownByItsNameMayBeAtAnyAddress() {
    ErrorBinder binder = binder(traefik(5.2, "502", "to one", ONE));

    assertThat(bound(binder, with(access("traefik", 5.21, 0.1, 502), failed("app:80"))))
        .containsExactly("to one");
  }
}

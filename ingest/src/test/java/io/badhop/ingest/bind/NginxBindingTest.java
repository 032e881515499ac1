package io.badhop.ingest.bind;

import static io.badhop.ingest.bind.Lines.access;
import static io.badhop.ingest.bind.Lines.answered;
import static io.badhop.ingest.bind.Lines.at;
import static io.badhop.ingest.bind.Lines.binder;
import static io.badhop.ingest.bind.Lines.bound;
import static io.badhop.ingest.bind.Lines.failed;
import static io.badhop.ingest.bind.Lines.nginx;
import static io.badhop.ingest.bind.Lines.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import org.junit.jupiter.api.Test;

/** nginx: which error lines go to which access line. */
class NginxBindingTest {

  private static final String GET = "GET / HTTP/1.1";
  private static final String REFUSED =
      "connect() failed (111: Connection refused) while connecting to upstream";
  private static final String TIMED_OUT =
      "upstream timed out (110: Connection timed out) while reading response header from upstream";
  private static final String CUT = "upstream prematurely closed connection while reading upstream";
  private static final String ONE = "10.0.0.1:80";
  private static final String TWO = "10.0.0.2:80";

  private static ProxyEvent failing(double end, String connection, String path) {
    return with(access(end, 0.01, connection, path, 502), failed(ONE));
  }

  @Test
  void aFailedRequestGetsTheLineOfItsConnection() {
    ErrorBinder binder = binder(nginx(5.4, "8", GET, TIMED_OUT), nginx(5.4, "7", GET, REFUSED));

    assertThat(bound(binder, failing(5.41, "7", "/")))
        .containsExactly("connect() failed (111: Connection refused)");
  }

  @Test
  void aLineIsBoundOnce() {
    ErrorBinder binder = binder(nginx(5.4, "7", GET, REFUSED));

    assertThat(bound(binder, failing(5.41, "7", "/"))).hasSize(1);
    assertThat(bound(binder, failing(5.42, "7", "/"))).isEmpty();
    assertThat(binder.drain()).isEmpty();
  }

  @Test
  void onAKeptConnectionTheFirstRequestThatEndsGetsTheFirstLine() {
    ErrorBinder binder =
        binder(
            nginx(5.1, "7", GET, REFUSED, "error", ONE),
            nginx(5.8, "7", GET, TIMED_OUT, "error", ONE));

    assertThat(bound(binder, failing(5.11, "7", "/"))).first().asString().startsWith("connect()");
    assertThat(bound(binder, failing(5.81, "7", "/"))).first().asString().startsWith("upstream");
  }

  @Test
  void ofRequestsSideBySideOnOneConnectionEachGetsItsOwnLine() {
    ErrorBinder binder =
        binder(
            nginx(5.1, "7", "GET /slow?x=1 HTTP/2.0", TIMED_OUT),
            nginx(5.2, "7", "GET / HTTP/2.0", REFUSED));

    assertThat(bound(binder, failing(5.21, "7", "/"))).first().asString().startsWith("connect()");
    assertThat(bound(binder, failing(5.3, "7", "/slow"))).first().asString().startsWith("upstream");
  }

  @Test
  void aLineThatWasCutInItsRequestFitsByWhatIsLeft() {
    ErrorBinder binder = binder(nginx(5.1, "7", "GET /api/orders/17", REFUSED));

    assertThat(bound(binder, failing(5.11, "7", "/api/orders/1799"))).hasSize(1);
  }

  @Test
  void eachFailedAttemptOfARetriedRequestHasItsLine() {
    ErrorBinder binder =
        binder(
            nginx(5.1, "7", GET, REFUSED, "error", ONE),
            nginx(5.1, "7", GET, "upstream server temporarily disabled", "warn", ONE),
            nginx(5.1, "7", GET, REFUSED, "error", TWO),
            nginx(5.1, "7", GET, "upstream server temporarily disabled", "warn", TWO));
    ProxyEvent access = with(access(5.11, 0.02, "7", "/", 502), failed(ONE), failed(TWO));

    assertThat(bound(binder, access)).hasSize(4);
  }

  @Test
  void aRetryThatSucceededStillGetsTheLineOfTheFirstTry() {
    ErrorBinder binder = binder(nginx(5.1, "7", GET, REFUSED));
    ProxyEvent access = with(access(5.11, 0.02, "7", "/", 200), failed(ONE), answered(TWO, 200));

    assertThat(bound(binder, access)).hasSize(1);
  }

  @Test
  void aHealthyRequestGetsNothing() {
    ErrorBinder binder = binder(nginx(5.1, "7", GET, REFUSED));

    assertThat(bound(binder, with(access(5.11, 0.02, "7", "/", 200), answered(ONE, 200))))
        .isEmpty();
  }

  @Test
  void aBodyThatBrokeOffIsToldToTheRequestThatLooksGood() {
    ErrorBinder binder = binder(nginx(5.1, "7", GET, CUT));

    assertThat(bound(binder, with(access(5.11, 0.02, "7", "/", 200), answered(ONE, 200))))
        .containsExactly("upstream prematurely closed connection");
  }

  @Test
  void aGoodAnswerTakesNoBrokenBodyOfAnotherMethod() {
    String post = "POST / HTTP/1.1";
    ProxyEvent get = with(access(5.11, 0.02, "7", "/", 200), answered(ONE, 200));

    assertThat(bound(binder(nginx(5.1, "7", post, CUT)), get)).isEmpty();
  }

  @Test
  void anErrorPageIsGotWhateverTheMethodOfTheRequestWas() {
    String post = "POST /pay HTTP/1.1";
    ProxyEvent page = failing(5.11, "7", "/50x.html");

    assertThat(bound(binder(nginx(5.1, "7", post, REFUSED)), page)).hasSize(1);
  }

  @Test
  void aBodyThatBrokeOffIsFoundWithoutConnectionNumbersToo() {
    ErrorBinder binder = binder(nginx(5.1, "7", GET, CUT));
    ProxyEvent access = access(5.0, 0.02, "", "/", 200);
    access.setResolution(1_000_000);
    access.setAttemptsLogged(false);

    assertThat(bound(binder, access)).hasSize(1);
  }

  @Test
  void anAnswerOfTheApplicationTakesNoLineOfAnAttemptWithoutAnswer() {
    ErrorBinder binder =
        binder(
            nginx(
                5.3,
                "7",
                GET,
                "upstream sent too big header while reading response header from upstream"));
    ProxyEvent appError = with(access(5.1, 0.05, "7", "/", 500), answered(ONE, 500));

    assertThat(bound(binder, appError)).isEmpty();
    assertThat(bound(binder, failing(5.31, "7", "/"))).hasSize(1);
  }

  @Test
  void aRequestForWhichNoConnectionWasLeftHasNoAttemptButALineThatNamesOne() {
    ErrorBinder binder =
        binder(
            nginx(
                5.4,
                "7",
                GET,
                "1024 worker_connections are not enough while connecting to upstream"),
            nginx(5.4, "8", GET, REFUSED));
    ProxyEvent full = access(5.41, 0.01, "7", "/", 500);
    full.setAttemptsLogged(true);
    ProxyEvent other = access(5.41, 0.01, "8", "/", 500);
    other.setAttemptsLogged(true);

    assertThat(bound(binder, full)).containsExactly("1024 worker_connections are not enough");
    assertThat(bound(binder, other)).isEmpty();
  }

  @Test
  void whatAnApplicationWroteToItsStandardErrorGoesToItsError() {
    ErrorBinder binder =
        binder(
            nginx(
                5.1,
                "7",
                GET,
                "FastCGI sent in stderr: \"a\" while reading response header from upstream"),
            nginx(
                5.1,
                "7",
                GET,
                "FastCGI sent in stderr: \"b\" while reading response header from upstream"));

    assertThat(bound(binder, with(access(5.11, 0.02, "7", "/", 500), answered(ONE, 500))))
        .hasSize(2);
  }

  @Test
  void aLineWrittenAfterTheEndIsNotOfThisRequest() {
    ErrorBinder binder = binder(nginx(6.0, "7", GET, REFUSED));

    assertThat(bound(binder, failing(5.9, "7", "/"))).isEmpty();
  }

  @Test
  void aLineWrittenBeforeTheBeginningIsNotOfThisRequest() {
    ErrorBinder binder = binder(nginx(3.2, "7", GET, REFUSED));

    assertThat(bound(binder, failing(5.9, "7", "/"))).isEmpty();
  }

  @Test
  void withoutConnectionNumbersTheRequestLineTells() {
    ErrorBinder binder =
        binder(nginx(5.1, "7", "GET /a HTTP/1.1", TIMED_OUT), nginx(5.1, "8", GET, REFUSED));

    assertThat(bound(binder, failing(5.11, "", "/"))).first().asString().startsWith("connect()");
  }

  @Test
  void behindACdnTheLogsNeverNameTheSameClientWhichShowsSoonEnough() {
    ErrorBinder binder = new ErrorBinder();
    int bound = 0;
    for (int i = 0; i < 20; i++) {
      binder.add(nginx(5 + i, "7", GET, REFUSED));
      ProxyEvent access = failing(5.01 + i, "", "/");
      access.setClientIp("198.51.100." + i);
      bound += bound(binder, access).size();
    }

    assertThat(bound).isEqualTo(12);
  }

  @Test
  void ofTwoClientsOnOnePathEachGetsItsOwnLine() {
    ErrorBinder binder = new ErrorBinder();
    binder.add(of("198.51.100.8", nginx(5.1, "7", GET, TIMED_OUT)));
    binder.add(of("192.0.2.1", nginx(5.1, "8", GET, REFUSED)));

    assertThat(bound(binder, failing(5.11, "", "/"))).first().asString().startsWith("connect()");
  }

  private static ErrorRecord of(String client, ErrorRecord error) {
    return new ErrorRecord(
        error.eventId(),
        error.software(),
        error.note(),
        error.connection(),
        client,
        error.requestLine(),
        error.host(),
        error.process(),
        error.resolution());
  }

  @Test
  void linesThatNoRequestTookUpComeBackAfterTheirTime() {
    ErrorBinder binder = binder(nginx(5.1, "7", GET, REFUSED), nginx(9.0, "8", GET, REFUSED));

    assertThat(binder.expire(at(6))).extracting(ErrorRecord::connection).containsExactly("7");
    assertThat(binder.expire(at(6))).isEmpty();
    assertThat(binder.drain()).extracting(ErrorRecord::connection).containsExactly("8");
  }

  @Test
  void moreLinesThanThereIsRoomForAreCountedAndComeBack() {
    ErrorBinder binder = new ErrorBinder(2);
    for (int i = 0; i < 5; i++) {
      binder.add(nginx(5 + i, "c" + i, GET, REFUSED));
    }

    assertThat(binder.overflowed()).isEqualTo(3);
    assertThat(binder.expire(0))
        .extracting(ErrorRecord::connection)
        .containsExactly("c0", "c1", "c2");
    assertThat(binder.drain()).extracting(ErrorRecord::connection).containsExactly("c3", "c4");
  }

  @Test
  void anUnboundLineIsEvidenceAboutItsUpstream() {
    ComponentEvent event =
        ErrorBinder.toComponent(nginx(5.1, "7", "GET /a?token=x HTTP/1.1", REFUSED), "eu", "s");

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.UPSTREAM_ERROR);
    assertThat(event.getAddress()).isEqualTo(ONE);
    assertThat(event.getSite()).isEqualTo("eu");
    assertThat(event.getPath()).isEqualTo("/a");
    assertThat(event.getNote().getAction()).isEqualTo("connecting to upstream");
  }

  @Test
  void notesAreThoseOfTheLinesThemselves() {
    ErrorRecord line = nginx(5.1, "7", GET, REFUSED);
    ErrorNote note = binder(line).bind(failing(5.11, "7", "/")).getErrors().get(0);

    assertThat(note).isSameAs(line.note());
  }
}

package io.badhop.streams.diagnose;

import static io.badhop.streams.diagnose.Records.answered;
import static io.badhop.streams.diagnose.Records.attempt;
import static io.badhop.streams.diagnose.Records.coded;
import static io.badhop.streams.diagnose.Records.detail;
import static io.badhop.streams.diagnose.Records.diagnose;
import static io.badhop.streams.diagnose.Records.edge;
import static io.badhop.streams.diagnose.Records.ended;
import static io.badhop.streams.diagnose.Records.line;
import static io.badhop.streams.diagnose.Records.proxy;
import static io.badhop.streams.diagnose.Records.unseen;
import static io.badhop.streams.diagnose.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Evidence that contradicts itself: error text has the last word, then flags, then what an attempt
 * shows and pairs of statuses, then missing records, and times alone never decide.
 */
class EvidenceOrderTest {

  private static final String UPSTREAM = Records.UPSTREAM;

  static Stream<Arguments> strongerAndWeaker() {
    List<Arguments> pairs = new ArrayList<>();
    for (Grade stronger : Grade.values()) {
      for (Grade weaker : Grade.values()) {
        if (stronger.compareTo(weaker) < 0) {
          pairs.add(Arguments.of(stronger, weaker));
        }
      }
    }
    return pairs.stream();
  }

  /** However sure the weaker one is, and in whatever order they are found. */
  @ParameterizedTest
  @MethodSource("strongerAndWeaker")
  void theStrongerKindDecidesAndTheWeakerRaisesDoubt(Grade stronger, Grade weaker) {
    Evidence said = Evidence.of(stronger, Cause.CONNECTION_REFUSED, 0.5, "refused");
    Evidence denied = Evidence.of(weaker, Cause.RESPONSE_TIMEOUT, 0.99, "timed out");
    Evidence again = Evidence.of(weaker, Cause.RESPONSE_TIMEOUT, 0.98, "timed out again");

    Verdict verdict = Weighing.judge(List.of(again, denied, said));

    assertThat(verdict.cause()).isEqualTo(Cause.CONNECTION_REFUSED);
    assertThat(verdict.confidence()).isLessThan(Weighing.judge(List.of(said)).confidence());
    assertThat(verdict.words()).containsExactly("refused", "timed out", "timed out again");
  }

  @ParameterizedTest
  @MethodSource("strongerAndWeaker")
  void theWeakerKindThatAgreesRaisesTheConfidence(Grade stronger, Grade weaker) {
    Evidence said = Evidence.of(stronger, Cause.CONNECTION_REFUSED, 0.5, "refused");
    Evidence agrees = Evidence.of(weaker, Cause.CONNECTION_REFUSED, 0.5, "refused, too");

    assertThat(Weighing.judge(List.of(said, agrees)).confidence())
        .isGreaterThan(Weighing.judge(List.of(said)).confidence());
  }

  /** HAProxy's state is that of a time-out while connecting; the text says what took the time. */
  @Test
  void textBeatsAFlag() {
    ProxyEvent stalled = ended(proxy("haproxy", 503, attempt(UPSTREAM, -1, -1, -1, 4_001)), "sC--");
    ErrorNote text =
        ErrorNote.newBuilder()
            .setTime(Records.END)
            .setMessage("Connection error during SSL handshake")
            .build();

    assertThat(diagnose(stalled).cause()).isEqualTo(Cause.CONNECT_TIMEOUT);
    assertThat(diagnose(with(stalled, text)).cause()).isEqualTo(Cause.TLS_FAILURE);
  }

  @Test
  void theReasonInWordsBeatsTheFlagBesideIt() {
    ProxyEvent flag = proxy("envoy", 503, attempt(UPSTREAM, 503, -1, -1, 1));
    String reason = "UF delayed_connect_error:_TLS_error:_CERTIFICATE_VERIFY_FAILED";

    assertThat(diagnose(ended(flag, "UF")).cause()).isEqualTo(Cause.CONNECTION_REFUSED);
    assertThat(diagnose(ended(flag, reason)).cause()).isEqualTo(Cause.TLS_FAILURE);
  }

  /** nginx makes 504 of it; the line says that no connection came about. */
  @Test
  void textBeatsAnAttemptAndAPairOfStatuses() {
    ProxyEvent late = proxy("nginx", 504, attempt(UPSTREAM, 504, 1, -1, 5_000));
    ErrorNote text =
        line("upstream timed out (110: Connection timed out)", "connecting to upstream", UPSTREAM);

    assertThat(diagnose(late).cause()).isEqualTo(Cause.RESPONSE_TIMEOUT);
    assertThat(diagnose(with(late, text)).cause()).isEqualTo(Cause.CONNECT_TIMEOUT);
    assertThat(diagnose(with(late, text)).faultDomain()).isEqualTo(FaultDomain.UPSTREAM_LINK);
  }

  /** 503 and ten seconds look like silence while connecting; Apache's code says a full queue. */
  @Test
  void textBeatsAStatusAndItsTime() {
    ProxyEvent waited =
        ProxyEvent.newBuilder(proxy("apache", 503))
            .setErrorLogged(true)
            .setAttemptsLogged(false)
            .setDurationUs(10_000_000)
            .build();
    ErrorNote text = coded("AH00934", -1, "cannot acquire connection", UPSTREAM);

    assertThat(diagnose(waited).cause()).isEqualTo(Cause.CONNECT_TIMEOUT);
    assertThat(diagnose(with(waited, text)).cause()).isEqualTo(Cause.POOL_EXHAUSTED);
  }

  /** An errorfile turns HAProxy's 504 into the 503 that applications answer. */
  @Test
  void aFlagBeatsTheStatus() {
    ProxyEvent late = ended(proxy("haproxy", 503, attempt(UPSTREAM, -1, 1, -1, 30_000)), "sH--");

    assertThat(diagnose(late).cause()).isEqualTo(Cause.RESPONSE_TIMEOUT);
  }

  @Test
  void aSubStatusBeatsThePairOfStatuses() {
    ProxyEvent pair = proxy("iis", 503, attempt(UPSTREAM, 503, -1, -1, 12));

    assertThat(diagnose(pair).cause()).isEqualTo(Cause.APP_UNAVAILABLE);
    assertThat(diagnose(ended(pair, "503.2")).cause()).isEqualTo(Cause.POOL_EXHAUSTED);
  }

  @Test
  void aResultTypeBeatsTheStatusOfTheEdge() {
    EdgeEvent bare = edge("cloudfront", 504, -1);

    assertThat(diagnose(bare, null).cause()).isEqualTo(Cause.RESPONSE_TIMEOUT);
    assertThat(diagnose(detail(bare, "OriginDnsError"), null).cause()).isEqualTo(Cause.DNS_FAILURE);
  }

  /**
   * The flag says that the upstream was never connected to; the application says that it answered.
   */
  @Test
  void aFlagBeatsTheApplicationsStatus() {
    ProxyEvent full = ended(proxy("envoy", 503, attempt("", 503, -1, -1, 1)), "UO");

    assertThat(diagnose(full, answered(500, 0, "TypeError", "x")).cause())
        .isEqualTo(Cause.POOL_EXHAUSTED);
  }

  @Test
  void aPairOfStatusesBeatsAnyTime() {
    for (int ms : new int[] {1, 100, 10_000, 60_000}) {
      assertThat(diagnose(proxy("nginx", 503, attempt(UPSTREAM, 503, 0, ms, ms))).cause())
          .as("after " + ms + " ms")
          .isEqualTo(Cause.APP_UNAVAILABLE);
      assertThat(diagnose(proxy("nginx", 504, attempt(UPSTREAM, 504, 0, -1, ms))).cause())
          .as("after " + ms + " ms")
          .isEqualTo(Cause.RESPONSE_TIMEOUT);
    }
  }

  /** A minute to the second is how long time-outs are; the pair says that the origin answered. */
  @Test
  void aPairOfStatusesAtTheEdgeBeatsTheTime() {
    EdgeEvent minute =
        EdgeEvent.newBuilder(edge("alb", 503, 503)).setDurationUs(60_000_000).build();

    assertThat(diagnose(minute, null).cause()).isEqualTo(Cause.APP_UNAVAILABLE);
  }

  @Test
  void aRecordThatIsMissingBeatsNoFlag() {
    ProxyEvent late = ended(proxy("haproxy", 504, attempt(UPSTREAM, -1, 1, -1, 30_000)), "sH--");

    assertThat(unseen(late, 1).cause()).isEqualTo(Cause.RESPONSE_TIMEOUT);
    assertThat(unseen(late, 1).evidence()).anyMatch(words -> words.contains("still be at work"));
  }
}

package io.badhop.streams.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DiagnoserPropertyTest {

  private static final int CASES = 20_000;

  private static final String[] SOFTWARE = {
    "nginx", "haproxy", "apache", "envoy", "caddy", "varnish", "iis", "traefik", "", "other"
  };
  private static final String[] VENDORS = {
    "cloudflare", "cloudfront", "fastly", "alb", "akamai", ""
  };
  private static final int[] STATUSES = {
    -1, 0, 9, 101, 200, 302, 404, 444, 460, 499, 500, 502, 503, 504, 520, 521, 524, 530, 599, 999
  };
  private static final String[] STATES = {
    "",
    "-",
    "----",
    "SC--",
    "sH--",
    "PH--",
    "CD--",
    "LR--",
    "S",
    "UF,URX",
    "DC",
    "UT x",
    "502.3/12002",
    "3/9999999999",
    "first byte timeout",
    "é,,, "
  };
  private static final String[] MESSAGES = {
    "",
    "connect() failed (111: Connection refused)",
    "upstream timed out (110: Connection timed out)",
    "no live upstreams",
    "upstream prematurely closed connection",
    "EOF",
    "client prematurely closed connection",
    "nonsense",
    "via_upstream"
  };
  private static final String[] ACTIONS = {
    "", "connecting to upstream", "reading upstream", "reading response header from upstream"
  };
  private static final String[] ADDRESSES = {
    "", "10.0.3.7:8080", "unix:/run/a.sock", "group", "bk/app2", "[::1]:80"
  };
  private static final String[] CODES = {"", "AH00957", "AH01102", "AH00898", "AH99999"};
  private static final String[] DETAILS = {
    "",
    "OriginCommError",
    "LambdaUnhandled",
    "Error",
    "connection refused",
    "1016",
    "first byte timeout",
    "ClientCommError"
  };

  private final Random random = new Random(20_261_122);

  @Test
  void randomRecordsNeverBreakItAndEveryFailureHasACause() {
    for (int i = 0; i < CASES; i++) {
      Case one = anyCase();
      Diagnosis diagnosis = Diagnoser.diagnose(one);

      assertThat(diagnosis.confidence()).as(one::toString).isBetween(0.0, 1.0);
      if (diagnosis.failed()) {
        assertThat(diagnosis.cause()).as(one::toString).isNotNull();
        assertThat(diagnosis.faultDomain()).as(one::toString).isNotNull();
        assertThat(diagnosis.evidence()).as(one::toString).isNotEmpty();
        assertThat(diagnosis.confidence()).as(one::toString).isPositive();
      }
      assertThat(diagnosis.ownFailure() && !diagnosis.failed()).as(one::toString).isFalse();
      assertThat(diagnosis).isEqualTo(Diagnoser.diagnose(one));
    }
  }

  @Test
  void ofAPlainRecordThereIsNothingToSay() {
    int plain = 0;
    for (int i = 0; i < CASES; i++) {
      EdgeEvent edge = edge();
      ProxyEvent proxy = proxy();
      AppEvent app = app();
      if (Diagnoser.plainEdge(edge.getStatus())) {
        assertThat(Diagnoser.diagnose(Case.of(edge))).isEqualTo(Diagnosis.FINE);
        plain++;
      }
      if (Outcome.plain(proxy)) {
        assertThat(Diagnoser.diagnose(Case.of(proxy))).isEqualTo(Diagnosis.FINE);
        plain++;
      }
      if (Diagnoser.plainApp(app.getStatus())) {
        assertThat(Diagnoser.diagnose(Case.of(app))).isEqualTo(Diagnosis.FINE);
        plain++;
      }
    }
    assertThat(plain).isGreaterThan(CASES / 10);
  }

  private Case anyCase() {
    Tier view = Tier.values()[random.nextInt(3)];
    EdgeEvent edge = view == Tier.EDGE || random.nextBoolean() ? edge() : null;
    ProxyEvent proxy = view == Tier.PROXY || random.nextBoolean() ? proxy() : null;
    List<AppEvent> app = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      app.add(app());
    }
    return new Case(
        view, edge, proxy, app, random.nextBoolean(), random.nextBoolean(), coverage(), coverage());
  }

  private double coverage() {
    return random.nextInt(3) == 0 ? -1 : 0.98 + random.nextInt(3) * 0.01;
  }

  private EdgeEvent edge() {
    return EdgeEvent.newBuilder()
        .setEventId(random.nextLong())
        .setTime(time())
        .setRequestId("r")
        .setVendor(any(VENDORS))
        .setStatus(status())
        .setOriginStatus(status())
        .setOriginAddress(any(ADDRESSES))
        .setDurationUs(duration())
        .setOriginConnectUs(duration())
        .setOriginResponseUs(duration())
        .setDetail(any(DETAILS))
        .build();
  }

  private ProxyEvent proxy() {
    List<Attempt> attempts = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      attempts.add(
          new Attempt(
              any(ADDRESSES),
              any(ADDRESSES),
              status(),
              duration(),
              duration(),
              duration(),
              duration()));
    }
    List<ErrorNote> errors = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      errors.add(
          new ErrorNote(
              time(),
              "error",
              any(MESSAGES),
              any(ACTIONS),
              any(CODES),
              random.nextInt(120) - 1,
              any(ADDRESSES)));
    }
    return ProxyEvent.newBuilder()
        .setEventId(random.nextLong())
        .setTime(time())
        .setRequestId("r")
        .setSoftware(any(SOFTWARE))
        .setStatus(status())
        .setCompleted(random.nextBoolean())
        .setDurationUs(duration())
        .setAttempts(attempts)
        .setAttemptsLogged(random.nextBoolean())
        .setRetries(random.nextInt(4) - 1)
        .setTermination(any(STATES))
        .setErrorLogged(random.nextBoolean())
        .setErrors(errors)
        .build();
  }

  private AppEvent app() {
    return AppEvent.newBuilder()
        .setEventId(random.nextLong())
        .setTime(time())
        .setRequestId("r")
        .setKind(AppEventKind.values()[random.nextInt(2)])
        .setStatus(status())
        .setDurationUs(duration())
        .setExceptionType(random.nextBoolean() ? "" : "ValueError")
        .setMessage(any(MESSAGES))
        .build();
  }

  private String any(String[] values) {
    return values[random.nextInt(values.length)];
  }

  private int status() {
    return STATUSES[random.nextInt(STATUSES.length)];
  }

  private long duration() {
    return random.nextInt(3) == 0 ? -1 : random.nextInt(10_000_000);
  }

  private long time() {
    return Records.END + random.nextInt(10_000_000);
  }
}

package io.badhop.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogCheckTest {

  private static final long SECOND = 1_000_000;

  private final LogCheck check = new LogCheck();

  @Test
  void coverageIsTheShareOfForwardedSuccessesThatTheTierBelowLogged() {
    check.source("access.log", Tier.PROXY);
    for (int i = 0; i < 100; i++) {
      check.add(proxy("r" + i, i * SECOND));
    }
    check.source("app.log", Tier.APP);
    for (int i = 0; i < 80; i++) {
      check.add(app("r" + i, i * SECOND));
    }
    assertThat(report()).containsPattern("lb1 +100 +80 +80\\.0 %").contains("below 99 %");
  }

  @Test
  void staticFilesAndFailuresAreNotExpectedBelow() {
    check.source("access.log", Tier.PROXY);
    check.add(proxy("r1", SECOND));
    ProxyEvent staticFile = proxy("r2", SECOND);
    staticFile.setAttempts(List.of());
    check.add(staticFile);
    ProxyEvent failed = proxy("r3", SECOND);
    failed.setStatus(502);
    check.add(failed);
    check.source("app.log", Tier.APP);
    check.add(app("r1", SECOND));
    assertThat(report()).containsPattern("lb1 +1 +1 +100\\.0 %").doesNotContain("below 99 %");
  }

  @Test
  void aClockAheadIsSeenInTheMiddlesOfJoinedRequests() {
    check.source("access.log", Tier.PROXY);
    for (int i = 0; i < 9; i++) {
      check.add(proxy("r" + i, i * SECOND));
    }
    check.source("app.log", Tier.APP);
    for (int i = 0; i < 9; i++) {
      check.add(app("r" + i, i * SECOND + 250_000));
    }
    assertThat(report()).contains("250.0 ms ahead (± 1.0 ms, 9 pairs)");
  }

  @Test
  void whatIsMissingComesWithTheLinesToPaste() {
    check.source("access.log", Tier.PROXY);
    ProxyEvent bare = proxy("0000000000000001", SECOND);
    bare.setRequestIdKind(RequestIdKind.NONE);
    bare.setResolution((int) SECOND);
    bare.setAttempts(List.of());
    bare.setAttemptsLogged(false);
    check.add(bare);
    assertThat(report())
        .contains(
            "access.log: no request ID in 100.0 % of the records",
            "time stamps in whole seconds", "no upstream address")
        .contains("log_format badhop escape=json", "no edge log", "no application log");
  }

  @Test
  void logsWithEverythingAllowEverything() {
    check.source("edge.ndjson", Tier.EDGE);
    check.add(edge("r1", SECOND));
    check.source("access.log", Tier.PROXY);
    check.add(proxy("r1", SECOND));
    check.source("app.log", Tier.APP);
    check.add(app("r1", SECOND));
    assertThat(report())
        .contains("These logs allow every conclusion")
        .containsPattern("FRA +1 +1 +100\\.0 %");
  }

  private String report() {
    return String.join("\n", check.report());
  }

  private static EdgeEvent edge(String id, long time) {
    return EdgeEvent.newBuilder()
        .setEventId(1)
        .setTime(time)
        .setRequestId(id)
        .setRequestIdKind(RequestIdKind.REQUEST_ID)
        .setVendor("cloudflare")
        .setEdgeLocation("FRA")
        .setStatus(200)
        .setOriginStatus(200)
        .setOriginAddress("10.0.0.1")
        .setDurationUs(30_000)
        .build();
  }

  private static ProxyEvent proxy(String id, long time) {
    Attempt attempt =
        Attempt.newBuilder()
            .setAddress("10.0.0.2:80")
            .setStatus(200)
            .setConnectUs(1000)
            .setHeaderUs(2000)
            .build();
    return ProxyEvent.newBuilder()
        .setEventId(1)
        .setTime(time)
        .setRequestId(id)
        .setRequestIdKind(RequestIdKind.REQUEST_ID)
        .setSoftware("nginx")
        .setProxy("lb1")
        .setStatus(200)
        .setDurationUs(20_000)
        .setAttempts(List.of(attempt))
        .setAttemptsLogged(true)
        .build();
  }

  private static AppEvent app(String id, long time) {
    return AppEvent.newBuilder()
        .setEventId(1)
        .setTime(time)
        .setRequestId(id)
        .setRequestIdKind(RequestIdKind.REQUEST_ID)
        .setKind(AppEventKind.REQUEST)
        .setStatus(200)
        .setDurationUs(20_000)
        .build();
  }
}

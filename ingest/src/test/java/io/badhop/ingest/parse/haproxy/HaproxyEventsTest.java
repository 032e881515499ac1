package io.badhop.ingest.parse.haproxy;

import static io.badhop.ingest.parse.Parsed.component;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.proxy;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.AddressBook;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What HAProxy says of its servers. */
class HaproxyEventsTest {
  private static final String REQUEST =
      "192.0.2.7:40001 [03/Mar/2026:10:00:05.250] web bk/a 0/0/1/5/9 200 9 - - ---- 1/1/0/0/0 0/0"
          + " \"GET / HTTP/1.1\"";

  private final HaproxyParser parser =
      new HaproxyParser(
          ParseContext.of("test")
              .withAddresses(new AddressBook(Map.of("bk/a", "10.1.1.1:80"), Map.of())),
          List.of());

  @Test
  void aServerThatWentDownIsEvidenceWithTheYearOfTheRequests() {
    proxy(parser, REQUEST);

    ComponentEvent event =
        component(
            parser,
            "Mar  3 10:00:07 lb-2 haproxy[77]: Server bk/a is DOWN, reason: Layer4 connection"
                + " problem, info: \"Connection refused\", check duration: 0ms.");

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.SERVER_DOWN);
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:07Z"));
    assertThat(event.getComponent()).isEqualTo("bk/a");
    assertThat(event.getAddress()).isEqualTo("10.1.1.1:80");
  }

  @Test
  void aMessageOfTheOldYearThatComesInTheNewOneIsOfTheOld() {
    proxy(parser, REQUEST.replace("03/Mar/2026:10:00:05", "01/Jan/2027:00:00:01"));

    assertThat(component(parser, "Dec 31 23:59:59 lb haproxy[7]: Server bk/a is DOWN.").getTime())
        .isEqualTo(micros("2026-12-31T23:59:59Z"));
    assertThat(component(parser, "[WARNING] 364/235958 (7) : Server bk/a is UP.").getTime())
        .isEqualTo(micros("2026-12-31T23:59:58Z"));
  }

  @Test
  void beforeTheFirstRequestTheYearIsUnknown() {
    assertThat(skipped(parser, "Mar  3 10:00:07 lb-2 haproxy[77]: Server bk/a is UP."))
        .isEqualTo("time-without-year");
  }

  private ComponentEvent told(String line) {
    proxy(parser, REQUEST);
    return component(parser, line);
  }

  @Test
  void aBackendWithoutServersIsDown() {
    ComponentEvent event =
        told("Mar  3 10:00:07 lb-2 haproxy[77]: backend bk has no server available!");

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.SERVER_DOWN);
    assertThat(event.getComponent()).isEqualTo("bk");
  }

  @Test
  void aServerThatAResolverMovedIsTold() {
    ComponentEvent event =
        told(
            "Mar  3 10:00:07 lb-2 haproxy[77]: bk/a changed its IP from 10.0.0.7 to 10.0.0.9 by r/d.");

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.OTHER);
    assertThat(event.getComponent()).isEqualTo("bk/a");
  }

  @Test
  void aServerTakenOutByHandIsDownAndBackWhenItIsReady() {
    assertThat(
            told("Mar  3 10:00:07 lb-2 haproxy[77]: Server bk/a is going DOWN for maintenance.")
                .getKind())
        .isEqualTo(ComponentEventKind.SERVER_DOWN);
    assertThat(
            told("Mar  3 10:00:07 lb-2 haproxy[77]: Server bk/a was DOWN and now enters"
                    + " maintenance.")
                .getKind())
        .isEqualTo(ComponentEventKind.SERVER_DOWN);
    assertThat(
            told("Mar  3 10:00:07 lb-2 haproxy[77]: Server bk/a is UP/READY (leaving forced"
                    + " maintenance).")
                .getKind())
        .isEqualTo(ComponentEventKind.SERVER_UP);
  }

  @Test
  void aBackupServerIsNamedWithoutTheWordsBeforeIt() {
    assertThat(told("Mar  3 10:00:07 lb-2 haproxy[77]: Backup Server bk/a is UP.").getComponent())
        .isEqualTo("bk/a");
  }

  @Test
  void aProxyThatStopsIsNamed() {
    ComponentEvent event = told("Mar  3 10:00:07 lb-2 haproxy[77]: Stopping frontend web in 0 ms.");

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.STOPPED);
    assertThat(event.getComponent()).isEqualTo("web");
  }

  @Test
  void anIsoStampNeedsNoRequestBeforeIt() {
    assertThat(
            component(
                    parser,
                    "2026-03-03T10:00:07.5+01:00 lb-2 haproxy[77]: Server bk/a is DOWN, reason: x")
                .getTime())
        .isEqualTo(micros("2026-03-03T09:00:07.500Z"));
    assertThat(
            component(parser, "<133>1 2026-03-03T10:00:07Z lb-2 haproxy 77 - - Server bk/a is DOWN")
                .getTime())
        .isEqualTo(micros("2026-03-03T10:00:07Z"));
  }

  @Test
  void theStandardErrorOfOldVersionsCountsDaysFromZero() {
    ComponentEvent event = told("[ALERT] 061/100007 (77) : backend 'bk' has no server available!");

    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:07Z"));
    assertThat(event.getComponent()).isEqualTo("bk");
    assertThat(event.getMessage()).startsWith("backend");
  }

  @Test
  void theStandardErrorOfNewVersionsHasNoTime() {
    proxy(parser, REQUEST);

    assertThat(skipped(parser, "[WARNING]  (77) : Server bk/a is DOWN, reason: x"))
        .isEqualTo("message-without-time");
    assertThat(skipped(parser, "[NOTICE]   (77) : haproxy version is 2.6.12"))
        .isEqualTo("process-message");
  }

  @Test
  void aHandshakeThatFailedIsNoRequest() {
    assertThat(
            skipped(
                parser, "192.0.2.7:40001 [03/Mar/2026:10:00:05.250] web/1: SSL handshake failure"))
        .isEqualTo("connection-error");
  }

  @Test
  void aRequestBehindRfc5424IsOfTheHostInItsHeader() {
    assertThat(
            proxy(parser, "<134>1 2026-03-03T10:00:05Z lb-2 haproxy 77 - - " + REQUEST).getProxy())
        .isEqualTo("lb-2");
  }

  @Test
  void damagedMessagesHaveAnOutcome() {
    proxy(parser, REQUEST);

    Parsed.fuzz(
        parser,
        11,
        "[ALERT] 061/100007 (77) : backend 'bk' has no server available!",
        "<133>1 2026-03-03T10:00:07Z lb-2 haproxy 77 - - Server bk/a is DOWN",
        "Mar  3 10:00:07 lb-2 haproxy[77]: Backup Server bk/a is UP.");
  }

  private ComponentEventKind kind(String message) {
    return told("Mar  3 10:00:07 lb-2 haproxy[77]: " + message).getKind();
  }

  @Test
  void drainingIsNoFailure() {
    assertThat(kind("Server bk/a enters drain state. 1 active and 0 backup servers online."))
        .isEqualTo(ComponentEventKind.OTHER);
    assertThat(kind("Server bk/a is UP (leaving forced drain)."))
        .isEqualTo(ComponentEventKind.SERVER_UP);
    assertThat(kind("Server bk/a is stopping, changed from CLI."))
        .isEqualTo(ComponentEventKind.OTHER);
  }

  @Test
  void aHealthCheckThatFailsIsToldWithItsServer() {
    String check = "Mar  3 10:00:07 lb-2 haproxy[77]: Health check for ";

    ComponentEvent event =
        told(check + "backup server bk/a failed, reason: Layer4 timeout, status: 2/3 UP.");

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.OTHER);
    assertThat(event.getComponent()).isEqualTo("bk/a");
    assertThat(told(check + "server bk/a failed, reason: x").getComponent()).isEqualTo("bk/a");
    assertThat(skipped(parser, check + "server bk/a succeeded, reason: x"))
        .isEqualTo("process-message");
  }

  @Test
  void limitsAndProcessesAreToldApart() {
    assertThat(kind("Proxy web reached process FD limit (maxsock=100)."))
        .isEqualTo(ComponentEventKind.CONNECTIONS_EXHAUSTED);
    assertThat(kind("Proxy web started.")).isEqualTo(ComponentEventKind.STARTED);
    assertThat(kind("Proxy web stopped (cumulated conns: FE: 27, BE: 0)."))
        .isEqualTo(ComponentEventKind.STOPPED);
    assertThat(kind("Paused frontend web.")).isEqualTo(ComponentEventKind.STOPPED);
    assertThat(kind("Resumed frontend web.")).isEqualTo(ComponentEventKind.STARTED);
    assertThat(told("[NOTICE] 061/100007 (77) : New worker (78) forked").getKind())
        .isEqualTo(ComponentEventKind.STARTED);
    assertThat(told("[WARNING] 061/100007 (77) : Reexecuting Master process").getKind())
        .isEqualTo(ComponentEventKind.RELOADED);
    assertThat(
            told("[ALERT] 061/100007 (77) : Current worker (78) exited with code 139 (Seg)")
                .getKind())
        .isEqualTo(ComponentEventKind.WORKER_KILLED);
    assertThat(skipped(parser, "[NOTICE] 061/100007 (77) : Former worker (78) exited with code 0"))
        .isEqualTo("process-message");
  }

  @Test
  void theServicesOfOthersAreNotHaproxys() {
    assertThat(skipped(parser, "Mar  3 10:00:07 lb-2 systemd[1]: Stopping The Service."))
        .isEqualTo("process-message");
  }

  @Test
  void atTheTurnOfTheYearAStampIsOfTheYearThatIsNearest() {
    proxy(parser, REQUEST.replace("03/Mar/2026:10:00:05", "31/Dec/2026:23:59:59"));

    assertThat(component(parser, "Jan  1 00:00:02 lb-2 haproxy[77]: Server bk/a is DOWN").getTime())
        .isEqualTo(micros("2027-01-01T00:00:02Z"));
  }

  @Test
  void aMessageMayFollowItsTimeAtOnce() {
    assertThat(
            component(parser, "<1>2026-03-03T10:00:07.5+00:00 Server bk/a is DOWN, reason: x")
                .getTime())
        .isEqualTo(micros("2026-03-03T10:00:07.500Z"));
    assertThat(proxy(parser, "2026-03-03T10:00:07.5+00:00 " + REQUEST).getProxy()).isEqualTo("web");
  }
}

package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.ProxyEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers whose errors may stand in the file of the access records, or in one of their own. */
class GoServersTest {

  private static final String STARTED =
      "{\"level\":\"info\",\"ts\":1795327200.0,\"msg\":\"serving initial configuration\"}\n";
  private static final String VERSION =
      "time=\"2026-11-22T06:00:00Z\" level=info msg=\"Traefik version 2.11.0 built on 2024-02-12\"\n";

  @TempDir Path folder;
  private final List<ProxyEvent> events = new ArrayList<>();
  private Accounting accounting = Accounting.NONE;

  @AfterEach
  void everyLineHasOneOutcome() {
    assertThat(accounting.addsUp()).isTrue();
  }

  private void readAll() throws Exception {
    LogSet set = LogSet.open(List.of(folder), LogSetOptions.DEFAULT);
    for (LogFile file : set.files()) {
      try (EventReader reader = set.reader(file)) {
        for (ShippedEvent event : TestLogs.drain(reader)) {
          if (event.topic() == EventTopic.PROXY) {
            events.add((ProxyEvent) event.event());
          }
        }
        accounting = accounting.plus(reader.accounting());
      }
    }
  }

  private static String caddy(double second, String logger, String message, int port, int status) {
    return String.format(
        Locale.ROOT,
        "{\"level\":\"error\",\"ts\":%.6f,\"logger\":\"http.log.%s\",\"msg\":\"%s\",\"request\":{\"remote_ip\":\"192.0.2.9\","
            + "\"remote_port\":\"%d\",\"proto\":\"HTTP/1.1\",\"method\":\"GET\",\"host\":\"shop\",\"uri\":\"/a\","
            + "\"headers\":{\"X-Request-Id\":[\"r-%d\"]}},\"duration\":0.01,\"status\":%d}\n",
        1_795_327_200 + second,
        logger,
        message,
        port,
        port,
        status);
  }

  private static String refused(double second, int port) {
    return caddy(
        second, "error", "dial tcp 198.51.100.7:80: connect: connection refused", port, 502);
  }

  private static String access(double second, int port, int status) {
    return caddy(second, "access", "handled request", port, status);
  }

  private void oneErrorIsBound(String summary) {
    assertThat(events).extracting(ProxyEvent::getStatus).containsExactly(200, 502, 200);
    assertThat(events.get(1).getErrors())
        .singleElement()
        .satisfies(note -> assertThat(note.getUpstream()).isEqualTo("198.51.100.7:80"));
    assertThat(accounting.summary()).isEqualTo(summary);
  }

  @Test
  void caddysErrorsInAFileOfTheirOwnFindTheirRequests() throws Exception {
    TestLogs.write(folder, "access.log", access(1, 1, 200), access(2, 2, 502), access(3, 3, 200));
    TestLogs.write(folder, "runtime.log", STARTED, refused(1.9999, 2));
    readAll();

    oneErrorIsBound("lines=5 parsed=3 component=1 bound=1 continued=0 skipped=0 rejected=0");
  }

  @Test
  void caddysErrorsBetweenTheRequestsFindThem() throws Exception {
    TestLogs.write(
        folder,
        "caddy.log",
        STARTED,
        access(1, 1, 200),
        refused(1.9999, 2),
        access(2, 2, 502),
        access(3, 3, 200));
    readAll();

    oneErrorIsBound("lines=5 parsed=3 component=1 bound=1 continued=0 skipped=0 rejected=0");
  }

  @Test
  void aLogThatBeganWithErrorsMayGoOnWithRequests() throws Exception {
    StringBuilder begin = new StringBuilder(STARTED);
    for (int i = 0; i < 250; i++) {
      begin.append(refused(0.001 * i, 100 + i));
    }
    TestLogs.write(folder, "access.log", access(1, 1, 200), access(3, 3, 200));
    TestLogs.write(folder, "runtime.log", begin.toString(), refused(1.9999, 2), access(2, 2, 502));
    readAll();

    assertThat(events).hasSize(3);
    assertThat(accounting.rejected()).isZero();
    assertThat(
            events.stream()
                .filter(event -> event.getStatus() == 502)
                .map(event -> event.getErrors().size()))
        .containsExactly(1);
  }

  private static String traefik(int second, int status, int size) {
    return String.format(
        Locale.ROOT,
        "192.0.2.9 - - [22/Nov/2026:06:00:%02d +0000] \"GET /a HTTP/1.1\" %d %d \"-\" \"curl\" 1 \"shop@docker\" \"http://198.51.100.7:80\" 3ms\n",
        second,
        status,
        size);
  }

  private static String cause(int second) {
    return String.format(
        Locale.ROOT,
        "time=\"2026-11-22T06:00:%02dZ\" level=debug msg=\"'502 Bad Gateway' caused by: dial tcp 198.51.100.7:80: connect: connection refused\"\n",
        second);
  }

  @Test
  void traefiksCausesFindTheirRequestsInEitherFile() throws Exception {
    TestLogs.write(
        folder, "access.log", traefik(1, 200, 5), traefik(20, 502, 11), traefik(30, 200, 5));
    TestLogs.write(folder, "traefik.log", VERSION, cause(20));
    readAll();

    oneErrorIsBound("lines=5 parsed=3 component=1 bound=1 continued=0 skipped=0 rejected=0");
  }

  @Test
  void traefiksCausesBetweenTheRequestsFindThem() throws Exception {
    TestLogs.write(
        folder,
        "stdout.log",
        VERSION,
        traefik(1, 200, 5),
        cause(20),
        traefik(20, 502, 11),
        traefik(30, 200, 5));
    readAll();

    oneErrorIsBound("lines=5 parsed=3 component=1 bound=1 continued=0 skipped=0 rejected=0");
  }
}

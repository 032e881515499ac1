package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache's combined log beside its error log, in which the end of a wait comes much later. */
class ApacheReadAheadTest {
  @TempDir Path folder;

  @Test
  void whatTheErrorLogTellsOfComponentsWaitsForItsTurn() throws Exception {
    StringBuilder access = new StringBuilder(access(0, 503));
    for (int second = 1; second < 60; second++) {
      access.append(access(second, 200));
    }
    StringBuilder errors = new StringBuilder();
    for (int second = 30; second < 55; second++) {
      errors.append(error(second, "AH00052: child pid 7 exit signal Segmentation fault (11)"));
    }
    List<ShippedEvent> events = read(access.toString(), errors.toString());

    assertThat(events).extracting(ShippedEvent::time).isSorted();
    assertThat(events).filteredOn(event -> event.event() instanceof ComponentEvent).hasSize(25);
  }

  @Test
  void theEndOfAWaitIsFoundAMinuteAhead() throws Exception {
    String waited =
        "(70007)The timeout specified has expired: [client 192.0.2.7:1]"
            + " AH01102: error reading status line from remote server 10.1.1.1:80";
    List<ShippedEvent> events =
        read(access(0, 502) + access(1, 200) + access(50, 200), error(45, waited));

    assertThat(((ProxyEvent) events.get(0).event()).getErrors())
        .extracting(ErrorNote::getCode)
        .containsExactly("AH01102");
  }

  private List<ShippedEvent> read(String access, String errors) throws Exception {
    TestLogs.write(folder, "apache2/access.log", access);
    TestLogs.write(folder, "apache2/error.log", errors);
    LogSet logs = LogSet.open(List.of(folder), LogSetOptions.DEFAULT);
    List<ShippedEvent> events = new ArrayList<>();
    assertThat(logs.files()).hasSize(1);
    try (EventReader reader = logs.reader(logs.files().get(0))) {
      for (ShippedEvent event = reader.next(); event != null; event = reader.next()) {
        events.add(event);
      }
      assertThat(reader.unordered()).isZero();
    }
    return events;
  }

  private static String access(int second, int status) {
    return String.format(
        Locale.ROOT,
        "192.0.2.7 - - [22/Nov/2026:06:10:%02d +0000] \"GET /a HTTP/1.1\" %d 9 \"-\" \"curl/8\"%n",
        second,
        status);
  }

  private static String error(int second, String said) {
    return String.format(
        Locale.ROOT,
        "[Sun Nov 22 06:10:%02d.000001 2026] [proxy_http:error] [pid 7:tid 8] %s%n",
        second,
        said);
  }
}

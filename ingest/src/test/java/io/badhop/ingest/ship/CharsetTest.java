package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.source.Batch;
import io.badhop.schemas.event.AppEvent;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs in other encodings than UTF-8. */
class CharsetTest {
  private static final String LINE =
      "{\"ts\":\"2026-11-22T06:00:00Z\",\"request_id\":\"r-1\",\"status\":500,\"message\":\"sch\u00f6n\"}\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "windows-1252", "UTF-16LE", "UTF-16BE", "UTF-8"})
  void theTextIsWhatWasWritten(String name) throws IOException, LogSetException {
    Charset charset = Charset.forName(name);
    Path file = folder.resolve("app.log");
    Files.writeString(file, LINE + LINE, charset);

    LogSet logs = LogSet.open(List.of(file), LogSetOptions.DEFAULT.in(charset));
    EventReader reader = logs.reader(logs.files().get(0));

    assertThat(((AppEvent) reader.next().event()).getMessage()).isEqualTo("sch\u00f6n");
    assertThat(((AppEvent) reader.next().event()).getMessage()).isEqualTo("sch\u00f6n");
    assertThat(reader.next()).isNull();
    assertThat(reader.accounting().rejected()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-16LE"})
  void whatIsSentIsReadSoToo(String name) throws IOException, LogSetException {
    Charset charset = Charset.forName(name);
    LogSetOptions reading = LogSetOptions.DEFAULT.in(charset);
    PushedLog log =
        new PushedLog(new ReceivedLog("app", reading, Duration.ZERO), () -> Long.MAX_VALUE);
    List<ShippedEvent> events = new ArrayList<>();

    Batch batch = new Batch("app", (LINE + LINE).getBytes(charset), 1, Instant.EPOCH);
    log.read(batch::lines, events::add, Rejection.Listener.NONE);

    assertThat(events)
        .hasSize(2)
        .allSatisfy(
            sent -> assertThat(((AppEvent) sent.event()).getMessage()).isEqualTo("sch\u00f6n"));
  }
}

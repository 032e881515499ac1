package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.ingest.source.LineSource;
import io.badhop.ingest.source.LineSources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records of every format whose machine had a wrong clock; the lines are the seeds for fuzzing. */
class WrongClocksTest {
  private static final String SEEDS = "/io/badhop/ingest/parse/formats/ParsingFuzzInputs/parsers/";
  private static final long NOW = TestLogs.micros(0) + 86_400_000_000L;

  static Stream<String> formats() {
    return Formats.all().stream()
        .map(Format::name)
        .filter(name -> WrongClocksTest.class.getResource(SEEDS + name) != null);
  }

  private static String seed(String format) throws IOException {
    try (InputStream in = WrongClocksTest.class.getResourceAsStream(SEEDS + format)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.substring(text.indexOf('\n') + 1);
    }
  }

  private static Accounting read(String format, String text, List<String> reasons)
      throws IOException {
    ParseContext context = ParseContext.of("test");
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    LineSource lines = LineSources.stream(in, "x");
    var found = Formats.detectAs(format, List.of(), "x.log", ServerConfigs.EMPTY, context);
    try (Pump pump =
        new Pump(
            new Pump.Origin("x", "x", found.format()),
            lines,
            found.parser().get(),
            rejection -> reasons.add(rejection.reason()),
            () -> NOW)) {
      while (pump.next() != null) {
        assertThat(pump.time()).isBetween(TestLogs.micros(-400L * 86_400_000), NOW);
      }
      return pump.tally().accounting();
    }
  }

  private static Accounting moved(String format, String year, String epoch, List<String> reasons)
      throws IOException {
    String text =
        seed(format).replace("2026", year).replace("17637912", epoch).replace("2025", year);
    return read(format, text, reasons);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aRecordOf1970IsCountedAndNamed(String format) throws IOException {
    Accounting usual = read(format, seed(format), new ArrayList<>());
    List<String> reasons = new ArrayList<>();
    Accounting moved = moved(format, "1970", "00000012", reasons);

    assertThat(moved.addsUp()).isTrue();
    assertThat(moved.lines()).isEqualTo(usual.lines());
    if (usual.parsed() + usual.component() > 0) {
      assertThat(moved.parsed() + moved.component()).isZero();
      assertThat(reasons).containsAnyOf("clock-not-set", "bad-timestamp");
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aRecordOf2100IsCountedAndNamed(String format) throws IOException {
    Accounting usual = read(format, seed(format), new ArrayList<>());
    List<String> reasons = new ArrayList<>();
    Accounting moved = moved(format, "2100", "41024448", reasons);

    assertThat(moved.addsUp()).isTrue();
    assertThat(moved.lines()).isEqualTo(usual.lines());
    if (usual.parsed() + usual.component() > 0) {
      assertThat(moved.parsed() + moved.component()).isZero();
      assertThat(reasons).containsAnyOf("ahead-of-clock", "bad-timestamp");
    }
  }

  @Test
  void mostFormatsAreHere() throws IOException {
    long telling = 0;
    for (String format : formats().toList()) {
      Accounting usual = read(format, seed(format), new ArrayList<>());
      telling += usual.parsed() + usual.component() > 0 ? 1 : 0;
    }
    assertThat(telling).isGreaterThanOrEqualTo(25);
  }
}

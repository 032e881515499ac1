package io.badhop.ingest.parse.nginx;

import static io.badhop.ingest.parse.Parsed.proxy;
import static io.badhop.ingest.parse.Parsed.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The combined format with names behind it, without its configuration. */
class NginxKeyedParserTest {
  private static final String COMBINED =
      "192.0.2.7 - - [22/Nov/2026:05:58:24 +0000] \"GET /cart?a=b HTTP/1.1\" 502 2 \"-\" \"curl/7\"";
  private static final String KEYED =
      COMBINED
          + " rt=0.001 uct=\"-, 0.000\" uht=\"-, 0.001\" urt=\"0.001, 0.001\" us=\"502, 200\""
          + " ua=\"10.1.1.1:80, 10.1.1.2:80\" conn=17/3 rid=017ff662";

  private static Detection detected(String line) {
    return Formats.detect(
            List.of(RawLine.of(line, 0)),
            "access.log",
            ServerConfigs.EMPTY,
            ParseContext.of("test"))
        .orElseThrow();
  }

  private static LineParser parser() {
    return detected(KEYED).parser().get();
  }

  @Test
  void itIsRecognisedByItsNames() {
    assertThat(detected(KEYED).format().name()).isEqualTo("nginx-access");
    assertThat(detected(KEYED).variant()).isEqualTo("combined with names");
  }

  @Test
  void theUsualShortNamesHaveTheirMeaning() {
    ProxyEvent event = proxy(parser(), KEYED);

    assertThat(event.getRequestId()).isEqualTo("017ff662");
    assertThat(event.getDurationUs()).isEqualTo(1_000);
    assertThat(event.getConnection()).isEqualTo("17");
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getAttempts()).extracting(Attempt::getStatus).containsExactly(502, 200);
    assertThat(event.getAttempts()).extracting(Attempt::getHeaderUs).containsExactly(-1L, 1_000L);
  }

  @Test
  void theCombinedFormatItselfIsNoneWithNames() {
    assertThat(detected(COMBINED).variant()).isEqualTo("combined");
    assertThat(rejected(parser(), COMBINED)).isEqualTo("not-the-format");
  }

  @Test
  void aTailOfOtherNamesIsNotTakenForIt() {
    assertThat(rejected(parser(), COMBINED + " colour=red")).isEqualTo("not-the-format");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser(), 21, KEYED, COMBINED + " rt= ua=\" =\"=");
  }
}

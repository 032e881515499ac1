package io.badhop.ingest.parse.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which format a log of an application server is taken for. */
class AppServerFamilyTest {
  private static final String COMBINED =
      "192.0.2.7 - - [03/Mar/2026:10:00:05 +0100] \"GET /a HTTP/1.1\" 503 12 \"-\" \"agent\"";

  private static String format(String fileName, String line) {
    return Formats.detect(
            List.of(RawLine.of(line, 0)), fileName, ServerConfigs.EMPTY, ParseContext.of("test"))
        .map(found -> found.format().name())
        .orElse("none");
  }

  @Test
  void theCombinedFormatIsAProxysUnlessTheFilesNameSaysOtherwise() {
    assertThat(format("access.log", COMBINED)).isEqualTo("nginx-access");
    assertThat(format("gunicorn-access.log", COMBINED)).isEqualTo("gunicorn-access");
    assertThat(format("morgan.log", COMBINED)).isEqualTo("morgan");
    assertThat(format("localhost_access_log.2026-03-03.txt", COMBINED)).isEqualTo("tomcat-access");
  }

  @Test
  void aMarkThatOnlyOneServerLeavesIsEnough() {
    assertThat(format("access.log", COMBINED + " 1500 <12>")).isEqualTo("gunicorn-access");
    assertThat(format("access.log", COMBINED + " 1.5 ms")).isEqualTo("morgan");
  }

  @Test
  void aNumberBehindTheLineMayBeAnybodys() {
    assertThat(format("access.log", COMBINED + " 1500")).isEqualTo("none");
    assertThat(format("access.log", COMBINED + " 1 \"router\" \"http://10.0.0.1:80\" 15ms"))
        .isEqualTo("traefik-access");
  }

  @Test
  void theUsersWordIsEnoughToo() {
    assertThat(
            Formats.detectAs(
                    "gunicorn-access",
                    List.of(RawLine.of(COMBINED + " 1500", 0)),
                    "access.log",
                    ServerConfigs.EMPTY,
                    ParseContext.of("test"))
                .confidence())
        .isEqualTo(1);
  }

  @Test
  void plainTextIsTheLastGuess() {
    assertThat(format("app.log", "2026-03-03 10:00:05 ERROR x request_id=r-1"))
        .isEqualTo("app-text");
    assertThat(format("app.log", "2026/03/03 10:00:05 [error] 7#7: *1 broken, client: 192.0.2.7"))
        .isEqualTo("nginx-error");
  }
}

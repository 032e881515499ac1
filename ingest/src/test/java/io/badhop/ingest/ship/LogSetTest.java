package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.schemas.event.ProxyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are logs, of what kind, and what is said when they are not. */
class LogSetTest {
  @TempDir Path folder;

  private LogSet open(Path... paths) throws LogSetException {
    return LogSet.open(List.of(paths), LogSetOptions.DEFAULT);
  }

  private static List<String> formats(LogSet set) {
    return set.files().stream()
        .map(
            file ->
                file.path().getFileName()
                    + " "
                    + file.detection().format().name()
                    + " "
                    + file.detection().variant())
        .toList();
  }

  @Test
  void aFolderIsSearchedAndTheConfigurationInItDefinesTheFormat() throws Exception {
    TestLogs.write(folder, "conf/nginx.conf", TestLogs.NGINX_CONF);
    TestLogs.write(folder, "lb1/access.log", TestLogs.access(10, "a", 200, 1));
    TestLogs.write(folder, "app/app.ndjson", TestLogs.app(9, "a", 200));
    TestLogs.write(folder, ".hidden/access.log", TestLogs.access(10, "b", 200, 1));
    TestLogs.write(folder, "notes.txt", "call the hoster\n");
    TestLogs.write(folder, "lb1/empty.log");
    LogSet set = open(folder);

    assertThat(formats(set))
        .containsExactly("app.ndjson app-json ", "access.log nginx-access badhop");
    assertThat(set.unrecognised()).containsExactly(folder.resolve("notes.txt"));
    assertThat(set.empty()).containsExactly(folder.resolve("lb1/empty.log"));
  }

  @Test
  void gzipIsReadWhateverItsNameAndGivesTheSameEvents() throws Exception {
    String lines = TestLogs.access(10, "a", 200, 1) + TestLogs.access(20, "b", 502, 2);
    TestLogs.write(folder, "nginx.conf", TestLogs.NGINX_CONF);
    Path plain = TestLogs.write(folder, "plain/access.log", lines);
    Path packed = folder.resolve("packed.bin");
    Files.write(packed, TestLogs.gzip(lines));
    LogSet set = open(folder);

    assertThat(set.files()).hasSize(2);
    assertThat(ids(set, packed)).hasSize(2).isEqualTo(ids(set, plain));
  }

  private static List<Long> ids(LogSet set, Path path) throws IOException {
    LogFile file =
        set.files().stream().filter(log -> log.path().equals(path)).findFirst().orElseThrow();
    try (EventReader reader = set.reader(file)) {
      return TestLogs.drain(reader).stream()
          .map(event -> ((ProxyEvent) event.event()).getEventId())
          .toList();
    }
  }

  @Test
  void sourcesAreNamedByTheirPlaceInTheFolderWhereverItLies() throws Exception {
    for (String root : List.of("one", "two")) {
      TestLogs.write(folder, root + "/lb1/app.ndjson", TestLogs.app(1, "a", 200));
      LogSet set = open(folder.resolve(root));
      try (EventReader reader = set.reader(set.files().get(0))) {
        assertThat(reader.source()).isEqualTo("lb1/app.ndjson");
        assertThat(reader.next().key()).isEqualTo("a");
      }
    }
  }

  @Test
  void aFileThatIsNamedTwiceIsReadOnce() throws Exception {
    Path log = TestLogs.write(folder, "app.ndjson", TestLogs.app(1, "a", 200));

    assertThat(open(folder, log, folder.resolve("./app.ndjson")).files()).hasSize(1);
  }

  @Test
  void aFormatThatIsGivenIsUsedWithoutAsking() throws Exception {
    Path log = TestLogs.write(folder, "odd.log", "not json\n");

    LogSet set = LogSet.open(List.of(log), LogSetOptions.DEFAULT.withFormat("odd.log", "app-json"));
    try (EventReader reader = set.reader(set.files().get(0))) {
      assertThat(reader.next()).isNull();
      assertThat(reader.accounting().rejected()).isEqualTo(1);
      assertThat(reader.accounting().examples())
          .singleElement()
          .extracting(RejectedLine::text)
          .isEqualTo("not json");
    }
  }

  @Test
  void includesAreReadFromTheConfigurationsFolderOnly() throws Exception {
    String[] parts = TestLogs.NGINX_CONF.split("\n", -1);
    String format = String.join("\n", Arrays.asList(parts).subList(2, 5));
    TestLogs.write(
        folder,
        "etc/nginx.conf",
        "http {\n include /etc/nginx/formats/*.inc;\n include ../outside.inc;\n include /nowhere;\n}\n");
    TestLogs.write(
        folder, "etc/formats/badhop.inc", format.replace("log_format", "#\n log_format"));
    TestLogs.write(
        folder, "outside.inc", format.replace("log_format badhop", "log_format outside"));
    Path log = TestLogs.write(folder, "logs/x.log", TestLogs.access(10, "a", 200, 1));
    LogSet set =
        LogSet.open(
            List.of(log),
            LogSetOptions.DEFAULT.withConfigs(
                List.of(folder.resolve("etc/nginx.conf")), List.of(), List.of()));

    assertThat(formats(set)).containsExactly("x.log nginx-access badhop");
  }

  @Test
  void whatIsMissingIsNamed() {
    Path missing = folder.resolve("nothing");

    assertThatThrownBy(() -> open(missing))
        .isInstanceOf(LogSetException.class)
        .hasMessageStartingWith(missing + " does not exist.");
    assertThatThrownBy(() -> open())
        .isInstanceOf(LogSetException.class)
        .hasMessageContaining("Name log files");
  }

  @Test
  void aFolderWithoutFilesIsNamed() throws Exception {
    TestLogs.write(folder, "empty/.hidden", "x");
    Path empty = folder.resolve("empty");

    assertThatThrownBy(() -> open(empty))
        .isInstanceOf(LogSetException.class)
        .hasMessage("There is no file in " + empty + ". Name the folder that holds the logs.");
  }

  @Test
  void whenNothingIsRecognisedTheFilesAreNamedWithWhatToDo() {
    Path notes = TestLogs.write(folder, "notes.txt", "call the hoster\n");

    assertThatThrownBy(() -> open(folder))
        .isInstanceOf(LogSetException.class)
        .hasMessageContaining(notes.toString())
        .hasMessageContaining("parse --format");
  }

  @Test
  void whenAllLogsAreEmptyThatIsSaid() {
    Path log = TestLogs.write(folder, "access.log");

    assertThatThrownBy(() -> open(folder))
        .isInstanceOf(LogSetException.class)
        .hasMessage("All logs are empty: " + log + ".");
  }

  @Test
  void aFolderWithAConfigurationAloneHasNoLog() {
    TestLogs.write(folder, "nginx.conf", TestLogs.NGINX_CONF);

    assertThatThrownBy(() -> open(folder))
        .isInstanceOf(LogSetException.class)
        .hasMessageContaining("only server configurations");
  }

  @Test
  void aFormatThatDoesNotExistIsAnsweredWithThoseThatDo() {
    Path log = TestLogs.write(folder, "a.log", "x\n");

    assertThatThrownBy(
            () -> LogSet.open(List.of(log), LogSetOptions.DEFAULT.withFormat("*", "ngnix")))
        .isInstanceOf(LogSetException.class)
        .hasMessageContaining("'ngnix'")
        .hasMessageContaining("nginx-access")
        .hasMessageContaining(log.toString());
  }

  @Test
  void anEnvoyConfigurationBesideTheLogTellsItsFormat() throws Exception {
    TestLogs.write(
        folder,
        "envoy.yaml",
        "static_resources:\n  access_log:\n    - inline_string: '%START_TIME% %RESPONSE_CODE% <%REQ(:PATH)%>'\n");
    TestLogs.write(folder, "web.log", "2026-11-22T06:00:00.000Z 503 </a>\n");

    assertThat(formats(open(folder))).containsExactly("web.log envoy-access envoy.yaml 1");
  }

  @Test
  void aConfigurationThatIsNamedMustBeThere() {
    Path log = TestLogs.write(folder, "app.ndjson", TestLogs.app(1, "a", 200));
    Path conf = folder.resolve("haproxy.cfg");

    assertThatThrownBy(
            () ->
                LogSet.open(
                    List.of(log),
                    LogSetOptions.DEFAULT.withConfigs(List.of(), List.of(conf), List.of())))
        .isInstanceOf(LogSetException.class)
        .hasMessage("The haproxy configuration " + conf + " does not exist.");
  }

  @Test
  void aFileOfZeroBytesAndBinaryOnesDoNotStopTheRest() throws Exception {
    Files.write(folder.resolve("core.bin"), new byte[3_000_000]);
    Files.write(folder.resolve("broken.gz"), new byte[] {0x1f, (byte) 0x8b, 8});
    TestLogs.write(folder, "zero.log");
    TestLogs.write(folder, "app.ndjson", TestLogs.app(1, "a", 200));
    LogSet set = open(folder);

    assertThat(formats(set)).containsExactly("app.ndjson app-json ");
    assertThat(set.unrecognised())
        .containsExactly(folder.resolve("broken.gz"), folder.resolve("core.bin"));
  }

  @Test
  void whoseCombinedLogItIsIsToldByWhatLiesAroundIt() throws Exception {
    String combined =
        "192.0.2.7 - - [22/Nov/2026:06:19:30 +0000] \"GET /a HTTP/1.1\" 503 9 \"-\" \"curl/8\"\n";
    String apache =
        "[Sun Nov 22 06:19:30.000001 2026] [proxy_http:error] [pid 7:tid 8] [client 192.0.2.7:1]"
            + " AH01114: HTTP: failed to make connection to backend: 10.1.1.1\n";
    TestLogs.write(folder, "apache2/access.log", combined);
    TestLogs.write(folder, "nginx/access.log", combined);
    TestLogs.write(folder, "web/access.log", combined);
    TestLogs.write(folder, "web/error.log", apache);

    LogSet set = open(folder);

    assertThat(set.files())
        .extracting(file -> folder.relativize(file.path()) + " " + file.detection().format().name())
        .containsExactlyInAnyOrder(
            "apache2/access.log apache-access",
            "nginx/access.log nginx-access",
            "web/access.log apache-access");
  }
}

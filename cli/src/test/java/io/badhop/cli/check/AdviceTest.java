package io.badhop.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.ship.EventReader;
import io.badhop.ingest.ship.LogSet;
import io.badhop.ingest.ship.LogSetOptions;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.Tier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines to paste lead to logs that lack nothing. */
class AdviceTest {

  @TempDir Path folder;

  @Test
  void aLogInTheNginxFormatLacksNothing() throws Exception {
    String line =
        "{\"msec\":\"1795328370.123\",\"request_id\":\"r1\",\"cf_ray\":\"\",\"connection\":\"7\",\"server_addr\":\"10.0.0.1\",\"remote_addr\":\"192.0.2.1\","
            + "\"host\":\"shop.example.com\",\"method\":\"GET\",\"uri\":\"/x\",\"status\":\"502\",\"bytes_sent\":\"9\",\"request_time\":\"0.011\","
            + "\"request_completion\":\"OK\",\"upstream_addr\":\"10.0.3.7:8080\",\"upstream_status\":\"502\",\"upstream_connect_time\":\"0.001\","
            + "\"upstream_header_time\":\"0.010\",\"upstream_response_time\":\"0.011\",\"upstream_bytes_received\":\"9\"}";
    ProxyEvent event =
        read("nginx.conf", "http {\n" + String.join("\n", Advice.NGINX) + "\n}\n", line);
    assertThat(event.getAttempts()).hasSize(1);
    assertThat(event.getAttempts().get(0).getHeaderUs()).isEqualTo(10_000);
    lacksNothing(event);
  }

  @Test
  void aLogInTheApacheFormatLacksNothing() throws Exception {
    String line =
        "{\"time\":\"2026-11-22T06:19:30.123 +0000\",\"request_id\":\"r1\",\"log_id\":\"L1\",\"remote_addr\":\"192.0.2.1\",\"server_addr\":\"10.0.0.1\","
            + "\"host\":\"shop.example.com\",\"method\":\"GET\",\"uri\":\"/x\",\"status\":\"502\",\"bytes_sent\":\"9\",\"request_time_us\":\"15000\","
            + "\"worker\":\"http://10.0.3.7:8080\",\"conn_status\":\"+\"}";
    ProxyEvent event = read("httpd.conf", String.join("\n", Advice.APACHE) + "\n", line);
    assertThat(event.getConnection()).isEqualTo("L1");
    assertThat(event.getDurationUs()).isEqualTo(15_000);
    lacksNothing(event);
  }

  /** Apache takes a comment behind a directive for arguments, and does not start. */
  @Test
  void apacheCanReadItsLines() {
    assertThat(Advice.APACHE)
        .noneMatch(line -> line.indexOf('#') > 0)
        .filteredOn(line -> line.startsWith("ErrorLogFormat"))
        .singleElement()
        .asString()
        // Without the backslash half of the bracket is left where a line has no client.
        .contains("%E: [client\\ %a] %M");
  }

  @Test
  void eachServerIsToldWhatItCanRead() {
    assertThat(remedy("nginx")).isEqualTo(Advice.NGINX);
    assertThat(remedy("caddy")).isEqualTo(Advice.CADDY);
    assertThat(remedy("traefik")).isEqualTo(Advice.TRAEFIK);
    assertThat(remedy("envoy")).isEqualTo(Advice.ENVOY);
    for (String other : List.of("zoraxy", "heroku", "iis", "varnish", "litespeed")) {
      assertThat(remedy(other))
          .singleElement()
          .asString()
          .contains("docs/formats/README.md")
          .doesNotContain("log_format");
    }
  }

  private static List<String> remedy(String software) {
    SourceFacts facts = new SourceFacts("access.log", Tier.PROXY);
    facts.software = software;
    facts.records = 1;
    facts.requests = 1;
    facts.withoutId = 1;
    return Advice.of(facts).get(0).remedy();
  }

  /** The pages of the formats and the command say the same. */
  @Test
  void theLinesAreThoseOfThePages() throws Exception {
    Path pages = Path.of("..", "docs", "formats");
    for (var advice :
        Map.of("caddy", Advice.CADDY, "traefik", Advice.TRAEFIK, "envoy", Advice.ENVOY)
            .entrySet()) {
      List<String> page =
          Files.readAllLines(pages.resolve(advice.getKey() + ".md")).stream()
              .map(AdviceTest::bare)
              .toList();
      assertThat(advice.getValue().stream().skip(1).map(AdviceTest::bare)).isSubsetOf(page);
    }
  }

  /** Without indentation and comment. */
  private static String bare(String line) {
    return line.replaceFirst(" +#.*", "").strip();
  }

  private static void lacksNothing(ProxyEvent event) {
    assertThat(event.getRequestId()).isEqualTo("r1");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.REQUEST_ID);
    assertThat(event.getHost()).isEqualTo("shop.example.com");
    assertThat(event.getResolution()).isEqualTo(1000);
    assertThat(event.getAttempts().get(0).getAddress()).isEqualTo("10.0.3.7:8080");
  }

  private ProxyEvent read(String configName, String config, String line) throws Exception {
    Path conf = Files.writeString(folder.resolve(configName), config);
    Path log = Files.writeString(folder.resolve("badhop.log"), line + "\n");
    LogSet logs = LogSet.open(List.of(conf, log), LogSetOptions.DEFAULT);
    try (EventReader reader = logs.reader(logs.files().get(0))) {
      return (ProxyEvent) reader.next().event();
    }
  }
}

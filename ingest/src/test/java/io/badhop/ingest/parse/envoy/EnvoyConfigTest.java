package io.badhop.ingest.parse.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.schemas.event.ProxyEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvoyConfigTest {

  private static final String ENVOY =
      """
      static_resources:
        listeners:
          - name: web
            access_log:
              - name: envoy.access_loggers.file
                typed_config:
                  path: /var/log/envoy/access.log
                  log_format:
                    text_format_source:
                      inline_string: "%START_TIME% %RESPONSE_CODE% \\"%REQ(:PATH)%\\" %REQ(X-REQUEST-ID)%\\n"
              - name: envoy.access_loggers.file
                typed_config:
                  path: /var/log/envoy/access.json
                  log_format:
                    json_format:
                      when: "%START_TIME%"
                      code: "%RESPONSE_CODE%"
                      request:
                        id: "%REQ(X-REQUEST-ID)%"
                      note: "a %PROTOCOL% request"
                    omit_empty_values: true
            stat_prefix: web
      """;

  private static EnvoyConfig config(String text) {
    return EnvoyConfig.parse("envoy.yaml", text, name -> Optional.empty());
  }

  private static ProxyEvent event(String text, String line) {
    return Parsed.proxy(
        Formats.detect(
                List.of(RawLine.of(line, 0)),
                "x.log",
                new ServerConfigs(List.of(config(text))),
                ParseContext.of("test"))
            .orElseThrow()
            .parser()
            .get(),
        line);
  }

  @Test
  void formatStringsAreFoundWhereverTheyStand() {
    assertThat(config(ENVOY).texts())
        .containsExactly("%START_TIME% %RESPONSE_CODE% \"%REQ(:PATH)%\" %REQ(X-REQUEST-ID)%");
    assertThat(event(ENVOY, "2026-11-22T06:00:10.500Z 503 \"/a b\" r-1").getRequestId())
        .isEqualTo("r-1");
  }

  @Test
  void ofAJsonFormatTheKeysAreTheUsersOwn() {
    assertThat(config(ENVOY).jsons()).hasSize(1);
    assertThat(config(ENVOY).jsons().get(0))
        .containsOnlyKeys("when", "code", "id")
        .containsEntry("code", "response_code");

    ProxyEvent event =
        event(
            ENVOY,
            "{\"when\":\"2026-11-22T06:00:10.500Z\",\"code\":\"503\",\"request\":{\"id\":\"r-1\"},\"note\":\"a x\"}");
    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getRequestId()).isEqualTo("r-1");
  }

  @Test
  void istiosMeshSettingsHoldOneFormat() {
    String text =
        """
        accessLogFile: /dev/stdout
        accessLogFormat: |
          [%START_TIME%] %RESPONSE_CODE%
          %REQ(X-REQUEST-ID)%
        """;
    String object = "accessLogFormat: '{\"t\": \"%START_TIME%\", \"s\": \"%RESPONSE_CODE%\"}'\n";

    assertThat(config(text).texts())
        .containsExactly("[%START_TIME%] %RESPONSE_CODE%\n%REQ(X-REQUEST-ID)%");
    assertThat(config(object).jsons().get(0)).containsEntry("s", "response_code");
  }

  @Test
  void whatIsNoFormatIsPassedOver() {
    assertThat(config("format: json\nlabels:\n  app: shop\n").texts()).isEmpty();
    assertThat(config("format: json\nlabels:\n  app: shop\n").jsons()).isEmpty();
    assertThat(config("").texts()).isEmpty();
  }
}

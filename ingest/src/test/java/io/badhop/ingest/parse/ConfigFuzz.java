package io.badhop.ingest.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.badhop.ingest.parse.apache.ApacheConfig;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.ingest.parse.haproxy.HaproxyConfig;
import io.badhop.ingest.parse.nginx.NginxConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A server configuration may be of any version, broken, or no configuration: its reader takes what
 * it can. What it took makes parsers that do not throw either.
 */
class ConfigFuzz {
  private static final List<RawLine> LINES =
      List.of(
          RawLine.of(
              "192.0.2.9 - - [22/Nov/2026:06:19:30 +0000] \"GET /a HTTP/1.1\" 502 0 \"-\" \"-\"",
              0),
          RawLine.of("", 90),
          RawLine.of("\"\\\" \\", 91));

  @FuzzTest(maxDuration = "2m")
  void nginx(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    read(NginxConfig.parse("nginx.conf", text, ConfigFuzz::itself));
  }

  @FuzzTest(maxDuration = "2m")
  void haproxy(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    read(HaproxyConfig.parse("haproxy.cfg", text, ConfigFuzz::itself));
  }

  @FuzzTest(maxDuration = "2m")
  void apache(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    read(ApacheConfig.parse("httpd.conf", text, ConfigFuzz::itself));
  }

  /** Every include is there, and includes again. */
  private static Optional<String> itself(String name) {
    return Optional.of("include x;\nInclude x\n");
  }

  private static void read(ServerConfig config) {
    ServerConfigs configs = new ServerConfigs(List.of(config));
    assertThat(configs.addresses()).isNotNull();
    ParseContext context = ParseContext.of("fuzz").withAddresses(configs.addresses());
    Formats.detect(LINES, "access.log", configs, context)
        .ifPresent(detection -> assertThat(detection.confidence()).isPositive());
  }
}

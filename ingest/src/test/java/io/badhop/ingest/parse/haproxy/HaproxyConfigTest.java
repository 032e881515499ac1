package io.badhop.ingest.parse.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a haproxy.cfg tells of captures and servers. */
class HaproxyConfigTest {

  private static HaproxyConfig read(String text) {
    return HaproxyConfig.parse("haproxy.cfg", text, name -> Optional.empty());
  }

  @Test
  void capturesAreKnownByFrontendInOrder() {
    HaproxyConfig config =
        read(
            """
            defaults
              mode http
            frontend web
              capture request header X-Request-ID len 64
              capture request header Host len 40
              capture response header Server len 10
              http-request capture req.hdr(CF-Ray) len 20
              http-request capture src len 20
              # http-request capture req.hdr(X-Not) len 20
            listen both
              capture request header traceparent len 60
            """);

    assertThat(config.captures())
        .hasSize(2)
        .containsEntry("web", java.util.List.of("x-request-id", "host", "cf-ray", ""))
        .containsEntry("both", java.util.List.of("traceparent"));
  }

  @Test
  void serversAreKnownByBackendAndName() {
    HaproxyConfig config =
        read("backend bk\n\tserver a 10.1.1.1:80 check\nlisten l\n    server b unix@/run/b\n");

    assertThat(config.addresses().addressOf())
        .containsEntry("bk/a", "10.1.1.1:80")
        .containsEntry("l/b", "unix@/run/b");
    assertThat(config.addresses().poolOf()).containsEntry("10.1.1.1:80", "bk");
  }

  @Test
  void brokenTextIsNoError() {
    assertThat(read("frontend\n server\n capture request\nhttp-request capture ").captures())
        .isEmpty();
    assertThat(read("").addresses().addressOf()).isEmpty();
  }
}

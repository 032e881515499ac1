package io.badhop.ingest.parse.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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

  private static String format(String text, String frontend) {
    return read(text).logFormats().stream()
        .filter(format -> format.use() == HaproxyConfig.LogFormat.Use.RECORD)
        .filter(format -> format.frontends().contains(frontend))
        .map(HaproxyConfig.LogFormat::text)
        .findFirst()
        .orElse("none");
  }

  @Test
  void aFrontendHasTheFormatOfTheDefaultsBeforeItOrOfThoseThatItNames() {
    String config =
        """
        defaults first
          log-format "%ci first"
        frontend a
        frontend own
          log-format "%ci own"
        frontend http
          option httplog
        defaults
          log-format %ci\\ second
        frontend b
        listen c from first
        backend not
        """;

    assertThat(format(config, "a")).isEqualTo("%ci first");
    assertThat(format(config, "own")).isEqualTo("%ci own");
    assertThat(format(config, "http")).isEqualTo("none");
    assertThat(format(config, "b")).isEqualTo("%ci second");
    assertThat(format(config, "c")).isEqualTo("%ci first");
    assertThat(format(config, "not")).isEqualTo("none");
  }

  @Test
  void otherFormatsAreKnownByTheirDirective() {
    assertThat(
            read("frontend a\n error-log-format \"%ci %[fc_err]\"\n log-format-sd '[x a=%ci]'\n")
                .logFormats())
        .extracting(HaproxyConfig.LogFormat::use, HaproxyConfig.LogFormat::text)
        .containsExactlyInAnyOrder(
            tuple(HaproxyConfig.LogFormat.Use.ERROR, "%ci %[fc_err]"),
            tuple(HaproxyConfig.LogFormat.Use.STRUCTURED_DATA, "[x a=%ci]"));
  }

  @Test
  void wordsMayBeQuotedAndEscaped() {
    assertThat(HaproxyWords.of("  a \"b c\\\"d\" 'e\\f' g\\ h\\#i \"\" j # k"))
        .containsExactly("a", "b c\"d", "e\\f", "g h#i", "", "j");
    assertThat(HaproxyWords.of("# only a comment")).isEmpty();
    assertThat(HaproxyWords.of("a\\")).containsExactly("a\\");
  }

  @Test
  void aDeclaredCaptureIsNamedByTheRuleThatFillsIt() {
    assertThat(
            read("""
            frontend web
              declare capture request len 64
              declare capture response len 64
              capture request header Host len 64
              http-request capture req.hdr(X-Request-ID),lower id 0
              http-request capture req.hdr(X-Request-ID) id 9
            """)
                .captures())
        .containsEntry("web", java.util.List.of("x-request-id", "host"));
  }

  @Test
  void aTemplateOfServersStandsForEach() {
    assertThat(
            read("backend bk\n server-template app 2-3 app.test:80 check\n server x $ADDRESS:80\n")
                .addresses()
                .addressOf())
        .containsOnlyKeys("bk/app2", "bk/app3")
        .containsEntry("bk/app3", "app.test:80");
  }

  @Test
  void aVariableThatBecomesAHeaderStandsForIt() {
    assertThat(
            read("""
            frontend web
              http-request set-var-fmt(txn.rid) %[uuid]
              http-request set-header X-Request-ID %[var(txn.rid)] if TRUE
            """)
                .variables())
        .containsEntry("txn.rid", "req.hdr(X-Request-ID)");
  }
}

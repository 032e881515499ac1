package io.badhop.ingest.parse.apache;

import static io.badhop.ingest.parse.Parsed.error;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.proxy;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ProxyEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What Apache writes and a plain reading gets wrong; each test is one oddity. */
class ApacheOddLinesTest {
  private static final ParseContext CONTEXT = ParseContext.of("test");
  private static final String AT = "[Sun Nov 22 06:03:13.511683 2026] ";

  private final ApacheErrorParser errors = new ApacheErrorParser(CONTEXT);

  private static LineParser access(String format) {
    return new ApacheAccessParser(format, List.of(), CONTEXT);
  }

  private static ApacheConfig config(String text) {
    return ApacheConfig.parse("apache.conf", text, name -> Optional.empty());
  }

  @Test
  void aTimeWithADayBeforeTheMonthIsPutTogether() {
    ProxyEvent event =
        proxy(
            access("%{%d/%b/%Y %T}t.%{msec_frac}t %{%z}t %>s"),
            "22/Nov/2026 06:19:30.123 +0100 502");

    assertThat(event.getTime()).isEqualTo(micros("2026-11-22T05:19:30.123Z"));
    assertThat(event.getResolution()).isEqualTo(1_000);
  }

  @Test
  void dateAndClockMayBeTwoPieces() {
    ProxyEvent event =
        proxy(
            access("{\"t\":\"%{%Y-%m-%d}tT%{%T}t.%{usec_frac}tZ\",\"s\":%>s}"),
            "{\"t\":\"2026-11-22T06:19:30.123456Z\",\"s\":502}");

    assertThat(event.getTime()).isEqualTo(micros("2026-11-22T06:19:30.123456Z"));
    assertThat(event.getResolution()).isEqualTo(1);
  }

  @Test
  void secondsAndAFractionMakeATime() {
    assertThat(proxy(access("%{sec}t.%{usec_frac}t %>s"), "1795328370.000250 502").getTime())
        .isEqualTo(1_795_328_370_000_250L);
  }

  @Test
  void aTimeOfTheEndIsTheEnd() {
    ProxyEvent event = proxy(access("%{end:msec}t %D %>s"), "1795328370500 250000 502");

    assertThat(event.getTime()).isEqualTo(1_795_328_370_500_000L);
    assertThat(event.getStartTime()).isEqualTo(1_795_328_370_250_000L);
  }

  @Test
  void piecesThatMakeNoTimeAreRejectedByName() {
    assertThat(rejected(access("%{%H:%M}t %>s"), "06:19 502")).isEqualTo("bad-timestamp");
    assertThat(rejected(access("%{%FT%T}t %>s"), "2026-13-22T06:19:30 502"))
        .isEqualTo("bad-timestamp");
    assertThat(rejected(access("%{%b}t %>s"), "Nix 502")).isEqualTo("bad-timestamp");
  }

  @Test
  void theTimeToTheFirstByteIsOneDirective() {
    assertThat(
            proxy(access("%t %>s %^FB %{X-Request-ID}i"), "[22/Nov/2026:06:19:30 +0000] 502 77 r")
                .getRequestId())
        .isEqualTo("r");
  }

  @Test
  void aRequestLineWithoutQuotesHoldsBlanks() {
    ProxyEvent event =
        proxy(access("%t %r %>s"), "[22/Nov/2026:06:19:30 +0000] GET /a HTTP/1.1 502");

    assertThat(event.getPath()).isEqualTo("/a");
    assertThat(event.getStatus()).isEqualTo(502);
  }

  @Test
  void aPrefixEndsWithItsSegment() {
    LineParser parser =
        new ApacheAccessParser("%t %U %>s", List.of(Map.entry("/api", "10.1.1.1:80")), CONTEXT);
    String time = "[22/Nov/2026:06:19:30 +0000] ";

    assertThat(proxy(parser, time + "/api/x 502").getAttempts())
        .extracting(Attempt::getAddress)
        .containsExactly("10.1.1.1:80");
    assertThat(proxy(parser, time + "/apis 502").getAttempts()).isEmpty();
  }

  @Test
  void anErrorOfTheResolverHasNoNumberOfTheSystem() {
    ErrorRecord record =
        error(
            errors,
            AT
                + "[proxy:error] [pid 1:tid 2] (EAI 2)Name or service not known: [client"
                + " 192.0.2.7:4] AH00898: DNS lookup failure for: app.test returned by /dns");

    assertThat(record.clientIp()).isEqualTo("192.0.2.7");
    assertThat(record.note().getErrno()).isEqualTo(-1);
    assertThat(record.note().getMessage())
        .isEqualTo(
            "(EAI 2)Name or service not known: AH00898: DNS lookup failure for: app.test returned"
                + " by /dns");
  }

  @Test
  void theErrorNumberMayFollowTheClient() {
    ErrorRecord record =
        error(
            errors,
            AT
                + "[proxy_http:error] [pid 1:tid 2] [client 192.0.2.7:4] (104)Connection reset by"
                + " peer: AH01102: error reading status line from remote server 10.1.1.1:80");

    assertThat(record.note().getErrno()).isEqualTo(104);
    assertThat(record.note().getCode()).isEqualTo("AH01102");
  }

  @Test
  void informationIsSkippedUnlessItSaysWhyAHandshakeFailed() {
    String head = AT + "[ssl:info] [pid 1:tid 2] [remote 10.1.1.1:443] ";

    assertThat(skipped(errors, head + "AH01964: Connection to child 0 established"))
        .isEqualTo("info-message");
    ErrorRecord failed =
        error(errors, head + "AH02276: Certificate Verification: Error (18): self-signed");
    assertThat(failed.note().getUpstream()).isEqualTo("10.1.1.1:443");
  }

  @Test
  void linesForDebuggingNameTheirSourceFile() {
    assertThat(
            skipped(
                errors,
                AT
                    + "[authz_core:debug] [pid 9:tid 4] mod_authz_core.c(820): [client"
                    + " 192.0.2.7:4] AH01626: authorization result: granted"))
        .isEqualTo("debug-message");
  }

  @Test
  void aModuleMayBeNameless() {
    ErrorRecord record =
        error(errors, AT + "[:error] [pid 5688] [client 192.0.2.7:4] script '/a.php' not found");

    assertThat(record.note().getLevel()).isEqualTo("error");
    assertThat(record.process()).isEqualTo("5688");
  }

  @Test
  void anErrorLogIdIsFoundWhereTheFormatHasOne() {
    String line =
        AT + "[proxy:error] [pid 1:tid 2] [R:ghBUhC/SfB8] [client 192.0.2.7:4] AH01114: failed";

    assertThat(error(errors, line).connection()).isEqualTo("ghBUhC/SfB8");
  }

  @Test
  void version22HasWordsWhereLaterOnesHaveCodes() {
    String head = "[Mon Aug 31 16:27:04 2015] ";

    assertThat(
            Parsed.component(errors, head + "[error] server reached MaxClients setting").getKind())
        .isEqualTo(ComponentEventKind.CONNECTIONS_EXHAUSTED);
    assertThat(Parsed.component(errors, head + "[notice] caught SIGTERM, shutting down").getKind())
        .isEqualTo(ComponentEventKind.STOPPED);
    assertThat(
            Parsed.component(errors, head + "[notice] child pid 7 exit signal Killed (9)")
                .getKind())
        .isEqualTo(ComponentEventKind.WORKER_KILLED);
  }

  @Test
  void directivesAreKnownInAnyCaseAndOverSeveralLines() {
    ApacheConfig config = config("logformat \"%h \\\n %>s\" two\nCUSTOMLOG logs/a.log two\n");

    assertThat(config.logFormats()).containsEntry("two", "%h   %>s");
    assertThat(config.accessLogs()).containsEntry("a.log", "two");
  }

  @Test
  void aLocationGivesProxyPassItsPath() {
    ApacheConfig config =
        config(
            "<Location /pay/>\nProxyPass https://10.1.1.9/\n</Location>\nProxyPass /a"
                + " http://10.1.1.1/");

    assertThat(config.targets())
        .containsExactly(Map.entry("/pay/", "10.1.1.9:443"), Map.entry("/a", "10.1.1.1:80"));
  }

  @Test
  void anExpressionThatAsksForABeginningIsAPrefix() {
    ApacheConfig config =
        config(
            "ProxyPassMatch ^/reports/ unix:/run/fpm.sock|fcgi://localhost/r.php\n"
                + "ProxyPassMatch ^/api/(.*)$ http://10.1.1.1:8080/$1\n"
                + "ProxyPassMatch ^/(.*\\.php)$ fcgi://10.1.1.7:9000/$1\n");

    assertThat(config.targets())
        .containsExactly(
            Map.entry("/reports/", "unix:/run/fpm.sock"), Map.entry("/api/", "10.1.1.1:8080"));
    assertThat(config.addresses().address("fastcgi")).isEmpty();
  }

  @Test
  void theOnlyFastCgiServerIsThatOfTheWorkers() {
    assertThat(
            config(
                    "<FilesMatch \\.php$>\nSetHandler \"proxy:unix:/run/fpm.sock|fcgi://localhost\"\n")
                .addresses()
                .address("fastcgi"))
        .contains("unix:/run/fpm.sock");
  }

  @Test
  void theOnlyMemberOfABalancerStandsForIt() {
    ApacheConfig config =
        config(
            "ProxyPass /one/ balancer://one/x\nProxyPass /two/ balancer://two\n"
                + "BalancerMember balancer://one http://10.1.1.1:80\n"
                + "BalancerMember balancer://two http://10.1.1.2:80\n"
                + "BalancerMember balancer://two http://10.1.1.3:80\n");

    assertThat(config.targets())
        .containsExactly(Map.entry("/one/", "10.1.1.1:80"), Map.entry("/two/", ""));
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(
        access("%{%d/%b/%Y %T}t.%{msec_frac}t%{%z}t %r %>s"),
        31,
        "22/Nov/2026 06:19:30.123+0100 GET / HTTP/1.1 502");
    Parsed.fuzz(
        errors,
        32,
        AT + "[a:error] [pid 1:tid 2] [R:ghBUhC/SfB8] mod_a.c(1): (EAI 2)x: [client a:1] AH1",
        AT + "[error](111)Connection refused: proxy: (9)x");
  }
}

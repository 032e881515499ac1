package io.badhop.ingest.parse.apache;

import static io.badhop.ingest.parse.Parsed.component;
import static io.badhop.ingest.parse.Parsed.error;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import org.junit.jupiter.api.Test;

/** Apache error lines. */
class ApacheErrorParserTest {
  private static final String AT = "[Tue Mar 03 10:00:05.123456 2026] ";
  private static final String WORKER =
      AT
          + "[proxy:error] [pid 31:tid 45] (111)Connection refused: AH00957: http: attempt to"
          + " connect to 10.1.1.1:80 (app1.internal) failed";
  private static final String CLIENT =
      AT
          + "[proxy_http:error] [pid 31:tid 45] [client 192.0.2.7:52111] AH01114: HTTP: failed to"
          + " make connection to backend: 10.1.1.1, referer: https://shop.test/[a]";
  private static final String TIMEOUT =
      AT
          + "[proxy_http:error] [pid 31:tid 45] (70007)The timeout specified has expired: [client"
          + " 192.0.2.7:52111] AH01102: error reading status line from remote server 10.1.1.1:80";

  private final ApacheErrorParser parser = new ApacheErrorParser(ParseContext.of("test"));

  @Test
  void aClientsLineNamesClientCodeAndUpstream() {
    ErrorRecord record = error(parser, CLIENT);

    assertThat(record.clientIp()).isEqualTo("192.0.2.7");
    assertThat(record.process()).isEqualTo("31:45");
    assertThat(record.resolution()).isEqualTo(1);
    assertThat(record.note().getTime()).isEqualTo(micros("2026-03-03T10:00:05.123456Z"));
    assertThat(record.note().getLevel()).isEqualTo("error");
    assertThat(record.note().getCode()).isEqualTo("AH01114");
    assertThat(record.note().getUpstream()).isEqualTo("10.1.1.1");
    assertThat(record.note().getMessage()).endsWith("backend: 10.1.1.1");
  }

  @Test
  void anErrorNumberMayStandBeforeTheClient() {
    ErrorRecord record = error(parser, TIMEOUT);

    assertThat(record.note().getErrno()).isEqualTo(70_007);
    assertThat(record.note().getCode()).isEqualTo("AH01102");
    assertThat(record.note().getMessage()).startsWith("(70007)The timeout specified has expired: ");
    assertThat(record.note().getUpstream()).isEqualTo("10.1.1.1:80");
    assertThat(record.clientIp()).isEqualTo("192.0.2.7");
  }

  @Test
  void aWorkersLineNamesNoClientButItsThread() {
    ErrorRecord record = error(parser, WORKER);

    assertThat(record.clientIp()).isEmpty();
    assertThat(record.process()).isEqualTo("31:45");
    assertThat(record.note().getErrno()).isEqualTo(111);
    assertThat(record.note().getUpstream()).isEqualTo("10.1.1.1:80");
  }

  @Test
  void aSocketThatIsNotThereIsTheUpstream() {
    ErrorRecord record =
        error(
            parser,
            AT
                + "[proxy:error] [pid 31:tid 45] (2)No such file or directory: AH02454: FCGI:"
                + " attempt to connect to Unix domain socket /run/app.sock (localhost) failed");

    assertThat(record.note().getUpstream()).isEqualTo("unix:/run/app.sock");
  }

  @Test
  void theLastLineOfAFailedReadNamesNoUpstream() {
    ErrorRecord record =
        error(
            parser,
            AT
                + "[proxy:error] [pid 31:tid 45] [client 192.0.2.9:4711] AH00898: Error reading"
                + " from remote server returned by /cart");

    assertThat(record.note().getCode()).isEqualTo("AH00898");
    assertThat(record.note().getUpstream()).isEmpty();
  }

  @Test
  void aLineAboutTheTlsPeerNamesTheUpstream() {
    ErrorRecord record =
        error(
            parser,
            AT
                + "[ssl:error] [pid 31:tid 45] [remote 10.1.1.9:443] AH02039: Certificate"
                + " Verification: Error (18): self-signed certificate");

    assertThat(record.clientIp()).isEmpty();
    assertThat(record.note().getCode()).isEqualTo("AH02039");
    assertThat(record.note().getUpstream()).isEqualTo("10.1.1.9:443");
  }

  @Test
  void aPreforkProcessHasNoThread() {
    assertThat(error(parser, CLIENT.replace("pid 31:tid 45", "pid 31")).process()).isEqualTo("31");
  }

  @Test
  void aClientWithAnIpv6AddressLosesItsPortOnly() {
    assertThat(error(parser, CLIENT.replace("192.0.2.7:52111", "2001:db8::7:52111")).clientIp())
        .isEqualTo("2001:db8::7");
  }

  @Test
  void version22HasNeitherProcessNorCode() {
    ErrorRecord record =
        error(
            parser,
            "[Tue Mar 03 10:00:05 2026] [error] [client 2001:db8::7] proxy: error reading status"
                + " line from remote server 10.1.1.1:80");

    assertThat(record.clientIp()).isEqualTo("2001:db8::7");
    assertThat(record.process()).isEmpty();
    assertThat(record.note().getCode()).isEmpty();
    assertThat(record.note().getLevel()).isEqualTo("error");
    assertThat(record.resolution()).isEqualTo(1_000_000);
  }

  @Test
  void version22PutsNoSpaceBeforeTheErrorNumber() {
    ErrorRecord record =
        error(
            parser,
            "[Tue Mar 03 10:00:05 2026] [error](111)Connection refused: [client 192.0.2.7] proxy:"
                + " HTTP: attempt to connect to 10.1.1.1:80 (10.1.1.1) failed");

    assertThat(record.note().getLevel()).isEqualTo("error");
    assertThat(record.note().getErrno()).isEqualTo(111);
    assertThat(record.note().getUpstream()).isEqualTo("10.1.1.1:80");
  }

  @Test
  void aWorkerThatIsTakenOutIsAServerThatIsDown() {
    ComponentEvent event =
        component(
            parser,
            AT
                + "[proxy:error] [pid 31:tid 45] AH00959: ap_proxy_connect_backend disabling worker"
                + " for (10.1.1.1:80) for 60s");

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.SERVER_DOWN);
    assertThat(event.getAddress()).isEqualTo("10.1.1.1:80");
  }

  @Test
  void theServersOwnLinesAreEvidenceOrSkipped() {
    String head = AT + "[mpm_event:notice] [pid 31:tid 31] ";
    assertThat(component(parser, head + "AH00489: Apache/2.4.99 configured").getKind())
        .isEqualTo(ComponentEventKind.STARTED);
    assertThat(component(parser, head + "AH00491: caught SIGTERM, shutting down").getKind())
        .isEqualTo(ComponentEventKind.STOPPED);
    assertThat(
            component(parser, head + "AH00484: server reached MaxRequestWorkers setting").getKind())
        .isEqualTo(ComponentEventKind.CONNECTIONS_EXHAUSTED);
    assertThat(component(parser, head + "AH00052: child pid 9 exit signal Killed (9)").getKind())
        .isEqualTo(ComponentEventKind.WORKER_KILLED);
    assertThat(skipped(parser, head + "AH00094: Command line: 'apache2'"))
        .isEqualTo("server-message");
  }

  @Test
  void textWithoutADateContinuesWhatBegan() {
    assertThat(rejected(parser, "Stack dump")).isEqualTo("not-the-format");
    error(parser, CLIENT);
    assertThat(parser.parse(RawLine.of("Stack dump", 9))).isInstanceOf(ParseResult.Continued.class);
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser, 8, WORKER, CLIENT, TIMEOUT);
  }
}

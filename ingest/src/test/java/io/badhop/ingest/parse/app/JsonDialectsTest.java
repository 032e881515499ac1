package io.badhop.ingest.parse.app;

import static io.badhop.ingest.parse.Parsed.app;
import static io.badhop.ingest.parse.Parsed.component;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.RequestIdKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the usual loggers of JSON write, by their dialects. */
class JsonDialectsTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SERILOG =
      "{'@t':'2026-03-03T10:00:05.2501234Z','@mt':'HTTP {RequestMethod} {RequestPath} responded"
          + " {StatusCode} in {Elapsed:0.0000} ms','@l':'Error','@x':'System.TimeoutException: gone\\n"
          + "   at Shop.Cart.Add()','RequestMethod':'POST','RequestPath':'/cart','StatusCode':500,"
          + "'Elapsed':34.5,'RequestId':'0HMVD9TE8M3K2:00000001','@tr':'"
          + TRACE
          + "','MachineName':'web-1','Application':'shop'}";
  private static final String MONOLOG =
      "{'message':'Payment failed','context':{'request_id':'r-7','exception':{'class':"
          + "'App\\\\Gone','message':'no answer'}},'level':400,'level_name':'ERROR',"
          + "'channel':'app','datetime':'2026-03-03T10:00:05.250000+00:00','extra':{}}";
  private static final String GRPC =
      "{'ts':'2026-03-03T10:00:05.250Z','level':'error','msg':'finished call','request_id':'r-8',"
          + "'grpc.service':'shop.Cart','grpc.method':'Add','grpc.code':'Unavailable',"
          + "'grpc.time_ms':'12.5','http.status_code':200}";

  private final LineParser parser = new AppLines(ParseContext.of("test"), AppLines.Dialect.JSON);

  private AppEvent read(String json) {
    return app(parser, json.replace('\'', '"'));
  }

  @Test
  void serilogsCompactForm() {
    AppEvent event = read(SERILOG);

    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:05.250123Z"));
    assertThat(event.getKind()).isEqualTo(AppEventKind.REQUEST);
    assertThat(event.getStatus()).isEqualTo(500);
    assertThat(event.getDurationUs()).isEqualTo(34_500);
    assertThat(event.getMethod()).isEqualTo("POST");
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getLevel()).isEqualTo("ERROR");
    assertThat(event.getExceptionType()).isEqualTo("System.TimeoutException");
    assertThat(event.getMessage()).isEqualTo("HTTP POST /cart responded 500 in 34.5 ms");
    assertThat(event.getInstance()).isEqualTo("web-1");
    assertThat(event.getService()).isEqualTo("shop");
  }

  @Test
  void aNameThatAspNetMadeYieldsToATrace() {
    assertThat(read(SERILOG).getRequestId()).isEqualTo(TRACE);
    assertThat(read(SERILOG.replace("@tr", "other")).getRequestId())
        .isEqualTo("0HMVD9TE8M3K2:00000001");
  }

  @Test
  void monologHasItsFieldsInTheContext() {
    AppEvent event = read(MONOLOG);

    assertThat(event.getRequestId()).isEqualTo("r-7");
    assertThat(event.getLevel()).isEqualTo("ERROR");
    assertThat(event.getExceptionType()).isEqualTo("App\\Gone");
    assertThat(event.getMessage()).isEqualTo("Payment failed: no answer");
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:05.250Z"));
  }

  @Test
  void aStatusInAContextIsSomebodyElsesUnlessARequestStandsThere() {
    String alone = MONOLOG.replace("'request_id'", "'status':503,'request_id'");

    assertThat(read(alone).getKind()).isEqualTo(AppEventKind.LOG);
    assertThat(read(alone).getStatus()).isEqualTo(-1);
    assertThat(read(alone.replace("'status'", "'method':'GET','status'")).getStatus())
        .isEqualTo(503);
  }

  @Test
  void phpsDatesNameTheirZoneBeside() {
    AppEvent event =
        read(
            "{'message':'m','request_id':'r','datetime':{'date':'2026-03-03 11:00:05.250000',"
                + "'timezone_type':3,'timezone':'Europe/Berlin'}}");

    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:05.250Z"));
  }

  @Test
  void ecsCountsInNanoSeconds() {
    AppEvent event =
        read(
            "{'@timestamp':'2026-03-03T10:00:05.250Z','log.level':'ERROR','message':'failed',"
                + "'event':{'duration':1500000},'http':{'request':{'method':'GET','id':'r-9'},"
                + "'response':{'status_code':502}},'url':{'path':'/a','domain':'shop.example.com'},"
                + "'trace':{'id':'"
                + TRACE
                + "'},'error':{'type':'java.io.IOException','message':'closed'}}");

    assertThat(event.getDurationUs()).isEqualTo(1_500);
    assertThat(event.getStatus()).isEqualTo(502);
    assertThat(event.getRequestId()).isEqualTo("r-9");
    assertThat(event.getOtherId()).isEqualTo(TRACE);
    assertThat(event.getHost()).isEqualTo("shop.example.com");
    assertThat(event.getExceptionType()).isEqualTo("java.io.IOException");
    assertThat(event.getMessage()).isEqualTo("failed: closed");
  }

  @Test
  void gelfNumbersItsLevelsAsSyslogDoes() {
    AppEvent event =
        read(
            "{'version':'1.1','host':'web-1','short_message':'boom','timestamp':1772532005.25,"
                + "'level':3,'_request_id':'r-1','full_message':'boom\\njava.lang.X'}");

    assertThat(event.getLevel()).isEqualTo("ERROR");
    assertThat(event.getRequestId()).isEqualTo("r-1");
    assertThat(event.getTime()).isEqualTo(1_772_532_005_250_000L);
    assertThat(event.getExceptionType()).isEmpty();
  }

  @Test
  void rustsTracingHasTheIdInASpan() {
    AppEvent event =
        read(
            "{'timestamp':'2026-03-03T10:00:05.250125Z','level':'ERROR','fields':{'message':'failed',"
                + "'status':503,'latency':'12 ms'},'target':'shop','spans':[{'name':'http',"
                + "'request_id':'r-2','method':'GET','uri':'/cart?id=1'},{'name':'db'}]}");

    assertThat(event.getMessage()).isEqualTo("failed");
    assertThat(event.getRequestId()).isEqualTo("r-2");
    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getDurationUs()).isEqualTo(12_000);
    assertThat(event.getPath()).isEqualTo("/cart");
  }

  @Test
  void gitlabWritesZeroWhereAnotherLayerAnswers() {
    AppEvent event =
        read(
            "{'method':'POST','path':'/users/sign_in','format':'html','controller':'SessionsController',"
                + "'action':'create','status':0,'time':'2026-03-03T10:00:05.250Z',"
                + "'correlation_id':'01ABC','duration_s':0.01291}");

    assertThat(event.getKind()).isEqualTo(AppEventKind.REQUEST);
    assertThat(event.getStatus()).isEqualTo(-1);
    assertThat(event.getDurationUs()).isEqualTo(12_910);
    assertThat(event.getRoute()).isEqualTo("SessionsController#create");
  }

  @Test
  void lograsDurationIsInMilliSecondsAndOthersIsUnknown() {
    String lograge =
        "{'method':'GET','path':'/a','format':'html','controller':'A','action':'b','status':200,"
            + "'duration':79.5,'@timestamp':'2026-03-03T10:00:05.250Z','request_id':'r'}";

    assertThat(read(lograge).getDurationUs()).isEqualTo(79_500);
    assertThat(read(lograge.replace("'format':'html',", "")).getDurationUs()).isEqualTo(-1);
    assertThat(read(lograge.replace("79.5", "'1.5s'")).getDurationUs()).isEqualTo(1_500_000);
  }

  @ParameterizedTest
  @CsvSource({
    "Unavailable, 503, UNAVAILABLE",
    "14, 503, UNAVAILABLE",
    "DEADLINE_EXCEEDED, 504, DEADLINE_EXCEEDED",
    "8, 429, RESOURCE_EXHAUSTED",
    "Internal, 500, INTERNAL",
  })
  void aCodeOfGrpcIsTheStatusBehindATwoHundred(String code, int status, String name) {
    AppEvent event = read(GRPC.replace("Unavailable", code));

    assertThat(event.getKind()).isEqualTo(AppEventKind.REQUEST);
    assertThat(event.getStatus()).isEqualTo(status);
    assertThat(event.getMessage()).isEqualTo("gRPC " + name + ": finished call");
    assertThat(event.getPath()).isEqualTo("/shop.Cart/Add");
    assertThat(event.getDurationUs()).isEqualTo(12_500);
  }

  @Test
  void aStatusOfHttpThatIsNoTwoHundredStays() {
    assertThat(read(GRPC.replace(":200", ":502")).getStatus()).isEqualTo(502);
    assertThat(read(GRPC.replace("Unavailable", "OK")).getStatus()).isEqualTo(200);
    assertThat(read(GRPC.replace("Unavailable", "OK")).getMessage()).isEqualTo("finished call");
  }

  @Test
  void whatAClientOfGrpcWasAnsweredIsNotThisServicesAnswer() {
    AppEvent event =
        read(GRPC.replace("'grpc.service'", "'grpc.component':'client','grpc.service'"));

    assertThat(event.getKind()).isEqualTo(AppEventKind.LOG);
    assertThat(event.getStatus()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({"101, text/plain", "200, text/event-stream; charset=utf-8"})
  void whatLastsAsLongAsSomebodyListensIsNotSlow(int status, String type) {
    AppEvent event =
        read(
            "{'ts':'2026-03-03T10:00:05.250Z','status':"
                + status
                + ",'duration_ms':90000,'content_type':'"
                + type
                + "','request_id':'r'}");

    assertThat(event.getStatus()).isEqualTo(status);
    assertThat(event.getDurationUs()).isEqualTo(-1);
    assertThat(event.getStartTime()).isEqualTo(event.getTime() - 90_000_000);
  }

  @ParameterizedTest
  @CsvSource({"req.id, 41", "reqId, req-1z", "reqId, 4"})
  void countersOfFrameworksAreNoIds(String name, String id) {
    String json =
        "{'level':30,'time':1772532005250,'pid':1,'hostname':'a','"
            + name
            + "':'"
            + id
            + "','msg':'request completed','res':{'statusCode':200},'responseTime':1.5}";

    assertThat(read(json).getRequestIdKind()).isEqualTo(RequestIdKind.NONE);
    assertThat(read(json.replace(id, "9f1c-77")).getRequestId()).isEqualTo("9f1c-77");
  }

  @Test
  void thePinoHeaderComesBeforeItsOwnId() {
    AppEvent event =
        read(
            "{'time':1772532005250,'req':{'id':5,'headers':{'x-request-id':'r-3','traceparent':'00-"
                + TRACE
                + "-b7ad6b7169203331-01','cf-ray':'8a3f00c2b1d4e5f6-AMS'}},'msg':'x'}");

    assertThat(event.getRequestId()).isEqualTo("r-3");
    assertThat(event.getOtherId()).isEqualTo(TRACE);
  }

  @Test
  void anIdThatOnlyStandsInTheMessageCounts() {
    assertThat(read("{'ts':'2026-03-03T10:00:05Z','msg':'failed request_id=r-4'}").getRequestId())
        .isEqualTo("r-4");
    assertThat(read("{'ts':'2026-03-03T10:00:05Z','msg':'x [" + TRACE + "] y'}").getRequestId())
        .isEqualTo(TRACE);
  }

  @Test
  void wordsForNoIdAreNone() {
    for (String absent : new String[] {"null", "undefined", "None", "-", ""}) {
      AppEvent event =
          read(
              "{'ts':'2026-03-03T10:00:05Z','status':200,'error':false,'msg':'m','request_id':'"
                  + absent
                  + "','req_id':'r-9'}");
      assertThat(event.getRequestId()).isEqualTo("r-9");
      assertThat(event.getMessage()).isEqualTo("m");
    }
  }

  @Test
  void theFirstTimeThatIsOneCounts() {
    assertThat(
            read("{'time':'10:00:05','timestamp':'2026-03-03T10:00:05Z','request_id':'r'}")
                .getTime())
        .isEqualTo(micros("2026-03-03T10:00:05Z"));
    assertThat(
            read("{'instant':{'epochSecond':1772532005,'nanoOfSecond':250001000},"
                    + "'contextMap':{'requestId':'r'},'message':'m'}")
                .getTime())
        .isEqualTo(1_772_532_005_250_001L);
  }

  @Test
  void structlogMayWriteTheExceptionAsAList() {
    AppEvent event =
        read(
            "{'timestamp':'2026-03-03T10:00:05.25Z','event':'failed','request_id':'r','exception':"
                + "[{'exc_type':'StockError','exc_value':'none left','frames':[{'name':'f'}]},"
                + "{'exc_type':'KeyError','exc_value':'x'}]}");

    assertThat(event.getExceptionType()).isEqualTo("StockError");
    assertThat(event.getMessage()).isEqualTo("failed: none left");
  }

  @Test
  void theOldLogstashHasItsFieldsApart() {
    AppEvent event =
        read(
            "{'@timestamp':'2026-03-03T10:00:05.250Z','@message':'failed','@fields':"
                + "{'levelname':'ERROR','request_id':'r-5'}}");

    assertThat(event.getMessage()).isEqualTo("failed");
    assertThat(event.getLevel()).isEqualTo("ERROR");
    assertThat(event.getRequestId()).isEqualTo("r-5");
  }

  @Test
  void bunyanHasItsNameAtTheTop() {
    assertThat(
            read("{'name':'shop','hostname':'a','pid':1,'level':50,'req_id':'r-6','msg':'x',"
                    + "'time':'2026-03-03T10:00:05.250Z','v':0}")
                .getService())
        .isEqualTo("shop");
  }

  @Test
  void aProcessThatFailsInItsExceptionSaysSo() {
    String json =
        "{'@timestamp':'2026-03-03T10:00:05.250Z','message':'Servlet.service() threw','level':'ERROR',"
            + "'stack_trace':'java.lang.OutOfMemoryError: Java heap space\\n\\tat a.B.c(B.java)'}";

    assertThat(component(parser, json.replace('\'', '"')).getKind())
        .isEqualTo(ComponentEventKind.OUT_OF_MEMORY);
  }

  @Test
  void aLineThatIsCutOffIsRejectedAndTheNextIsRead() {
    skipped(
        parser, "{\"ts\":\"2026-03-03T10:00:05Z\",\"@fields\":{\"lvl\":\"INFO\",\"msg\":\"a\"}}");

    assertThat(rejected(parser, "{\"ts\":\"2026-03-03T10:00:05Z\",\"@fields\":{\"msg\":\"a\\n"))
        .isEqualTo("bad-json");
    skipped(
        parser, "{\"ts\":\"2026-03-03T10:00:06Z\",\"@fields\":{\"lvl\":\"INFO\",\"msg\":\"a\"}}");
  }

  @Test
  void whatTheGuidesSnippetsWriteIsRead() {
    AppEvent node =
        read(
            "{'level':50,'time':1795704680564,'pid':1622,'hostname':'web-1','req':{'id':'b6fe11c5-966b-408a',"
                + "'method':'GET','url':'/boom?x=1','headers':{'traceparent':'00-"
                + TRACE
                + "-b7ad6b7169203331-01','host':'shop.example.com:8080'},'remotePort':42730},"
                + "'service':'shop','res':{'statusCode':500,'headers':{'x-request-id':'b6fe11c5-966b-408a'}},"
                + "'err':{'type':'TypeError','message':'no such item','stack':'TypeError: no such item'},"
                + "'responseTime':1,'msg':'request errored'}");
    AppEvent python =
        read(
            "{'ts': 1795704705.3949494, 'level': 'INFO', 'service': 'shop', 'msg': 'request',"
                + " 'request_id': '8d2f3041-8b4d-4a55', 'traceparent': '', 'method': 'GET',"
                + " 'path': '/boom', 'status': 500, 'duration_ms': 1.791}");

    assertThat(node.getRequestId()).isEqualTo("b6fe11c5-966b-408a");
    assertThat(node.getOtherId()).isEqualTo(TRACE);
    assertThat(node.getStatus()).isEqualTo(500);
    assertThat(node.getDurationUs()).isEqualTo(1_000);
    assertThat(node.getPath()).isEqualTo("/boom");
    assertThat(node.getService()).isEqualTo("shop");
    assertThat(node.getMessage()).isEqualTo("request errored: no such item");
    assertThat(python.getRequestId()).isEqualTo("8d2f3041-8b4d-4a55");
    assertThat(python.getTime()).isEqualTo(1_795_704_705_394_949L);
    assertThat(python.getStatus()).isEqualTo(500);
    assertThat(python.getDurationUs()).isEqualTo(1_791);
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(
        parser,
        46,
        SERILOG.replace('\'', '"'),
        MONOLOG.replace('\'', '"'),
        GRPC.replace('\'', '"'),
        "{\"ts\":1,\"spans\":[{\"a\":[{\"b\":1}]},[1],2],\"exception\":[{\"exc_type\":\"A\"}]}",
        "ts=1772532005 level=error msg=\"a b\" request_id=r-1",
        "2026-03-03 10:00:05 ERROR x request_id=r-1",
        "panic: boom",
        "\tat a.b(C.java:1)");
  }
}

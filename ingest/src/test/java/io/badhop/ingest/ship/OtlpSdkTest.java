package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.source.HttpReceiver;
import io.badhop.ingest.source.Inbox;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OpenTelemetry's own SDK sends its logs to a shipper. */
class OtlpSdkTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final Kafka kafka = new Kafka(true);
  private final Inbox inbox = new Inbox(1 << 20);
  private HttpReceiver receiver;
  private Shipper shipper;
  private Thread thread;

  @BeforeEach
  void start() throws Exception {
    receiver =
        HttpReceiver.start(
            HttpReceiver.Options.at("127.0.0.1", 0),
            List.of(new HttpReceiver.Endpoint("/v1/logs", "otlp", "")),
            inbox,
            Clock.systemUTC());
    shipper =
        Shipper.receiving(
            kafka.producer,
            kafka.topics,
            List.of(new ReceivedLog("otlp", LogSetOptions.DEFAULT, Duration.ofSeconds(10))),
            inbox,
            List.of(receiver),
            ShipperOptions.DEFAULT,
            Clock.systemUTC());
    thread = new Thread(this::run);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      shipper.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void stop() {
    shipper.close();
  }

  private OtlpHttpLogRecordExporter exporter() {
    return OtlpHttpLogRecordExporter.builder()
        .setEndpoint("http://127.0.0.1:" + receiver.port() + "/v1/logs")
        .setCompression("gzip")
        .setRetryPolicy(null)
        .build();
  }

  private SdkLoggerProvider sdk(Resource resource) {
    return SdkLoggerProvider.builder()
        .setResource(resource)
        .addLogRecordProcessor(BatchLogRecordProcessor.builder(exporter()).build())
        .build();
  }

  private static Context inTrace() {
    SpanContext span =
        SpanContext.create(
            TRACE, "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault());
    return Context.root().with(Span.wrap(span));
  }

  @Test
  void theSdksRecordsArriveAsEvents() {
    Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond(), 123_456_789);
    Resource resource =
        Resource.create(
            Attributes.builder()
                .put("service.name", "shop")
                .put("service.instance.id", "5c9a0e0e-7a55-4f4e-9d52-5d3b3cf0b001")
                .put("k8s.pod.name", "shop-7f9c-abcde")
                .build());
    try (SdkLoggerProvider sdk = sdk(resource)) {
      Logger logger = sdk.get("shop.checkout");
      LogRecordBuilder failed = logger.logRecordBuilder();
      failed
          .setTimestamp(now)
          .setContext(inTrace())
          .setSeverity(Severity.ERROR)
          .setSeverityText("SEVERE")
          .setBody("payment failed")
          .setAttribute(AttributeKey.stringKey("http.request.method"), "POST")
          .setAttribute(AttributeKey.longKey("http.response.status_code"), 502L)
          .setAttribute(AttributeKey.stringKey("url.path"), "/pay")
          .setAttribute(AttributeKey.stringKey("http.route"), "/pay")
          .setAttribute(AttributeKey.stringKey("server.address"), "shop.example.com")
          .setAttribute(AttributeKey.stringKey("exception.type"), "java.io.IOException")
          .setAttribute(AttributeKey.stringKey("exception.message"), "closed")
          .setAttribute(
              AttributeKey.stringArrayKey("http.request.header.x-request-id"), List.of("r-1"))
          .emit();
      logger.logRecordBuilder().setTimestamp(now).setBody("cache warmed").emit();
      assertThat(sdk.forceFlush().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
    }

    AppEvent event = (AppEvent) kafka.events().get(0).value();
    assertThat(kafka.events()).hasSize(2);
    assertThat(event.getTime()).isEqualTo(now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
    assertThat(event.getRequestId()).isEqualTo("r-1");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.REQUEST_ID);
    assertThat(event.getOtherId()).isEqualTo(TRACE);
    assertThat(event.getKind()).isEqualTo(AppEventKind.REQUEST);
    assertThat(event.getStatus()).isEqualTo(502);
    assertThat(event.getMethod()).isEqualTo("POST");
    assertThat(event.getPath()).isEqualTo("/pay");
    assertThat(event.getRoute()).isEqualTo("/pay");
    assertThat(event.getHost()).isEqualTo("shop.example.com");
    assertThat(event.getLevel()).isEqualTo("ERROR");
    assertThat(event.getMessage()).isEqualTo("payment failed: closed");
    assertThat(event.getExceptionType()).isEqualTo("java.io.IOException");
    assertThat(event.getService()).isEqualTo("shop");
    assertThat(event.getInstance()).isEqualTo("shop-7f9c-abcde");
    assertThat(shipper.counters().lines().summary())
        .isEqualTo("lines=2 parsed=1 component=0 bound=0 continued=0 skipped=1 rejected=0");
  }

  @Test
  void bodiesThatAreNginxLinesAreReadAsThose() {
    Resource resource = Resource.create(Attributes.builder().put("host.name", "lb-1").build());
    try (SdkLoggerProvider sdk = sdk(resource)) {
      for (int i = 0; i < 3; i++) {
        sdk.get("filelog")
            .logRecordBuilder()
            .setBody(
                "192.0.2.9 - - [22/Nov/2026:06:19:3"
                    + i
                    + " +0000] \"GET /cart HTTP/1.1\" 502 157 \"-\" \"curl/8.5.0\"")
            .setAttribute(AttributeKey.stringKey("log.file.name"), "access.log")
            .emit();
      }
      assertThat(sdk.forceFlush().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
    }

    assertThat(kafka.sent(kafka.topics.proxyEvents()))
        .extracting(sent -> (ProxyEvent) sent.value())
        .hasSize(3)
        .allSatisfy(event -> assertThat(event.getProxy()).isEqualTo("lb-1"))
        .allSatisfy(event -> assertThat(event.getStatus()).isEqualTo(502));
  }

  @Test
  void theSdkIsToldWhenItIsNotTaken() {
    List<CompletableResultCode> results = new ArrayList<>();
    try (OtlpHttpLogRecordExporter exporter = exporter();
        SdkLoggerProvider sdk =
            SdkLoggerProvider.builder()
                .addLogRecordProcessor(
                    (context, record) ->
                        results.add(exporter.export(List.of(record.toLogRecordData()))))
                .build()) {
      Logger logger = sdk.get("x");
      logger.logRecordBuilder().setBody("taken").emit();
      assertThat(results.get(0).join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
      shipper.close();
      logger.logRecordBuilder().setBody("lost").emit();
      assertThat(results.get(1).join(30, TimeUnit.SECONDS).isSuccess()).isFalse();
    }
  }
}

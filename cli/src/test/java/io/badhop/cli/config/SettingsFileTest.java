package io.badhop.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.ingest.privacy.ClientIps;
import io.badhop.ingest.source.RateLimit;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.Severity;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.detect.DetectConfig;
import io.badhop.streams.summarise.Exempt;
import io.badhop.streams.summarise.Period;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {

  @TempDir Path folder;

  @Test
  void anEmptyFileIsTheDefaultsWithDataBesideTheFile() {
    assertThat(load("# nothing but a comment\n"))
        .isEqualTo(Settings.DEFAULT.withData(folder.resolve("badhop-data")));
  }

  @Test
  void everySectionReachesItsRecord() {
    Settings settings =
        load(
            """
            data: state
            embedded: {port: 19092}
            topics: {prefix: shop., eventPartitions: 8, sitePartitions: 2, replication: 3}
            registry: {file: /srv/schemas.json}
            sites:
              shop: {hosts: [lb1, lb2], keyOrder: [edge-id, REQUEST_ID]}
            ingest:
              sources:
                - {files: [/var/log/nginx/*.log], host: lb1, zone: Europe/Berlin}
                - {files: app.log, format: json-app, site: other, fields: {requestId: [rid, x.rid]}}
              nginx: /etc/nginx/nginx.conf
            streams: {applicationId: one, threads: 3}
            detect: {minFailures: 5, blipLimit: 10s, quiet: 2m}
            alerting:
              console: false
              routes: [{name: ops, webhook: "http://127.0.0.1:9/hook", minSeverity: major, faultDomains: upstream-link, timeout: 1500ms}]
            """);
    assertThat(settings.data()).isEqualTo(folder.resolve("state"));
    assertThat(settings.embedded().port()).isEqualTo(19092);
    assertThat(settings.topics()).isEqualTo(new Settings.TopicNames("shop.", 8, 2, 3));
    assertThat(settings.registryFile()).isEqualTo(Path.of("/srv/schemas.json"));
    assertThat(settings.requestIds("shop").keyOrder())
        .containsExactly(RequestIdKind.EDGE_ID, RequestIdKind.REQUEST_ID);
    assertThat(settings.ingest().nginx()).containsExactly(Path.of("/etc/nginx/nginx.conf"));
    assertThat(settings.streams()).isEqualTo(new Settings.Streams("one", "", 3, null));
    assertThat(settings.detect().minFailures()).isEqualTo(5);
    assertThat(settings.detect().blipLimit()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.detect().significance()).isEqualTo(DetectConfig.DEFAULT.significance());
    assertThat(settings.alerting().console()).isFalse();
    AlertingSettings.Route route = settings.alerting().routes().get(0);
    assertThat(route.name()).isEqualTo("ops");
    assertThat(route.minSeverity()).isEqualTo(Severity.MAJOR);
    assertThat(route.faultDomains()).containsExactly(FaultDomain.UPSTREAM_LINK);
    assertThat(route.timeout()).isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void aLogMayHaveItsOwnEncoding() {
    IngestSettings ingest =
        load("""
        ingest:
          sources: [{files: a.log, charset: windows-1252}, {files: b.log}]
          receive: [{name: c, listen: 'http://127.0.0.1:1/', charset: UTF-16LE}]
        """)
            .ingest();
    assertThat(ingest.sources().get(0).charset()).isEqualTo(Charset.forName("windows-1252"));
    assertThat(ingest.sources().get(1).charset()).isNull();
    assertThat(ingest.receive().get(0).charset()).isEqualTo(StandardCharsets.UTF_16LE);
  }

  @Test
  void privacyIsSetForAllLogs() {
    IngestSettings.Privacy privacy =
        load("""
        ingest:
          privacy: {clientIps: hash, hashKeyFile: ip.key, allowParameters: page, emails: on}
        """)
            .ingest()
            .privacy();
    assertThat(privacy)
        .isEqualTo(
            new IngestSettings.Privacy(
                ClientIps.HASH, folder.resolve("ip.key"), List.of("page"), true));
  }

  @Test
  void hashesNeedAKey() {
    assertThatThrownBy(() -> load("ingest: {privacy: {clientIps: hash}}\n"))
        .hasMessageContaining("hashKeyFile");
  }

  @Test
  void aSourceBelongsToTheSiteThatListsItsHostUnlessItSaysOtherwise() {
    Settings settings =
        load(
            """
            sites: {shop: {hosts: [lb1]}}
            ingest:
              sources:
                - {files: a.log, host: lb1, zone: Europe/Berlin}
                - {files: [b.log, c.log], host: lb1, site: other, fields: {requestId: rid}}
                - {files: d.log}
            """);
    List<IngestSettings.Source> sources = settings.ingest().sources();
    assertThat(sources)
        .extracting(source -> settings.siteOf(source.site(), source.host()))
        .containsExactly("shop", "other", "default");
    assertThat(sources.get(0).zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(sources.get(1).files())
        .containsExactly(folder.resolve("b.log"), folder.resolve("c.log"));
    assertThat(sources.get(1).fields()).isEqualTo(Map.of("requestId", List.of("rid")));
  }

  @Test
  void logsThatAreSentHereHaveAnAddressAndWhatSendersMustShow() {
    Settings settings =
        load(
            """
            sites: {shop: {hosts: [lb1]}}
            ingest:
              receive:
                - {name: logpush, listen: "http://0.0.0.0:8088/logpush", access: {tokenFile: token}, deliveryDelay: 2m, limit: {requestsPerSecond: 0.5}}
                - {name: balancers, listen: "syslog+udp://0.0.0.0:5514", host: lb1, format: haproxy-http}
            """);
    List<IngestSettings.Receiver> receive = settings.ingest().receive();

    assertThat(settings.ingest().isEmpty()).isFalse();
    assertThat(receive.get(0).address()).isEqualTo(URI.create("http://0.0.0.0:8088/logpush"));
    assertThat(receive.get(0).deliveryDelay()).isEqualTo(Duration.ofMinutes(2));
    assertThat(receive.get(0).access().tokenFile()).isEqualTo(folder.resolve("token"));
    assertThat(receive.get(0).limit()).isEqualTo(new RateLimit(0.5, 0, Duration.ofSeconds(5)));
    assertThat(receive.get(1).limit()).isEqualTo(RateLimit.NONE);
    assertThat(receive.get(1).deliveryDelay()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.siteOf(receive.get(1).site(), receive.get(1).host())).isEqualTo("shop");
  }

  @Test
  void rawTopicsHaveAGroupAndMayBeOnAnotherCluster() {
    List<IngestSettings.RawTopics> kafka =
        load("""
        ingest:
          kafka:
            - {name: web, topics: filebeat, tier: proxy, client: {bootstrap.servers: "k9:9092", consumer: {max.poll.records: 9}}}
            - {name: apps, pattern: "logs[.].*", group: readers, charset: ISO-8859-1, deliveryDelay: 1m}
        """)
            .ingest()
            .kafka();

    assertThat(kafka.get(0).topics()).containsExactly("filebeat");
    assertThat(kafka.get(0).groupId()).isEqualTo("badhop-web");
    assertThat(kafka.get(0).tier()).isEqualTo(Tier.PROXY);
    assertThat(kafka.get(0).client().bootstrapServers()).isEqualTo("k9:9092");
    assertThat(kafka.get(0).client().consumer()).containsEntry("max.poll.records", "9");
    assertThat(kafka.get(1).groupId()).isEqualTo("readers");
    assertThat(kafka.get(1).client().embedded()).isTrue();
    assertThat(kafka.get(1).deliveryDelay()).isEqualTo(Duration.ofMinutes(1));
    assertThat(kafka.get(1).charset()).isEqualTo(StandardCharsets.ISO_8859_1);
  }

  @Test
  void kafkaSettingsPassThroughUnderTheirOwnNames() {
    KafkaSettings kafka =
        load("""
        kafka:
          bootstrap.servers: k1:9092,k2:9092
          security.protocol: SSL
          some.plugin.of.ours: on
          producer: {linger.ms: 5}
        """)
            .kafka();
    assertThat(kafka.embedded()).isFalse();
    assertThat(kafka.over(kafka.producer()))
        .containsEntry("linger.ms", "5")
        .containsEntry("security.protocol", "SSL")
        .containsEntry("some.plugin.of.ours", "on")
        .containsEntry("bootstrap.servers", "k1:9092,k2:9092");
    assertThat(Settings.DEFAULT.kafka().embedded()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          detct: {}                              | badhop.yml:1:1: detct: unknown key; did you mean 'detect'?
          detect: {minFailurs: 4}                | badhop.yml:1:10: detect.minFailurs: unknown key; did you mean 'minFailures'?
          zzzzzz: 1                              | zzzzzz: unknown key; known here: data, startPatience, embedded
          detect: {quiet: 5 parsecs}             | detect.quiet: '5 parsecs' is not a duration; write a number and a unit
          detect: {minFailures: 1}               | badhop.yml:1:9: detect: minFailures must be 2 or more
          embedded: {port: many}                 | embedded.port: 'many' is not a whole number
          embedded: 9092                         | embedded: expects keys and values below it, found '9092'
          ingest: {receive: [{name: a}]}         | ingest: each entry of receive needs a name and an address: listen
          ingest: {receive: [{name: a, listen: 'ftp://x:1/'}]} | listen: 'ftp://x:1/' is no address to listen on; write one such as http://
          ingest: {kafka: [{name: a}]}           | ingest: each entry of kafka needs a name and either topics or a pattern
          ingest: {kafka: [{name: a, topics: x, pattern: y}]} | ingest: each entry of kafka needs a name and either topics or a pattern
          ingest: {kafka: [{name: a, pattern: '['}]} | ingest.kafka[0]: pattern: Unclosed character class
          ingest: {receive: [{name: a, listen: 'https://x:1/'}]} | keyStore is needed for https
          ingest: {receive: [{name: a, listen: 'syslog+udp://x:1', limit: {requestsPerSecond: 1}}]} | limit is for http and https
          ingest: {receive: [{name: a, listen: 'http://x:1', limit: {bytesPerSecond: -1}}]} | requestsPerSecond and bytesPerSecond are 0 or more
          alerting: {console: maybe}             | alerting.console: 'maybe' is neither true nor false
          alerting: {routes: {minSeverity: mayor}} | 'mayor' is none of INFO, WARNING, MINOR, MAJOR, CRITICAL; did you mean 'MAJOR'?
          alerting: {routes: [{name: a}, {name: a}]} | alerting: two routes have the same name
          alerting: {webhook: example.com}       | alerting: webhook must begin with http:// or https://
          sites: [a, b]                          | sites: expects names and values below it, found a list
          sites: {a: {keyOrder: [RAY]}}          | sites.a.keyOrder[0]: 'RAY' is none of REQUEST_ID, TRACE_ID, EDGE_ID, NONE
          data: [a]                              | data: expects one value, found a list
          ingest: {sources: [{charset: utf-88}]} | ingest.sources[0].charset: 'utf-88' is not an encoding
          ingest: {sources: [{zone: Mars}]}      | ingest.sources[0].zone: 'Mars' is not a time zone
          kafka: {bootstrap.serves: x}           | kafka.bootstrap.serves: no setting of a Kafka client; did you mean 'bootstrap.servers'?
          kafka: {producer: {linger.m: 5}}       | kafka.producer.linger.m: no setting of a Kafka client; did you mean 'linger.ms'?
          topics: {prefix: a, prefix: b}         | topics.prefix: given twice; remove one of the two
          """)
  void whatIsWrongIsNamedWithItsPlaceAndItsMend(String yaml, String message) {
    assertThatThrownBy(() -> load(yaml))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThatThrownBy(() -> load("detct: {}\nembedded:\n  port: x\n"))
        .hasMessageContaining("badhop.yml:1:1: detct")
        .hasMessageContaining("badhop.yml:3:9: embedded.port");
  }

  @Test
  void brokenYamlIsNamedWithLineAndColumn() {
    assertThatThrownBy(() -> load("detect:\n  quiet: [5s\nalerting: {}\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("badhop.yml:3:9: not valid YAML");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("none.yml");
    assertThatThrownBy(() -> SettingsFile.load(missing)).hasMessage(missing + ": no such file");
  }

  @Test
  void theExampleThatIsShippedIsValid() throws IOException {
    try (InputStream example = Settings.class.getResourceAsStream("/badhop-example.yml")) {
      Settings settings = load(new String(example.readAllBytes(), StandardCharsets.UTF_8));
      assertThat(settings.detect()).isEqualTo(DetectConfig.DEFAULT);
      assertThat(settings.topics()).isEqualTo(Settings.TopicNames.DEFAULT);
      assertThat(settings.ingest().sources()).hasSize(2);
    }
  }

  @Test
  void rulesAreTheDetectSectionWithOrWithoutItsName() {
    Rules bare = SettingsFile.rules(write("minFailures: 9\n"));
    Rules named = SettingsFile.rules(write("data: x\ndetect: {minFailures: 9}\n"));
    assertThat(bare).isEqualTo(named);
    assertThat(bare.detect().minFailures()).isEqualTo(9);
    assertThatThrownBy(() -> SettingsFile.rules(write("minFailure: 9\n")))
        .hasMessageContaining("did you mean 'minFailures'?");
  }

  @Test
  void rulesTakeTheRoutesOfSitesFromAConfiguration() {
    Rules rules = SettingsFile.rules(write("data: x\nsites: {shop: {routes: '/users/{id}'}}\n"));
    assertThat(rules.detect()).isEqualTo(DetectConfig.DEFAULT);
    assertThat(rules.routes().get("shop").match("/users/anna")).isEqualTo("/users/{id}");
  }

  @Test
  void whatASiteIgnoresAndWhenA503IsPlanned() {
    String text =
        """
        sites:
          shop:
            ignore:
              paths: /probe/**
              clients: [192.0.2.66, 10.9.0.0/16, "2001:db8::/32"]
              hosts: [canary.shop.example]
            maintenance: 2026-11-22T02:00:00Z/2026-11-22T03:00:00Z
        """;
    Rules rules = SettingsFile.rules(write(text));
    Exempt exempt = rules.exempt().get("shop");

    assertThat(load(text).exempt()).isEqualTo(rules.exempt());
    assertThat(exempt.paths().match("/probe/a/b")).isNotNull();
    assertThat(exempt.paths().match("/healthz")).isNull();
    assertThat(exempt.clients()).hasSize(3);
    assertThat(exempt.hosts()).containsExactly("canary.shop.example");
    assertThat(exempt.maintenance())
        .containsExactly(Period.of("2026-11-22T02:00:00Z/2026-11-22T03:00:00Z"));
  }

  @Test
  void aSiteThatSaysNothingIgnoresHealthChecks() {
    Exempt exempt = load("sites: {shop: {hosts: lb1}}\n").exempt().get("shop");
    assertThat(exempt.paths().match("/healthz")).isNotNull();
    assertThat(exempt.paths().match("/cart")).isNull();
  }

  @Test
  void aPeriodOrARangeThatIsNoneIsRefusedWithTheMend() {
    assertThatThrownBy(() -> load("sites: {shop: {maintenance: tonight}}\n"))
        .hasMessageContaining("write two times with a slash between");
    assertThatThrownBy(() -> load("sites: {shop: {ignore: {clients: 10.0.0.0/33}}}\n"))
        .hasMessageContaining("write one such as 10.9.0.0/16");
  }

  @Test
  void pathsOfAnApiStandBelowItsServers() throws IOException {
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        openapi: 3.1.0
        servers:
          - url: https://{host}/api/{version}/
            variables: {host: {default: shop.example.com}, version: {default: v2}}
          - url: /internal
        paths:
          x-owner: team
          /orders/{id}: {get: {}}
          /health:
            servers: [{url: 'https://shop.example.com'}]
        """);
    Files.writeString(
        folder.resolve("old.json"),
        "{\"swagger\": \"2.0\", \"basePath\": \"/v1\", \"paths\": {\"/carts/{id}\": {}}}");
    Settings settings =
        load("sites: {shop: {openapi: [shop.yaml, old.json], routes: ['/docs/**']}}\n");
    assertThat(settings.routes().get("shop").templates())
        .containsExactlyInAnyOrder(
            "/api/v2/orders/{id}",
            "/internal/orders/{id}",
            "/health",
            "/v1/carts/{id}",
            "/docs/**");
  }

  @Test
  void whatIsWrongWithARouteIsSaidWithItsPlace() throws IOException {
    Path file = folder.resolve("badhop.yml");
    assertThatThrownBy(
            () -> load("sites:\n  shop:\n    routes:\n      - /ok\n      - /users/{id\n"))
        .hasMessageContaining(
            file
                + ":5:9: sites.shop.routes[1]: the route '/users/{id' has braces that do not"
                + " match");
    Path api = Files.writeString(folder.resolve("a.yaml"), "paths:\n  users: {}\n");
    assertThatThrownBy(() -> load("sites: {shop: {openapi: a.yaml}}\n"))
        .hasMessageContaining(
            "sites.shop.openapi[0]: " + api + ":2:3: the path 'users' must begin with /");
    Files.writeString(api, "paths: {\n");
    assertThatThrownBy(() -> load("sites: {shop: {openapi: a.yaml}}\n"))
        .hasMessageContaining(api + ":2:1: neither YAML nor JSON");
    Files.writeString(api, "name: x\n");
    assertThatThrownBy(() -> load("sites: {shop: {openapi: a.yaml}}\n"))
        .hasMessageContaining(api + ": has no paths; name an OpenAPI 3 or Swagger 2 description");
    assertThatThrownBy(() -> load("sites: {shop: {openapi: none.yaml}}\n"))
        .hasMessageContaining(folder.resolve("none.yaml") + ": no such file");
  }

  private Settings load(String yaml) {
    return SettingsFile.load(write(yaml));
  }

  private Path write(String yaml) {
    try {
      return Files.writeString(folder.resolve("badhop.yml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

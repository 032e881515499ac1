package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.privacy.ClientIps;
import io.badhop.ingest.privacy.Redactor;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.ProxyEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs full of secrets, none of which may be found in anything that was sent. */
class SeededSecretsTest {
  private static final int ROUNDS = 40;
  private static final String CLIENT = "198.51.100.77";

  @TempDir Path folder;
  private final DrivenClock clock = new DrivenClock();
  private final Kafka kafka = new Kafka(true);
  private final Random chance = new Random(11);
  private final List<String> secrets = new ArrayList<>();

  private final StringBuilder nginx = new StringBuilder();
  private final StringBuilder nginxErrors = new StringBuilder();
  private final StringBuilder haproxy = new StringBuilder();
  private final StringBuilder apache = new StringBuilder();
  private final StringBuilder app = new StringBuilder();

  @BeforeEach
  void write() {
    for (int i = 0; i < ROUNDS; i++) {
      for (String carrier : carriers()) {
        lines(i, carrier);
      }
    }
    TestLogs.write(folder, "nginx.conf", TestLogs.NGINX_CONF);
    TestLogs.write(
        folder,
        "httpd.conf",
        "LogFormat \"%h %l %u %t \\\"%r\\\" %>s %b \\\"%{Referer}i\\\" \\\"%{User-Agent}i\\\"\" combined\n",
        "CustomLog logs/httpd.log combined\n");
    TestLogs.write(folder, "access.log", nginx.toString());
    TestLogs.write(folder, "error.log", nginxErrors.toString());
    TestLogs.write(folder, "haproxy.log", haproxy.toString());
    TestLogs.write(folder, "httpd.log", apache.toString());
    TestLogs.write(folder, "app.ndjson", app.toString());
  }

  /** A new secret of letters and digits. */
  private String secret(int length) {
    String letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    StringBuilder secret = new StringBuilder("Zq7");
    while (secret.length() < length) {
      secret.append(letters.charAt(chance.nextInt(letters.length())));
    }
    secrets.add(secret.toString());
    return secret.toString();
  }

  /** A text for each kind of secret, without quotes. */
  private List<String> carriers() {
    String aws = "AKIA" + secret(16).toUpperCase(Locale.ROOT);
    secrets.add(aws);
    secrets.add("4012888888881881");
    return List.of(
        "GET /cart/checkout?email=" + secret(12) + "&q=" + secret(12) + " failed",
        "see https://shop.example.com/cart?sid=" + secret(12),
        "sent Cookie: sid=" + secret(14) + "; theme=" + secret(9) + " upstream",
        "sent Set-Cookie: sid=" + secret(14) + "; Path=/; HttpOnly downstream",
        "sent Authorization: Bearer " + secret(30) + " upstream",
        "sent Authorization: Token " + secret(30) + " upstream",
        "sent Proxy-Authorization: Basic " + secret(18) + "== upstream",
        "sent X-Api-Key: " + secret(22) + " upstream",
        "credentials were bearer " + secret(24),
        "credentials were Basic " + secret(24) + "=",
        "rejected eyJ" + secret(20) + "." + secret(30) + "." + secret(30),
        "login failed password=" + secret(10),
        "login failed passwd: " + secret(10),
        "client_secret=" + secret(16) + "&grant_type=x",
        "refresh_token=" + secret(16),
        "using api_key=" + secret(16) + ", access_key=" + secret(20),
        "key " + aws + " was used",
        "card 4012888888881881 was declined",
        "card 4012-8888-8888-1881 was declined",
        "cannot reach https://admin:" + secret(10) + "@db.example.com/x",
        "GET /cart;jsessionid=" + secret(20) + "/items failed");
  }

  private void lines(int round, String carrier) {
    int number = secrets.size() * 100 + round;
    long millis = nginx.length() / 100;
    String id = "rid-" + secrets.size() + "-" + nginx.length();
    String path = "/items/" + id + ";jsessionid=" + secret(16) + "?token=" + secret(16);
    nginx.append(
        TestLogs.access(millis, id, 502, number)
            .replace("/items/" + id, path)
            .replace("192.0.2.9", CLIENT));
    nginxErrors.append(
        TestLogs.refused(millis, id, number)
            .replace("/items/" + id, path)
            .replace("192.0.2.9", CLIENT)
            .replace("connect() failed", carrier + " connect() failed"));
    haproxy.append(
        String.format(
            Locale.ROOT,
            "Nov 22 06:00:%02d lb1 haproxy[71]: %s:4711 [22/Nov/2026:06:00:%02d.123] web shop/app1 0/0/1/4/5 200 321 - - ---- 1/1/0/0/0 0/0 \"GET %s HTTP/1.1\"\n",
            round,
            CLIENT,
            round,
            path));
    apache.append(
        String.format(
            Locale.ROOT,
            "%s - - [22/Nov/2026:06:00:%02d +0000] \"GET %s HTTP/1.1\" 200 12 \"https://shop.example.com/?k=%s\" \"agent\"\n",
            CLIENT,
            round,
            path,
            secret(12)));
    app.append(
        TestLogs.app(millis, id, 500)
            .replace("/items/" + id, path)
            .replace("done", carrier + " for client: " + CLIENT + " of order-77"));
    if (round % 10 == 0) {
      nginx.append(CLIENT).append(" garbage ").append(id).append(" ").append(carrier).append("\n");
      haproxy.append("garbage ").append(carrier).append(" from ").append(CLIENT).append("\n");
      apache.append("garbage ").append(carrier).append(" from ").append(CLIENT).append("\n");
      app.append("{\"Cookie\":\"a=").append(secret(10)).append("\",\"password\":\"");
      app.append(secret(10)).append("\",\"client\":\"").append(CLIENT).append("\",\"id\":\"");
      app.append(id).append("\",\"m\":\"").append(carrier).append("\" broken /kept/path\n");
    }
  }

  private ShipperCounters ship(ClientIps clientIps) throws Exception {
    byte[] key = "a key of many bytes".getBytes(StandardCharsets.UTF_8);
    LogSet logs = LogSet.open(List.of(folder), LogSetOptions.DEFAULT);
    assertThat(logs.unrecognised()).isEmpty();
    try (Shipper shipper =
        Shipper.recording(
            kafka.producer,
            kafka.topics,
            logs,
            0,
            ShipperOptions.DEFAULT.with(new Redactor(clientIps, key, List.of(), false)),
            clock)) {
      for (int i = 0; i < 100_000 && !shipper.ended(); i++) {
        shipper.step();
        clock.pass(Duration.ofMillis(20));
      }
      assertThat(shipper.ended()).isTrue();
      return shipper.counters();
    }
  }

  private String sent() {
    StringBuilder all = new StringBuilder();
    for (ProducerRecord<byte[], byte[]> record : kafka.producer.history()) {
      all.append(new String(record.key(), StandardCharsets.ISO_8859_1)).append('\n');
      all.append(new String(record.value(), StandardCharsets.ISO_8859_1)).append('\n');
    }
    return all.toString();
  }

  @Test
  void noSecretIsInAnyRecord() throws Exception {
    ShipperCounters counters = ship(ClientIps.KEEP);

    assertNoSecret(sent());
    assertThat(counters.redactions()).isPositive();
    assertThat(counters.deadLetters()).isPositive();
    assertThat(counters.lines().addsUp()).isTrue();
    assertThat(kafka.sent(kafka.topics.proxyEvents()))
        .extracting(event -> ((ProxyEvent) event.value()).getSoftware())
        .contains("nginx", "haproxy", "apache");
    assertThat(kafka.sent(kafka.topics.appEvents())).hasSizeGreaterThan(500);
    assertThat(kafka.deadLetters())
        .extracting(DeadLetter::getFormat)
        .anyMatch(format -> format.startsWith("nginx"))
        .anyMatch(format -> format.startsWith("haproxy"))
        .anyMatch(format -> format.startsWith("apache"))
        .anyMatch(format -> format.startsWith("app"));
  }

  private void assertNoSecret(String sent) {
    assertThat(secrets.size()).isGreaterThan(2000);
    // All start alike, so one look finds any of those that are letters.
    assertThat(sent).doesNotContainIgnoringCase("Zq7");
    assertThat(sent).doesNotContain("4012888888881881", "4012-8888-8888-1881", "AKIA");
  }

  @Test
  void requestIdsPathsAndHostsAreStillThere() throws Exception {
    ship(ClientIps.KEEP);

    for (Kafka.Sent<?> event : kafka.sent(kafka.topics.proxyEvents())) {
      assertThat(((ProxyEvent) event.value()).getPath()).matches("/items/rid-\\d+-\\d+");
      assertThat(((ProxyEvent) event.value()).getClientIp()).isEqualTo(CLIENT);
    }
    for (Kafka.Sent<?> event : kafka.sent(kafka.topics.appEvents())) {
      AppEvent record = (AppEvent) event.value();
      assertThat(record.getPath()).isEqualTo("/items/" + record.getRequestId());
      assertThat(record.getMessage()).contains("order-77");
    }
    assertThat(sent()).contains("db.example.com", "/kept/path", "garbage rid-", "/cart/checkout");
  }

  @Test
  void noClientsAddressIsInAnyRecordWhenTheyAreTruncated() throws Exception {
    ship(ClientIps.TRUNCATE);

    assertNoSecret(sent());
    assertThat(sent()).doesNotContain(CLIENT).contains("198.51.100.0").contains("10.0.3.7:8080");
  }

  @Test
  void noClientsAddressIsInAnyRecordWhenTheyAreHashed() throws Exception {
    ship(ClientIps.HASH);

    assertThat(sent()).doesNotContain(CLIENT, "198.51.100.");
    assertThat(kafka.sent(kafka.topics.proxyEvents()))
        .extracting(event -> ((ProxyEvent) event.value()).getClientIp())
        .containsOnly(
            ((ProxyEvent) kafka.sent(kafka.topics.proxyEvents()).get(0).value()).getClientIp());
  }
}

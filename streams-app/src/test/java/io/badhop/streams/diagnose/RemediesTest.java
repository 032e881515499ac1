package io.badhop.streams.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RemediesTest {

  private static final String HOSTILE = "'\"\\$`;&|<>(){}[]:/.?#%-_ \n\r\t\u0000\u00e9\ud83dab09";

  /** A command, options and single-quoted words that hold no quote and nothing unprintable. */
  private static final Pattern HARMLESS =
      Pattern.compile("curl(?: -[a-zA-Z-]+| [0-9]+| /dev/null| '[ -&(-~]*')+");

  @ParameterizedTest
  @EnumSource(Cause.class)
  void everyCauseHasAFixOfAtMostThreeSentences(Cause cause) {
    for (Software software : Software.values()) {
      String fix = Remedies.quickFix(cause, software.word());
      assertThat(fix).endsWith(".");
      assertThat(fix.split("(?<![.])[.] ")).as(fix).hasSizeLessThanOrEqualTo(3);
      assertThat(fix.length()).as(fix).isLessThan(420);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HEADER_TOO_LARGE, nginx, proxy_buffer_size",
    "HEADER_TOO_LARGE, haproxy, tune.bufsize",
    "RESPONSE_TIMEOUT, ingress-nginx, proxy_read_timeout",
    "RESPONSE_TIMEOUT, haproxy, timeout server",
    "RESPONSE_TIMEOUT, apache, ProxyTimeout",
    "POOL_EXHAUSTED, nginx, pm.max_children",
    "POOL_EXHAUSTED, nginx, gunicorn",
    "POOL_EXHAUSTED, haproxy, maxconn",
    "TLS_FAILURE, nginx, proxy_ssl",
    "RATE_LIMITED, openresty, limit_req_zone",
    "ORIGIN_UNREACHABLE, cloudflare, 521",
    "CONNECTION_REFUSED, unheard-of, Start the application"
  })
  void theFixNamesTheSettingOfTheServerAtHand(Cause cause, String software, String setting) {
    assertThat(Remedies.quickFix(cause, software)).contains(setting);
  }

  /** The seven causes that site owners know, in their words, whatever the server. */
  @ParameterizedTest
  @CsvSource({
    "POOL_EXHAUSTED, Pool exhausted",
    "HEADER_TOO_LARGE, Header too large",
    "RESPONSE_TIMEOUT, Proxy time-out too low",
    "WRONG_UPSTREAM_ADDRESS, Wrong upstream address",
    "DNS_DRIFT, DNS drift",
    "TLS_FAILURE, TLS mismatch",
    "ORIGIN_UNREACHABLE, CDN host error"
  })
  void theCauseIsNamedAsSiteOwnersKnowIt(Cause cause, String words) {
    for (Software software : Software.values()) {
      assertThat(Remedies.quickFix(cause, software.word())).startsWith(words);
    }
  }

  /** Every server that can meet one of them has its own setting named. */
  @ParameterizedTest
  @CsvSource({
    "POOL_EXHAUSTED, NGINX HAPROXY APACHE ENVOY CADDY TRAEFIK VARNISH IIS",
    "HEADER_TOO_LARGE, NGINX HAPROXY APACHE ENVOY CADDY TRAEFIK VARNISH IIS",
    "RESPONSE_TIMEOUT, NGINX HAPROXY APACHE ENVOY CADDY TRAEFIK VARNISH IIS CLOUDFLARE CLOUDFRONT ALB",
    "WRONG_UPSTREAM_ADDRESS, NGINX HAPROXY APACHE ENVOY CADDY TRAEFIK VARNISH IIS CLOUDFLARE ALB",
    "DNS_DRIFT, NGINX HAPROXY APACHE ENVOY CADDY TRAEFIK VARNISH IIS",
    "TLS_FAILURE, NGINX HAPROXY APACHE ENVOY CADDY TRAEFIK VARNISH IIS CLOUDFLARE CLOUDFRONT",
    "ORIGIN_UNREACHABLE, CLOUDFLARE CLOUDFRONT ALB"
  })
  void eachServerHasASettingOfItsOwn(Cause cause, String servers) {
    String general = Remedies.quickFix(cause, "");
    for (String server : servers.split(" ")) {
      assertThat(Remedies.quickFix(cause, server)).startsWith(general).isNotEqualTo(general);
    }
  }

  @ParameterizedTest
  @CsvSource({"pm.max_children", "gunicorn `--workers`", "uWSGI `processes`"})
  void aFullPoolNamesTheSettingsOfApplicationServers(String setting) {
    assertThat(Remedies.quickFix(Cause.POOL_EXHAUSTED, "nginx")).contains(setting);
  }

  private static String line(
      String method, String host, String path, String upstream, Cause cause) {
    return Remedies.reproduce(method, host, path, upstream, cause, "");
  }

  @Test
  void anAddressIsAskedDirectly() {
    assertThat(line("GET", "shop.example.com", "/login", "10.0.3.7:8080", Cause.CONNECTION_REFUSED))
        .isEqualTo(
            "curl -sv --max-time 10 -H 'Host: shop.example.com' 'http://10.0.3.7:8080/login'");
  }

  @Test
  void aPostIsNeverRepeated() {
    assertThat(line("POST", "shop.example.com", "/pay", "10.0.3.7:8080", Cause.APP_ERROR))
        .doesNotContain("POST", "-X", "-d");
    assertThat(line("HEAD", "shop.example.com", "/", "10.0.3.7:8080", Cause.APP_ERROR))
        .contains(" -I ");
  }

  @Test
  void aSocketIsAskedThroughItsFileUnlessItSpeaksFastCgi() {
    assertThat(line("GET", "a.example", "/x", "unix:/run/app.sock", Cause.APP_ERROR))
        .isEqualTo("curl -sv --max-time 10 --unix-socket '/run/app.sock' 'http://a.example/x'");
    assertThat(line("GET", "a.example", "/x", "unix:/run/php-fpm.sock", Cause.APP_ERROR))
        .isEqualTo("curl -sv --max-time 10 -H 'Host: a.example' 'http://127.0.0.1/x'");
  }

  @Test
  void aNameWithoutAddressIsAskedThroughTheProxy() {
    assertThat(line("GET", "a.example", "/x", "bk_app/app2", Cause.APP_ERROR))
        .endsWith("-H 'Host: a.example' 'http://127.0.0.1/x'");
    assertThat(line("GET", "a.example", "/x", "", Cause.APP_ERROR))
        .endsWith("'http://127.0.0.1/x'");
  }

  @Test
  void aTlsFailureIsAskedUnderTheNameThatTheCertificateMustBear() {
    assertThat(line("GET", "pay.example", "/x", "10.0.3.7:8443", Cause.TLS_FAILURE))
        .isEqualTo("curl -sv --max-time 10 --connect-to '::10.0.3.7:8443' 'https://pay.example/x'");
  }

  @Test
  void theRepeatIsFoundInTheLogsAndNotTakenForTheOriginal() {
    assertThat(
            Remedies.reproduce("GET", "a.example", "/", "10.0.3.7:80", Cause.APP_ERROR, "9ea4d1ce"))
        .contains("-H 'X-Request-ID: repro-9ea4d1ce'");
  }

  @Test
  void anAddressOfVersionSixKeepsItsBrackets() {
    assertThat(line("GET", "a.example", "/", "[2001:db8::7]:8080", Cause.APP_ERROR))
        .endsWith("-g 'http://[2001:db8::7]:8080/'");
  }

  @Test
  void hostileFieldsStayInsideTheirQuotes() {
    String path = "/a'; rm -rf / #\n$(id)`id`?x={1,9}[1-9]\u00e9\u0000";
    String host = "a.example'\r\nX: $(id)";
    String upstream = "10.0.3.7:80' -o /etc/passwd '";

    String line =
        Remedies.reproduce("GET", host, path, upstream, Cause.APP_ERROR, "x' -o /etc/passwd '");

    assertThat(line).matches(HARMLESS).doesNotContain("; ", "`", "{", "\n", "\r");
    assertThat(line)
        .contains("/a%27;%20rm%20-rf%20/%20%23%0A$(id)%60id%60%3Fx=%7B1,9%7D%5B1-9%5D%C3%A9%00");
  }

  @Test
  void noContentOfALogBreaksOutOfTheLine() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      Cause cause = Cause.values()[random.nextInt(Cause.values().length)];
      String line =
          Remedies.reproduce(
              text(random),
              text(random),
              text(random),
              text(random),
              cause,
              random.nextBoolean(),
              text(random));
      assertThat(line).matches(HARMLESS);
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "unix:/" : "");
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      text.append(HOSTILE.charAt(random.nextInt(HOSTILE.length())));
    }
    return text.toString();
  }
}

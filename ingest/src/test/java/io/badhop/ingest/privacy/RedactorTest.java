package io.badhop.ingest.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
  private static final Redactor TRUNCATING =
      new Redactor(ClientIps.TRUNCATE, new byte[0], List.of("page"), true);
  private static final Redactor HASHING = new Redactor(ClientIps.HASH, KEY, List.of(), false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET /a?x=1&y=2 HTTP/1.1                         | GET /a?*** HTTP/1.1
          GET https://h.example.com/a?flag                | GET https://h.example.com/a?***
          {"Cookie":"a=b; c=d","id":"r1"}                 | {"Cookie":"***","id":"r1"}
          {"m":"{\\"Cookie\\":\\"a=\\\\\\"b; c\\",\\"n\\":1}"} | {"m":"{\\"Cookie\\":\\"***\\",\\"n\\":1}"}
          Cookie: a=b c; d=e                              | Cookie: ***
          sent Cookie: a=b; c=d to 10.0.0.1               | sent Cookie: *** to 10.0.0.1
          got Set-Cookie: a=b; Path=/ from x              | got Set-Cookie: *** from x
          Authorization: Bearer abcdef12                  | Authorization: ***
          with Authorization: Digest u="a" failed         | with Authorization: ***"a" failed
          Proxy-Authorization=Basic dXNlcjpwdw== rid=1    | Proxy-Authorization=*** rid=1
          x-api-key: k1234 rid=1                          | x-api-key: *** rid=1
          "headers":{"authorization":["Bearer abc"],"a":1} | "headers":{"authorization":["***"],"a":1}
          sent bearer abc123def to it                     | sent bearer *** to it
          Basic authentication is required                | Basic authentication is required
          got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln ok | got *** ok
          db.password=hunter2, next                       | db.password=***, next
          'passwd' => 'hun ter2' x                        | 'passwd' => '***' x
          {"access_token":"abc","n":2}                    | {"access_token":"***","n":2}
          {"token":null,"apiKey":17}                      | {"token":null,"apiKey":0}
          key AKIAIOSFODNN7EXAMPLE used                   | key *** used
          paid with 4111 1111 1111 1111 today             | paid with 0 today
          paid with 4111111111111112 today                | paid with 4111111111111112 today
          at 1764157034000000 us                          | at 1764157034000000 us
          to https://user:p@ss@h.example.com/x            | to https://***@h.example.com/x
          GET /a;jsessionid=AB12/b HTTP/1.1               | GET /a;jsessionid=***/b HTTP/1.1
          \\x22eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0\\x22  | \\x22***\\x22
          password=\\x22hunter two\\x22 y                 | password=\\x22***\\x22 y
          mail bob@example.com                            | mail bob@example.com
          client: 192.0.2.9                               | client: 192.0.2.9
          """)
  void secretsGoAndTheRestStays(String before, String after) {
    assertThat(Redactor.DEFAULT.text(before)).isEqualTo(after);
    assertThat(Redactor.DEFAULT.text(after)).isSameAs(after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/items/42",
        "upstream timed out (110: Connection timed out)",
        "why? because",
        "12:04:05 ActiveRecord::Base said no",
        "upstream prematurely closed connection, host: shop.example.com"
      })
  void aTextWithoutSecretsIsTheSameInstance(String text) {
    assertThat(TRUNCATING.text(text)).isSameAs(text);
    assertThat(TRUNCATING.path(text)).isSameAs(text);
    assertThat(TRUNCATING.line(text)).isSameAs(text);
  }

  @Test
  void anAddressBehindAWordForCredentialsLeavesNoHash() {
    String once = HASHING.line("basic 2001:db8::1 up");
    assertThat(once).isEqualTo("basic *** up");
    assertThat(HASHING.line(once)).isEqualTo(once);
  }

  @Test
  void allowedParametersAreKept() {
    assertThat(TRUNCATING.text("GET /a?page=2&q=x HTTP/1.1"))
        .isEqualTo("GET /a?page=2&*** HTTP/1.1");
    assertThat(TRUNCATING.text("GET /a?Page=2 HTTP/1.1")).isEqualTo("GET /a?Page=2 HTTP/1.1");
  }

  @Test
  void mailAddressesGoWhenWanted() {
    assertThat(TRUNCATING.text("mail to bob.b+x@example.com.")).isEqualTo("mail to ***");
  }

  @Test
  void pathsLoseMatrixParameters() {
    assertThat(TRUNCATING.path("/a;jsessionid=AB12.n1/b;v=1")).isEqualTo("/a/b");
    assertThat(TRUNCATING.path("/a;b/c")).isEqualTo("/a;b/c");
    assertThat(TRUNCATING.path("/pay/4111111111111111")).isEqualTo("/pay/0");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.9, 192.0.2.0",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1::",
    "2001:db8::1, 2001:db8:0::",
    "::ffff:192.0.2.9, 192.0.2.0",
    "::1, 0:0:0::",
    "visitor.example.com, ''",
    "unix:, ''"
  })
  void addressesAreTruncated(String before, String after) {
    assertThat(TRUNCATING.clientIp(before)).isEqualTo(after);
    assertThat(TRUNCATING.clientIp(after)).isSameAs(after);
    assertThat(Redactor.DEFAULT.clientIp(before)).isSameAs(before);
  }

  @Test
  void theSameAddressHasTheSameHash() {
    String hash = HASHING.clientIp("192.0.2.9");
    assertThat(hash).matches("[0-9a-f]{16}");
    assertThat(HASHING.clientIp("::ffff:192.0.2.9")).isEqualTo(hash);
    assertThat(HASHING.text("x, client: 192.0.2.9, y")).isEqualTo("x, client: " + hash + ", y");
    assertThat(HASHING.clientIp("192.0.2.10")).isNotEqualTo(hash);
    assertThat(HASHING.clientIp(hash)).isSameAs(hash);
    assertThat(HASHING.clientIp("2001:db8::1")).isEqualTo(HASHING.clientIp("2001:DB8:0::1"));
    assertThat(HASHING.clientIp("visitor.example.com")).matches("[0-9a-f]{16}");
  }

  @Test
  void theHashIsAnHmac() {
    byte[] mac = AddressMask.hmac(ascii("Jefe"), ascii("what do ya want for nothing?"));
    assertThat(HexFormat.of().formatHex(mac))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void clientsInMessagesAreMaskedAndServersAreNot() {
    assertThat(TRUNCATING.text("[client 192.0.2.9:4711] to 10.0.3.7:80 failed"))
        .isEqualTo("[client 192.0.2.0:4711] to 10.0.3.7:80 failed");
    assertThat(TRUNCATING.text("\"x-forwarded-for\":\"192.0.2.9, 2001:db8::7\", a=10.1.2.3"))
        .isEqualTo("\"x-forwarded-for\":\"192.0.2.0, 2001:db8:0::\", a=10.1.2.3");
  }

  @Test
  void anyAddressInALineNotUnderstoodIsMasked() {
    assertThat(TRUNCATING.line("192.0.2.9:99 x [2001:db8::7]:80 ::1 12:04:05"))
        .isEqualTo("192.0.2.0:99 x [2001:db8:0::]:80 0:0:0:: 12:04:05");
  }

  @Test
  void bytesThatAreNoTextStayAsTheyAre() {
    byte[] before = "\u00e4\u00ff password=x \u20ac".getBytes(StandardCharsets.UTF_8);
    assertThat(new String(Redactor.DEFAULT.line(before), StandardCharsets.UTF_8))
        .isEqualTo("\u00e4\u00ff password=*** \u20ac");
    byte[] plain = {(byte) 0xff, 'a', 0, (byte) 0x85};
    assertThat(Redactor.DEFAULT.line(plain)).isSameAs(plain);
  }

  @Test
  void aShortKeyIsRefused() {
    assertThatThrownBy(() -> new Redactor(ClientIps.HASH, new byte[15], List.of(), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16");
  }

  @Test
  void noTextBreaksIt() {
    String[] parts = {
      "?", "=", ":", "//", "@", ";", "\"", "\\", "'", "[", "]", "Cookie", "token", "Bearer ", "eyJ",
      "AKIA", "4111", "1.2.3.4", "::", "fe80", " ", "\n", ",", "{", "%2", "\\x22", "client",
      "\u00e4", "a"
    };
    Random chance = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = chance.nextInt(12); n >= 0; n--) {
        text.append(parts[chance.nextInt(parts.length)]);
      }
      for (Redactor redactor : List.of(Redactor.DEFAULT, TRUNCATING, HASHING)) {
        assertThat(redactor.line(text.toString())).isNotNull();
        assertThat(redactor.path(text.toString())).isNotNull();
        assertThat(redactor.clientIp(text.toString())).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?",
        "a?",
        "://",
        ":",
        "::",
        "cookie:[",
        "token=\"",
        "password='",
        "\\",
        "Bearer ",
        "1",
        "4111 ",
        "/;a=",
        "eyJ",
        "a.",
        "cookie: a=b; ",
        "client: 1.2.3.4, ",
        "f:",
        "token=\\",
        "[",
        "%",
        "a@",
        "/a;b"
      })
  void timeIsLinear(String part) {
    String text = part.repeat(1_000_000 / part.length());
    assertThat(Duration.ofSeconds(5))
        .isGreaterThan(
            org.assertj.core.util.Lists.list(Redactor.DEFAULT, TRUNCATING).stream()
                .map(redactor -> timed(redactor, text))
                .reduce(Duration.ZERO, Duration::plus));
  }

  private static Duration timed(Redactor redactor, String text) {
    long before = System.nanoTime();
    assertThat(redactor.line(text)).isNotNull();
    return Duration.ofNanos(System.nanoTime() - before);
  }
}

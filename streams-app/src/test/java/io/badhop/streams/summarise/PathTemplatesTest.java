package io.badhop.streams.summarise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTemplatesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/                                                | h/",
        "/cart                                            | h/cart",
        "/orders/72657                                    | h/orders/{id}",
        "/orders/72657/                                   | h/orders/{id}/",
        "/payments/pm-429453/refund                       | h/payments/{id}/refund",
        "/users/user_12                                   | h/users/{id}",
        "/archive/2026-11-22                              | h/archive/{date}",
        "/s/eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9          | h/s/{token}",
        "/s/aVeryLongOpaqueThing                          | h/s/aVeryLongOpaqueThing",
        "/a/b/c/d/e/f/g/h                                 | h/a/b/c/d/e/f/g/h",
        "/a/b/c/d/e/f/g/h/i/j                             | h/a/b/c/d/e/f/g/h/...",
      })
  void machineMadeSegmentsBecomePlaceholders(String path, String template) {
    assertThat(PathTemplates.of("h", path)).isEqualTo(template);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/api2/utf8",
        "/deadline",
        "/facade",
        "/feedface-report",
        "/how-to-build-a-house-in-30-days",
        "/jquery-3.6.0.min.js",
        "/robots.txt",
        "/.well-known/acme",
        "/élève"
      })
  void wordsStay(String path) {
    assertThat(PathTemplates.of("", path)).isEqualTo(path);
  }

  @Test
  void aTemplateIsBounded() {
    assertThat(PathTemplates.of("h".repeat(10_000), "/" + "a-".repeat(100_000)).length())
        .isLessThanOrEqualTo(200);
    assertThat(PathTemplates.of("", "")).isEqualTo("/");
  }

  @Test
  void aTemplateIsItsOwnTemplate() {
    for (String path : new String[] {"/orders/1", "/x/2026-11-22"}) {
      String once = PathTemplates.of("", path);
      assertThat(PathTemplates.of("", once)).isEqualTo(once);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/static/x", "/assets/a/b", "/favicon.ico"})
  void staticPaths(String path) {
    assertThat(PathTemplates.isStatic(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/orders/1", "/static", "/a.b/c", "/report.php", "/api/v1.2"})
  void dynamicPaths(String path) {
    assertThat(PathTemplates.isStatic(path)).isFalse();
  }
}

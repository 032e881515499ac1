package io.badhop.streams.summarise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

  private static final List<String> TEMPLATES =
      List.of(
          "/",
          "/users/me",
          "/users/{id}",
          "/users/{id}/orders/{orderId}",
          "/users/me/settings",
          "/reports/{name}.pdf",
          "/reports/{name}",
          "/tiles/{z}/{x}-{y}.png",
          "/files/**",
          "/files/{name}/meta",
          "/v{version}/status/");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/                          | /",
        "/users/me                  | /users/me",
        "/users/me/                 | /users/me",
        "/users/anna                | /users/{id}",
        "/users/me/orders/7         | /users/{id}/orders/{orderId}",
        "/users/me/settings         | /users/me/settings",
        "/users/anna/settings       |",
        "/users/                    |",
        "/users//orders/7           |",
        "/reports/may.pdf           | /reports/{name}.pdf",
        "/reports/.pdf              | /reports/{name}",
        "/reports/may.txt           | /reports/{name}",
        "/tiles/3/10-12.png         | /tiles/{z}/{x}-{y}.png",
        "/tiles/3/10-.png           |",
        "/tiles/3/-12.png           |",
        "/files/a/b/c               | /files/**",
        "/files/a/meta              | /files/{name}/meta",
        "/files/a/meta/x            | /files/**",
        "/files                     |",
        "/files/                    |",
        "/v2/status                 | /v{version}/status",
        "/elsewhere                 |",
        "users/me                   |",
      })
  void theMostSpecificTemplateWins(String path, String template) {
    List<RouteTemplate> given = new ArrayList<>(TEMPLATES.stream().map(RouteTemplate::of).toList());
    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(given, new Random(seed));
      assertThat(Routes.of(given).match(path)).isEqualTo(template);
    }
  }

  @Test
  void namesOfParametersMakeNoDifference() {
    Routes routes =
        Routes.of(List.of(RouteTemplate.of("/users/{id}"), RouteTemplate.of("/users/{user}")));
    assertThat(routes.templates()).containsExactly("/users/{id}");
    assertThat(routes.match("/users/7")).isEqualTo("/users/{id}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "users/{id}        | must begin with /",
        "https://h/users   | must begin with /",
        "/users?id={id}    | no query",
        "/users//x         | empty segment",
        "/users/{id        | braces",
        "/users/id}        | braces",
        "/users/{}         | braces",
        "/users/{{id}}     | braces",
        "/**/x             | last segment",
        "/users/*          | write {name}",
      })
  void whatIsNoTemplateIsRefusedWithTheMend(String text, String mend) {
    assertThatThrownBy(() -> RouteTemplate.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining(mend);
  }
}

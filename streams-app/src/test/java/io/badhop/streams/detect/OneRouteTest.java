package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.KeyKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A pool that serves two routes; one member fails at something, then another. */
class OneRouteTest {

  private static final String PAY = "www/api/pay/{id}";
  private static final String FRONT = "www/";
  private static final String CART = "www/api/cart";
  private static final List<String> ROUTES = List.of(PAY, PAY, PAY, CART);
  private static final String ONE = "10.0.0.1:80";
  private static final String OTHER = "10.0.0.2:80";
  private static final List<String> FOUR_MORE =
      List.of("10.0.0.3:80", "10.0.0.4:80", "10.0.0.5:80", "10.0.0.6:80");

  private final Traffic traffic = new Traffic();
  private List<String> rest = List.of();
  private List<String> routes = ROUTES;

  @Test
  void aRouteThatFailsOnOneMemberAfterTheOtherIsOneFaultAndTheRoutes() {
    slots(60, List.of(), List.of());
    slots(16, List.of(PAY), List.of());
    assertThat(last().getKey().getKind()).isEqualTo(KeyKind.UPSTREAM);
    slots(24, List.of(PAY), List.of(PAY));

    assertThat(ids()).isEqualTo(1);
    assertThat(last().getKey().getKind()).isEqualTo(KeyKind.PATH);
    assertThat(last().getKey().getValue()).isEqualTo(PAY);
  }

  @Test
  void membersThatFailOneAfterTheOtherAtWhateverTheyAreAskedForAreTwoFaults() {
    rest = FOUR_MORE;
    slots(60, List.of(), List.of());
    slots(16, ROUTES, List.of());
    slots(24, ROUTES, ROUTES);

    assertThat(ids()).isEqualTo(2);
  }

  @Test
  void membersThatFailOneAfterTheOtherAtDifferentRoutesAreTwoFaults() {
    rest = FOUR_MORE;
    slots(60, List.of(), List.of());
    slots(16, List.of(PAY), List.of());
    slots(24, List.of(PAY), List.of(CART));

    assertThat(ids()).isEqualTo(2);
  }

  @Test
  void aFrontPageThatFailsOnOneMemberAfterTheOtherIsOneFault() {
    rest = List.of("10.0.0.3:80");
    routes = List.of(FRONT, CART, CART, CART);
    slots(60, List.of(), List.of());
    slots(16, List.of(FRONT), List.of());
    assertThat(last().getKeyAnd()).isNotNull();
    slots(250, List.of(FRONT), List.of(FRONT));

    assertThat(ids()).isEqualTo(1);
    assertThat(last().getKeyAnd()).isNull();
    assertThat(last().getKey().getValue()).isEqualTo(FRONT);
  }

  private void slots(int count, List<String> failOnOne, List<String> failOnOther) {
    for (int i = 0; i < count; i++) {
      ask(ONE, failOnOne);
      ask(OTHER, failOnOther);
      rest.forEach(member -> ask(member, List.of()));
      traffic.step();
    }
  }

  private void ask(String member, List<String> failing) {
    for (String route : routes) {
      if (failing.contains(route)) {
        traffic.fail(route, member, Cause.PREMATURE_CLOSE);
      } else {
        traffic.ok(route, member, 1);
      }
    }
  }

  private Escalation last() {
    return traffic.said.get(traffic.said.size() - 1);
  }

  private long ids() {
    return traffic.said.stream().map(Escalation::getIncidentId).distinct().count();
  }
}

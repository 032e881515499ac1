package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Requests that fail on one member of a pool after the other. A proxy that begins with the same
 * member each time ends with the same one.
 */
class TriedInTurnTest {

  private static final String PAY = "www/api/pay/{id}";
  private static final String FIRST = "10.0.2.1:443";
  private static final String LAST = "10.0.2.2:443";

  private final Traffic traffic = new Traffic();

  @Test
  void itIsThePoolThatFails() {
    Escalation said = refused("pay", List.of(FIRST));

    assertThat(said.getKey()).isEqualTo(new Key(KeyKind.POOL, "pay"));
    assertThat(said.getExplains())
        .contains(new Key(KeyKind.UPSTREAM, FIRST), new Key(KeyKind.UPSTREAM, LAST));
    assertThat(said.getUpstreamIps()).containsExactly(FIRST, LAST);
  }

  @Test
  void whereNoPoolIsLoggedTheOtherMemberIsNamedBesides() {
    Escalation said = refused("", List.of(FIRST));

    assertThat(said.getKey().getKind()).isEqualTo(KeyKind.UPSTREAM);
    assertThat(said.getExplains()).anyMatch(key -> key.getKind() == KeyKind.UPSTREAM);
  }

  @Test
  void aMemberThatIsTriedAloneIsToBlameAlone() {
    assertThat(refused("pay", List.of()).getKey()).isEqualTo(new Key(KeyKind.UPSTREAM, LAST));
  }

  private Escalation refused(String pool, List<String> before) {
    traffic.healthy(60);
    for (int i = 0; i < 20; i++) {
      traffic.usual("").fail(cell(pool, before)).step();
    }
    return traffic.said.get(traffic.said.size() - 1);
  }

  private FailureCell cell(String pool, List<String> before) {
    FailureCell cell = traffic.cell(PAY, LAST, Cause.CONNECTION_REFUSED, FaultDomain.APP, false);
    cell.setPool(pool);
    cell.setTriedBefore(before);
    return cell;
  }
}

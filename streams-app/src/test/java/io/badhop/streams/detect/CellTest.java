package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.FaultDomain;
import org.junit.jupiter.api.Test;

class CellTest {

  @Test
  void anEdgesFailureIsTheSameWhenTheProxysRecordHasJoined() {
    assertThat(new Cell(1, of("", "192.0.2.1")).sameRequestsAs(of("lb1", "192.0.2.1"))).isTrue();
  }

  @Test
  void failuresThroughTwoProxiesAreNot() {
    assertThat(new Cell(1, of("lb2", "192.0.2.1")).sameRequestsAs(of("lb1", "192.0.2.1")))
        .isFalse();
    assertThat(new Cell(1, of("", "192.0.2.2")).sameRequestsAs(of("lb1", "192.0.2.1"))).isFalse();
  }

  private static FailureCell of(String proxy, String origin) {
    FailureCell cell =
        new Traffic()
            .cell("www/pay", "10.0.0.1:80", Cause.ORIGIN_UNREACHABLE, FaultDomain.PROXY, false);
    cell.setProxy(proxy);
    cell.setOrigin(origin);
    return cell;
  }
}

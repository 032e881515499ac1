package io.badhop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.streams.summarise.PathTemplates;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrafficTest {
  private final Traffic traffic = new Traffic(1, 7_000);

  @Test
  void tiersOfARequestAreNestedInTimeAndAgreeInStatus() {
    for (long number = 0; number < 20_000; number++) {
      EdgeEvent edge = traffic.edge(number);
      ProxyEvent proxy = traffic.proxyEvent(number);
      AppEvent app = traffic.app(number);

      assertThat(edge.getStartTime()).isLessThan(proxy.getStartTime());
      assertThat(proxy.getStartTime()).isLessThan(app.getStartTime());
      assertThat(app.getTime()).isLessThan(proxy.getTime());
      assertThat(proxy.getTime()).isLessThan(edge.getTime());
      assertThat(edge.getTime() - edge.getStartTime()).isLessThan(1_000_000);
      assertThat(Set.of(edge.getStatus())).containsOnly(proxy.getStatus(), app.getStatus());
    }
  }

  @Test
  void noRecordIsOlderThanTheWatermarkOfTheTickBeforeIt() {
    for (long tick = 1; tick < 40; tick++) {
      long watermark = Traffic.tick(tick).getWatermarks().get(0).getWatermark();
      long first = traffic.firstFrom(watermark);

      assertThat(traffic.start(first)).isGreaterThanOrEqualTo(watermark);
      assertThat(traffic.start(first - 1)).isLessThan(watermark);
      assertThat(traffic.app(first).getTime()).isGreaterThan(watermark);
    }
  }

  @Test
  void hasTheVarietyThatItIsSaidToHave() {
    Set<String> paths = new HashSet<>();
    Set<String> templates = new HashSet<>();
    Set<String> upstreams = new HashSet<>();
    Set<String> ids = new HashSet<>();
    int failed = 0;
    for (long number = 0; number < 50_000; number++) {
      ProxyEvent proxy = traffic.proxyEvent(number);
      paths.add(proxy.getPath());
      templates.add(PathTemplates.of(proxy.getHost(), proxy.getPath()));
      upstreams.add(proxy.getAttempts().get(0).getAddress());
      ids.add(proxy.getRequestId());
      failed += traffic.failed(number) ? 1 : 0;
    }

    assertThat(templates).hasSize(200);
    assertThat(upstreams).hasSize(20);
    assertThat(ids).hasSize(50_000).allMatch(id -> id.matches("[0-9a-f]{32}"));
    assertThat(paths).hasSizeGreaterThan(49_000);
    assertThat(failed).isBetween(900, 1_100);
  }
}

package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events leave in the order of their times as far as the bound allows. */
class ReorderBufferTest {
  private final List<ShippedEvent> out = new ArrayList<>();

  private static ShippedEvent event(long id, long time) {
    return ShippedEvent.of(
        ComponentEvent.newBuilder()
            .setEventId(id)
            .setTier(Tier.APP)
            .setTime(time)
            .setKind(ComponentEventKind.OTHER)
            .build());
  }

  private void add(ReorderBuffer buffer, ShippedEvent event) {
    buffer.add(event);
    take(buffer);
  }

  private void take(ReorderBuffer buffer) {
    ShippedEvent ready;
    while ((ready = buffer.poll()) != null) {
      out.add(ready);
    }
  }

  private void end(ReorderBuffer buffer) {
    ShippedEvent left;
    while ((left = buffer.drain()) != null) {
      out.add(left);
    }
  }

  private List<Long> times() {
    return out.stream().map(ShippedEvent::time).toList();
  }

  private static long idOf(ShippedEvent event) {
    return ((ComponentEvent) event.event()).getEventId();
  }

  @Test
  void disorderWithinTheHorizonIsUndone() {
    Random random = new Random(5);
    List<ShippedEvent> in =
        IntStream.range(0, 20_000).mapToObj(i -> event(i, i * 10L + random.nextInt(900))).toList();
    ReorderBuffer buffer = new ReorderBuffer(50_000, 1000);
    in.forEach(event -> add(buffer, event));
    assertThat(out).hasSizeGreaterThan(19_000);
    end(buffer);

    List<ShippedEvent> sorted = new ArrayList<>(in);
    sorted.sort(Comparator.comparingLong(ShippedEvent::time));
    assertThat(out).isEqualTo(sorted);
    assertThat(buffer.unordered()).isZero();
  }

  @Test
  void eventsOfOneTimeKeepTheirOrder() {
    ReorderBuffer buffer = new ReorderBuffer(100, 1000);
    for (long id = 0; id < 50; id++) {
      add(buffer, event(id, 7));
    }
    end(buffer);

    assertThat(out).extracting(ReorderBufferTest::idOf).isSorted().hasSize(50);
  }

  @Test
  void capacityIsNeverExceededAndWhatItForcesOutOfOrderIsCounted() {
    ReorderBuffer buffer = new ReorderBuffer(3, Long.MAX_VALUE);
    for (long time : List.of(50, 40, 30, 20, 10)) {
      add(buffer, event(0, time));
    }
    assertThat(times()).containsExactly(20L, 10L);
    end(buffer);

    assertThat(times()).containsExactly(20L, 10L, 30L, 40L, 50L);
    assertThat(buffer.unordered()).isEqualTo(1);
  }

  @Test
  void aFewWildTimesDoNotDriveTheOthersOut() {
    ReorderBuffer buffer = new ReorderBuffer(1000, 100);
    for (int i = 0; i < 5; i++) {
      add(buffer, event(0, 9_000_000_000_000_000L + i));
    }
    add(buffer, event(0, 20));
    add(buffer, event(0, 10));
    assertThat(out).isEmpty();
    end(buffer);

    assertThat(times()).startsWith(10L, 20L).isSorted();
  }

  @Test
  void leastIsTheTimeOfTheNextToLeave() {
    ReorderBuffer buffer = new ReorderBuffer(10, 100);
    assertThat(buffer.least()).isEqualTo(Long.MAX_VALUE);
    buffer.add(event(0, 20));
    buffer.add(event(0, 10));

    assertThat(buffer.least()).isEqualTo(10);
  }
}

package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.Tier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadAheadTest {

  /** Gives events whose time is their number, and rejects every tenth line. */
  private static final class Counting implements EventReader {
    private final int count;
    private final IOException end;
    private final Rejection.Listener rejections;
    final AtomicInteger read = new AtomicInteger();
    volatile boolean closed;

    Counting(int count, IOException end, Rejection.Listener rejections) {
      this.count = count;
      this.end = end;
      this.rejections = rejections;
    }

    @Override
    public ShippedEvent next() throws IOException {
      int number = read.getAndIncrement();
      if (number >= count) {
        if (end != null) {
          throw end;
        }
        return null;
      }
      if (number % 10 == 0) {
        rejections.rejected(new Rejection("s", "f", "x", number, "reason", "", new byte[0], false));
      }
      return new ShippedEvent(EventTopic.COMPONENT, "k", new ComponentEvent(), number);
    }

    @Override
    public String source() {
      return "s";
    }

    @Override
    public String site() {
      return "default";
    }

    @Override
    public Tier tier() {
      return Tier.APP;
    }

    @Override
    public Accounting accounting() {
      return Accounting.NONE;
    }

    @Override
    public Map<String, Accounting> accountingByFile() {
      return Map.of();
    }

    @Override
    public long unordered() {
      return 0;
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private Counting counting;

  private ReadAhead ahead(int count, IOException end, List<String> order) throws IOException {
    return new ReadAhead(
        rejections -> counting = new Counting(count, end, rejections),
        rejection -> order.add("rejected " + rejection.offset()));
  }

  @Test
  void eventsAndRejectionsKeepTheirOrder() throws Exception {
    List<String> order = new ArrayList<>();
    try (ReadAhead ahead = ahead(10_000, null, order)) {
      ShippedEvent event;
      while ((event = ahead.next()) != null) {
        order.add("event " + event.time());
      }
      assertThat(ahead.next()).isNull();
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      if (i % 10 == 0) {
        expected.add("rejected " + i);
      }
      expected.add("event " + i);
    }
    assertThat(order).isEqualTo(expected);
  }

  @Test
  void itReadsABoundedWayAhead() throws Exception {
    try (ReadAhead ahead = ahead(1_000_000, null, new ArrayList<>())) {
      assertThat(ahead.next()).isNotNull();
      Thread.sleep(300);
      assertThat(counting.read.get()).isLessThan(10_000);
    }
    assertThat(counting.closed).isTrue();
  }

  @Test
  void aFailureComesAfterWhatWasReadBefore() throws Exception {
    try (ReadAhead ahead = ahead(700, new IOException("gone"), new ArrayList<>())) {
      for (int i = 0; i < 700; i++) {
        assertThat(ahead.next().time()).isEqualTo(i);
      }
      assertThatThrownBy(ahead::next).hasMessage("gone");
      assertThat(ahead.next()).isNull();
    }
  }
}

package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.Tier;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadAheadTest {

  /** Gives events whose time is their number, and rejects every tenth line. */
  private static class Counting implements EventReader {
    private final int count;
    private final Throwable end;
    private final Rejection.Listener rejections;
    final AtomicInteger read = new AtomicInteger();
    volatile boolean closed;

    Counting(int count, Throwable end, Rejection.Listener rejections) {
      this.count = count;
      this.end = end;
      this.rejections = rejections;
    }

    @Override
    public ShippedEvent next() throws IOException {
      int number = read.getAndIncrement();
      if (number >= count) {
        if (end instanceof Error error) {
          throw error;
        }
        if (end != null) {
          throw (IOException) end;
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

  /** Rejects all its lines, and so never returns in between. */
  private static final class Foreign extends Counting {
    private final int lines;
    private final byte[] payload;
    private final Rejection.Listener listener;
    final AtomicInteger told = new AtomicInteger();

    Foreign(int lines, int size, Rejection.Listener listener) {
      super(0, null, listener);
      this.lines = lines;
      this.payload = new byte[size];
      this.listener = listener;
    }

    @Override
    public ShippedEvent next() {
      while (told.get() < lines) {
        int offset = told.getAndIncrement();
        listener.rejected(new Rejection("s", "f", "x", offset, "reason", "", payload, true));
      }
      return null;
    }
  }

  private Counting counting;

  private ReadAhead ahead(int count, Throwable end, List<String> order) throws IOException {
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
      untilItWaits();
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

  @Test
  void ofALogThatIsRejectedWholeNoMoreThanSomeMegabytesAreHeld() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    List<Foreign> foreign = new ArrayList<>();
    int lines = 1000;
    ReadAhead ahead =
        new ReadAhead(
            listener -> {
              foreign.add(new Foreign(lines, Rejection.MAX_PAYLOAD, listener));
              return foreign.get(0);
            },
            rejection -> {
              if (taken.getAndIncrement() == 0) {
                untilItWaits();
                // Six chunks of a mebibyte: four wait, one is filled, one is being taken.
                assertThat(foreign.get(0).told.get()).isLessThanOrEqualTo(6 * 16 + 1);
              }
            });
    try (ahead) {
      assertThat(ahead.next()).isNull();
    }
    assertThat(taken).hasValue(lines);
  }

  /** Nothing more is read when the thread that reads waits for room. */
  private static void untilItWaits() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(
                        thread ->
                            thread.getName().startsWith("badhop-read-")
                                && thread.getState() == Thread.State.WAITING));
  }

  @Test
  void anErrorComesAfterWhatWasReadBeforeAndLeavesNobodyWaiting() throws Exception {
    try (ReadAhead ahead = ahead(600, new OutOfMemoryError("full"), new ArrayList<>())) {
      for (int i = 0; i < 600; i++) {
        assertThat(ahead.next().time()).isEqualTo(i);
      }
      assertThatThrownBy(ahead::next).isInstanceOf(OutOfMemoryError.class).hasMessage("full");
      assertThat(ahead.next()).isNull();
    }
  }
}

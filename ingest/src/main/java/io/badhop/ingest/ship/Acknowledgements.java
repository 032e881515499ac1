package io.badhop.ingest.ship;

import io.badhop.schemas.event.SourceWatermark;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Offsets are committed, and watermarks said, when Kafka has the events before them. A crash
 * between the two ships those events again, with the same identities.
 */
final class Acknowledgements implements Handover {
  private final Outbox outbox;
  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
  private Promises<Mark> promises = new Promises<>();

  Acknowledgements(Outbox outbox, Consumer<byte[], byte[]> consumer) {
    this.outbox = outbox;
    this.consumer = consumer;
  }

  @Override
  public void begin() {
    // Nothing has to be opened.
  }

  @Override
  public Segment segment() {
    return promises.open();
  }

  @Override
  public void end(Mark mark) throws ShipException {
    // The last of several marks stands for all of them.
    next.putAll(mark.next());
    promises.seal(new Mark(Map.copyOf(next), mark.reports()));
    settle();
  }

  @Override
  public void settle() throws ShipException {
    outbox.check();
    Optional<Mark> due = promises.due();
    if (due.isPresent()) {
      // The others have another owner by now, who may be further.
      next.keySet().retainAll(consumer.assignment());
      Map<TopicPartition, OffsetAndMetadata> ours = new HashMap<>(due.get().next());
      ours.keySet().retainAll(next.keySet());
      if (!ours.isEmpty()) {
        consumer.commitSync(ours);
      }
      for (SourceWatermark report : due.get().reports()) {
        outbox.report(report);
      }
    }
  }

  @Override
  public boolean settled() {
    return promises.isEmpty();
  }

  @Override
  public void abort() {
    promises = new Promises<>();
    next.clear();
  }
}

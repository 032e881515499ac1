package io.badhop.ingest.ship;

import io.badhop.schemas.event.SourceWatermark;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A unit is a transaction: its events, its watermarks and the offsets of its raw records are
 * committed together or not at all. A process that lost its partitions to another is refused by the
 * generation of its consumer group.
 */
final class Transactions implements Handover {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  private final Outbox outbox;
  private final Consumer<byte[], byte[]> consumer;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final Segment segment = new Segment();
  private boolean usable;
  private boolean open;

  Transactions(
      Outbox outbox,
      Consumer<byte[], byte[]> consumer,
      Supplier<Producer<byte[], byte[]>> producers) {
    this.outbox = outbox;
    this.consumer = consumer;
    this.producers = producers;
  }

  @Override
  public void begin() {
    renew();
    open = true;
    outbox.producer().beginTransaction();
  }

  /** What a producer of the same ID left open is over when this returns. */
  private void renew() {
    if (!usable) {
      outbox.renew(producers);
      outbox.producer().initTransactions();
      usable = true;
    }
  }

  @Override
  public Segment segment() {
    return segment;
  }

  @Override
  public void end(Mark mark) throws ShipException {
    for (SourceWatermark report : mark.reports()) {
      outbox.report(report);
    }
    if (!mark.next().isEmpty()) {
      outbox.producer().sendOffsetsToTransaction(mark.next(), consumer.groupMetadata());
    }
    outbox.producer().commitTransaction();
    open = false;
    outbox.ended(true);
  }

  @Override
  public void settle() {
    // A transaction that ended is committed.
  }

  @Override
  public boolean settled() {
    return true;
  }

  @Override
  public void abort() {
    outbox.ended(false);
    if (usable && !open) {
      return;
    }
    open = false;
    if (usable) {
      try {
        outbox.producer().abortTransaction();
        return;
      } catch (KafkaException | IllegalStateException e) {
        LOG.info("transaction cannot be aborted, a new producer ends it: error={}", e.toString());
      }
    }
    usable = false;
    // Only now is it certain whether the last commit, which nobody confirmed, was one.
    renew();
  }
}

package io.badhop.ingest.ship;

import io.badhop.schemas.event.SourceWatermark;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How it is made sure that what was read is shipped before it counts as read. Raw records are
 * shipped in units. Every method but {@link #segment} may throw a KafkaException, after which only
 * {@link #abort} helps.
 */
interface Handover {

  /**
   * What is said at the end of a unit.
   *
   * @param next partition → offset of the first record that is not in the unit or one before
   * @param reports how far the partitions have come
   */
  record Mark(Map<TopicPartition, OffsetAndMetadata> next, List<SourceWatermark> reports) {}

  /** Begins a unit. */
  void begin();

  /** What is sent now belongs to this. */
  Segment segment();

  /** Ends a unit, and commits it now or when it is acknowledged. */
  void end(Mark mark) throws ShipException;

  /** Commits what has been acknowledged meanwhile; to be called often. */
  void settle() throws ShipException;

  /** Whether every unit that was ended is committed. */
  boolean settled();

  /** Gives up all that is not committed. */
  void abort();
}

package io.badhop.streams.replay;

import io.badhop.schemas.event.Tier;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;

/**
 * Events of one log, in the order in which they were written or nearly so. Used by one thread at a
 * time, not always the same one.
 */
public interface EventSource extends AutoCloseable {

  /** Unique among the sources of a run; stands in the result beside what went wrong. */
  String name();

  /** Site that its events belong to. */
  String site();

  /** Tier that waits for this source. It may yield component events besides. */
  Tier tier();

  /**
   * The next {@link io.badhop.schemas.event.EdgeEvent}, {@link io.badhop.schemas.event.ProxyEvent},
   * {@link io.badhop.schemas.event.AppEvent} or {@link io.badhop.schemas.event.ComponentEvent},
   * none of them an alias: those are made by the replay, as they are by the shipper in live
   * running.
   *
   * @return null at the end, and ever after
   * @throws IOException when it cannot be read any further; what was read before counts
   */
  SpecificRecord next() throws IOException;

  /** Bytes of the log read so far, 0 or more; for showing progress. */
  default long bytesRead() {
    return 0;
  }

  @Override
  void close() throws IOException;
}

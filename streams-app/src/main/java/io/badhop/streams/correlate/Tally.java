package io.badhop.streams.correlate;

import io.badhop.schemas.event.Tier;
import io.badhop.schemas.scan.RecordScan;

/**
 * What is counted of one tier's exchanges in one bucket of event time. Most exchanges are nothing
 * but one more success, which the record that anchors them shows; those are counted as they are
 * read, and nothing of them waits.
 */
public interface Tally {

  /** Makes those of a site. */
  interface Source<T extends Tally> {

    /**
     * A new one, empty.
     *
     * @param start of the bucket, microseconds since the epoch
     * @param view tier of the records that anchor its exchanges
     */
    T open(long start, Tier view);
  }

  /** What became of an exchange. */
  enum Answer {
    /** Counted; nothing more is wanted of it. */
    COUNTED,
    /** Counted, and to be finished with all that joins. */
    COUNTED_TO_FINISH,
    /** Not counted: the exchange has to be seen when the bucket has passed. */
    TO_SEE
  }

  /**
   * Takes in the next exchange, in any order.
   *
   * @param anchor its record, which came in time; is another one after the call
   */
  Answer take(RecordScan anchor);

  /** Nothing came for a while, and little may come before it is counted: be as small as can be. */
  default void rest() {}
}

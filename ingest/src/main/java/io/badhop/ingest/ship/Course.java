package io.badhop.ingest.ship;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * What a shipper ships, and when. Driven by one thread; what it says of itself may be asked by
 * others.
 */
interface Course extends AutoCloseable {

  /**
   * Ships what is due.
   *
   * @return how long nothing will be due; zero when there is more
   */
  Duration advance(Instant now) throws IOException, ShipException;

  /**
   * Says how far the sources have come, as far as it is acknowledged. Called often; reports
   * sparingly.
   */
  void report(Instant now) throws IOException, ShipException;

  /** Says what is left to say when all that was sent is answered. */
  void last(Instant now) throws IOException, ShipException;

  /** Whether everything is shipped, acknowledged and said. */
  boolean ended();

  /** Whether something was begun that is not counted before it is over. */
  default boolean waiting() {
    return false;
  }

  Accounting accounting();

  long unordered();

  long lost();

  long unrecognised();

  /** Times that what was known of a log was given up because there were too many logs. */
  default long forgotten() {
    return 0;
  }

  /** Requests with logs that were refused because their log's limit was reached. */
  default long limited() {
    return 0;
  }

  @Override
  void close() throws IOException;
}

package io.badhop.ingest.ship;

import java.time.Duration;

/**
 * A log that is sent to badhop, whatever way it comes.
 *
 * @param name its name, unlike that of any other source of this machine
 * @param options how it is read; its format is found from the first lines that come when the
 *     options do not name one
 * @param deliveryDelay how long after it was written a record may arrive; the log's watermark stays
 *     behind the clock by this
 */
public record ReceivedLog(String name, LogSetOptions options, Duration deliveryDelay) {

  public ReceivedLog {
    if (name.isBlank() || deliveryDelay.isNegative()) {
      throw new IllegalArgumentException("a log needs a name, and its delay must not be negative");
    }
  }

  /** ID of the source: the name, with the machine's before it. */
  String source() {
    return (options.host().isEmpty() ? "" : options.host() + ":") + name;
  }
}

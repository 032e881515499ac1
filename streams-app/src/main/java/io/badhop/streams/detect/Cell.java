package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FailureCell;
import java.util.List;

/** Failures of one slot that agree in everything counted, and the incident that claimed them. */
final class Cell {

  final long slot;
  final FailureCell data;
  final List<KeyId> keys;

  /** Failures of different groups are never looked at together. */
  final String group;

  /** Null while no incident claimed it. */
  Incident owner;

  Cell(long slot, FailureCell data) {
    this.slot = slot;
    this.data = data;
    this.keys = KeyId.of(data);
    this.group = data.getCause().name() + data.getHidden();
  }

  long count() {
    return data.getCount();
  }

  /**
   * Slot in which the first of them was asked, as far as is known. What runs into a time-out shows
   * only when it is over; the trouble was there when it was asked. Not so what is cut off: a long
   * download that is reset was well until then.
   */
  long asked() {
    long waited = Causes.waited(cause()) ? Math.max(0, data.getMinDurationUs()) : 0;
    return slot - Slots.of(waited);
  }

  Cause cause() {
    return data.getCause();
  }

  boolean hidden() {
    return data.getHidden();
  }

  /**
   * True when the other cell counts the same thing, but for what a diagnosis may correct. An edge
   * does not know the name of the proxy until the record of that has joined.
   */
  boolean sameRequestsAs(FailureCell other) {
    return data.getPath().equals(other.getPath())
        && data.getHost().equals(other.getHost())
        && data.getStatus() == other.getStatus()
        && (data.getProxy().isEmpty() || data.getProxy().equals(other.getProxy()))
        && data.getOrigin().equals(other.getOrigin())
        && data.getEdgeLocation().equals(other.getEdgeLocation())
        && data.getHidden() == other.getHidden();
  }
}

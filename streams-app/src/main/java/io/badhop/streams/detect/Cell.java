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

  Cause cause() {
    return data.getCause();
  }

  boolean hidden() {
    return data.getHidden();
  }

  /** True when the other cell counts the same thing, but for what a diagnosis may correct. */
  boolean sameRequestsAs(FailureCell other) {
    return data.getPath().equals(other.getPath())
        && data.getHost().equals(other.getHost())
        && data.getStatus() == other.getStatus()
        && data.getProxy().equals(other.getProxy())
        && data.getHidden() == other.getHidden();
  }
}

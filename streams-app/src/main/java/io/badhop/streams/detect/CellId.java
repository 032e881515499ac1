package io.badhop.streams.detect;

import io.badhop.schemas.event.FailureCell;
import java.util.List;

/** What makes two cells one: all that they are counted under. */
final class CellId implements Comparable<CellId> {

  private final FailureCell cell;
  private final int hash;

  private CellId(FailureCell cell) {
    this.cell = cell;
    int words = cell.getPath().hashCode();
    words = 31 * words + cell.getHost().hashCode();
    words = 31 * words + cell.getPool().hashCode();
    words = 31 * words + cell.getUpstream().hashCode();
    words = 31 * words + cell.getInstance().hashCode();
    words = 31 * words + cell.getStatus();
    hash = 31 * words + cell.getCause().ordinal();
  }

  static CellId of(FailureCell cell) {
    return new CellId(cell);
  }

  @Override
  public int compareTo(CellId other) {
    FailureCell one = cell;
    FailureCell two = other.cell;
    int order = one.getPath().compareTo(two.getPath());
    order = order != 0 ? order : one.getHost().compareTo(two.getHost());
    order = order != 0 ? order : one.getPool().compareTo(two.getPool());
    order = order != 0 ? order : one.getUpstream().compareTo(two.getUpstream());
    order = order != 0 ? order : one.getProxy().compareTo(two.getProxy());
    order = order != 0 ? order : one.getOrigin().compareTo(two.getOrigin());
    order = order != 0 ? order : one.getEdgeLocation().compareTo(two.getEdgeLocation());
    order = order != 0 ? order : one.getInstance().compareTo(two.getInstance());
    order = order != 0 ? order : one.getCause().name().compareTo(two.getCause().name());
    order = order != 0 ? order : one.getFaultDomain().name().compareTo(two.getFaultDomain().name());
    order = order != 0 ? order : Integer.compare(one.getStatus(), two.getStatus());
    order = order != 0 ? order : Boolean.compare(one.getHidden(), two.getHidden());
    return order != 0 ? order : compare(one.getTriedBefore(), two.getTriedBefore());
  }

  private static int compare(List<String> one, List<String> two) {
    // Few requests are tried again, and a list is compared only where all else is the same.
    return one.equals(two) ? 0 : String.join("\u0001", one).compareTo(String.join("\u0001", two));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CellId id && hash == id.hash && compareTo(id) == 0;
  }

  @Override
  public int hashCode() {
    return hash;
  }
}

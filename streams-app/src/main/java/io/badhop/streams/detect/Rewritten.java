package io.badhop.streams.detect;

import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.KeyKind;
import java.util.List;

/**
 * Whether an address that took the place of one that answered was written into the proxy's
 * configuration, or is where a name leads by now.
 */
final class Rewritten {

  /** So many exchanges were due: chance leaves them all out once in 150 times (e^-5). */
  private static final double DUE = 5;

  /** A pool's pace is that of the minute before. */
  private static final long MINUTE = 240;

  private Rewritten() {}

  /**
   * True when no change of a name explains the new addresses: they stand in a pool, they differ by
   * their port, which no name gives, or a pool gave its traffic to them, whose members stand in the
   * configuration. A pool that is seldom asked has given nothing by being left out for a moment.
   *
   * @param before an address that served until then
   * @param until slot up to which the new addresses were asked
   */
  static boolean by(IncidentState state, String before, Board board, long until) {
    List<String> addresses = state.getUpstreams();
    return !state.getPools().isEmpty()
        || addresses.stream().noneMatch(address -> port(address).equals(port(before)))
        || poolLeft(state.getFirstSlot(), board, until);
  }

  /**
   * Slot up to which nothing but the incident's addresses was asked, if that is what fails: once
   * the way is set right the old ones serve again, on some of the proxy's workers earlier than on
   * others.
   */
  static long asked(IncidentState state, long now) {
    long from = state.getFirstSlot() + 1;
    return Beginnings.told(from, state.getLastSlot() - Beginnings.UNDER_WAY, now)
        ? state.getLastSlot() - Beginnings.UNDER_WAY
        : now;
  }

  private static boolean poolLeft(long first, Board board, long until) {
    return board.histories().pools().stream()
        .map(pool -> KeyId.of(KeyKind.POOL, pool))
        .anyMatch(
            pool ->
                board.exchanges(pool, first - MINUTE, first - 1) * (until - first) >= DUE * MINUTE
                    && board.exchangesInside(pool, first + 1, until) == 0);
  }

  private static String port(String address) {
    return address.substring(address.lastIndexOf(':') + 1);
  }
}

package io.badhop.streams.detect;

import io.badhop.schemas.event.KeyKind;
import java.util.Optional;

/** Who served what fails now. */
final class Predecessor {

  private static final long DRIFT_SUPPORT = 5;

  private Predecessor() {}

  /**
   * The upstream that served the incident's paths in the minutes before its first failure and gets
   * nothing of them since. Taken over all upstreams of the paths together: a new address takes the
   * place of all members of a pool at once.
   */
  static Optional<String> of(Incident incident, Board board, long first, long until) {
    long served = 0;
    long most = 0;
    String name = null;
    for (String path : incident.state().getPaths()) {
      for (String other : board.histories().upstreamsOf(path)) {
        KeyId pair = new KeyId(KeyKind.PATH, path, KeyKind.UPSTREAM, other);
        if (incident.state().getUpstreams().contains(other)
            || board.exchangesInside(pair, first + 1, until) > 0) {
          continue;
        }
        long here = board.exchanges(pair, first - Board.WINDOW + 1, first - 1);
        served += here;
        if (here > most) {
          most = here;
          name = other;
        }
      }
    }
    return served >= DRIFT_SUPPORT ? Optional.ofNullable(name) : Optional.empty();
  }
}

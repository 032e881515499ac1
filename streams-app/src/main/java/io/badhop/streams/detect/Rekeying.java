package io.badhop.streams.detect;

import java.util.List;
import java.util.Optional;

/**
 * Corrects the key of an incident while it is young, and now and then later, when another key
 * explains its failures clearly better.
 */
final class Rekeying {

  private static final double GAIN = 1.1;
  private static final double GAIN_LATER = 2;
  private static final long YOUNG = 40;
  private static final long EVERY = 20;

  private final DetectConfig config;

  Rekeying(DetectConfig config) {
    this.config = config;
  }

  void reconsider(Board board, Incident incident, long now) {
    long age = now - incident.state().getFirstSlot();
    if (incident.state().getLastSlot() != now || age > YOUNG && now % EVERY != 0) {
      return;
    }
    List<Cell> cells = owned(board, incident, now);
    if (Explainer.count(cells) < config.minFailures()) {
      return;
    }
    Explainer explainer = new Explainer(board, config, consequences(board, incident, now));
    Optional<Explanation> found = explainer.explain(cells, now);
    if (found.isEmpty()) {
      return;
    }
    if (found.get().key().equals(incident.key())) {
      incident.gather(found.get());
    } else if (found.get().score()
        > (age > YOUNG ? GAIN_LATER : GAIN) * explainer.of(incident.key(), cells, now).score()) {
      incident.rekey(found.get());
    }
  }

  /** An incident's own failures of the last half minute, without what only follows from them. */
  static List<Cell> owned(Board board, Incident incident, long now) {
    return board
        .since(now - KeyHistory.FINE + 1)
        .filter(
            cell ->
                cell.owner == incident
                    && !incident.followsFrom(cell)
                    && (cell.hidden() || !incident.state().getHidden()))
        .toList();
  }

  private static List<Cell> consequences(Board board, Incident incident, long now) {
    return board
        .since(now - KeyHistory.FINE + 1)
        .filter(cell -> cell.owner == incident && incident.followsFrom(cell))
        .toList();
  }
}

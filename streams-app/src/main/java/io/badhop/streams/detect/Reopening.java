package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.IncidentState;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whether a new cluster is the trouble of an incident that seemed to be over. */
final class Reopening {

  /**
   * Share of a cluster's failures that lie where an incident was, from which on it is that again.
   */
  private static final double SAME_PLACE = 0.5;

  private final DetectConfig config;

  Reopening(DetectConfig config) {
    this.config = config;
  }

  /** Gives the cells to an incident that is over, if they are its trouble again. */
  boolean reopen(Board board, Collection<Incident> incidents, Explanation found, List<Cell> cells) {
    long coolDown = Slots.of(config.coolDown());
    Optional<Incident> former =
        incidents.stream()
            .filter(incident -> !incident.open() && incident.state().getView() == board.view)
            .filter(incident -> !Causes.silence(incident.cause()))
            .filter(incident -> found.since() - incident.state().getResolvedSlot() <= coolDown)
            .filter(incident -> comesBack(board, incident, found, cells))
            .min(Comparator.comparing(Incident::id));
    former.ifPresent(incident -> open(incident, found, cells));
    return former.isPresent();
  }

  private static void open(Incident incident, Explanation found, List<Cell> cells) {
    IncidentState state = incident.state();
    List<Cell> covered = cells.stream().filter(found::covers).toList();
    if (!mostlyInside(incident, covered)) {
      incident.gather(found);
    }
    state.setOpen(true);
    state.setReopened(state.getReopened() + 1);
    // The time between counts as recovered; of what comes and goes, as a pause.
    if (state.getReopened() == 1) {
      state.setLastSlot(found.since());
      state.setWellSince(Slots.NONE);
    }
    covered.forEach(incident::absorb);
  }

  /**
   * True when the cluster is the incident's trouble again: under one of its keys, or of the same
   * cause and, whatever key explains it best now, for the most part where the incident was.
   */
  private static boolean comesBack(
      Board board, Incident incident, Explanation found, List<Cell> cells) {
    Cause cause = cells.get(0).cause();
    if (incident.keys().contains(found.key())) {
      return incident.alike(cause) && Machines.mayBeOf(board, incident, cells, found.since());
    }
    if (incident.cause() != cause || cells.get(0).hidden() != incident.state().getHidden()) {
      return false;
    }
    List<Cell> covered = cells.stream().filter(found::covers).toList();
    return mostlyInside(incident, covered) || elsewhere(board, incident, found, covered);
  }

  private static boolean mostlyInside(Incident incident, List<Cell> covered) {
    List<Cell> inside =
        covered.stream().filter(cell -> incident.takes(cell) || listed(incident, cell)).toList();
    return Explainer.count(inside) >= SAME_PLACE * Explainer.count(covered);
  }

  /**
   * The same trouble in a place that the incident did not have: its route under another host, or
   * what had begun with it, before it seemed to be over.
   */
  private static boolean elsewhere(
      Board board, Incident incident, Explanation found, List<Cell> covered) {
    return Kin.sameRoutes(incident, covered)
        || found.since() <= incident.state().getResolvedSlot()
            && Joining.ofOneBeginning(board, incident, found, covered);
  }

  private static boolean listed(Incident incident, Cell cell) {
    return cell.keys.stream().anyMatch(key -> !key.pair() && incident.lines().contains(key.key()));
  }
}

package io.badhop.streams.detect;

import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.Refinement;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Corrects the books when a diagnosis became final: in the window, where the failure was counted,
 * and in the incident that claimed it.
 */
final class Refiner {

  private final Board board;
  private final Collection<Incident> incidents;
  private final SiteFacts facts;
  private final Stage2Counters counters;

  Refiner(Board board, Collection<Incident> incidents, SiteFacts facts, Stage2Counters counters) {
    this.board = board;
    this.incidents = incidents;
    this.facts = facts;
    this.counters = counters;
  }

  /** Applies one; returns the failure that it added, if it added one. */
  Optional<Cell> apply(Refinement refinement) {
    counters.refinements++;
    long slot = Slots.of(refinement.getBucket());
    if (refinement.getAdded()) {
      return add(slot, refinement);
    }
    Optional<Cell> counted = counted(slot, refinement);
    if (counted.isPresent()) {
      replace(counted.get(), refinement);
    } else {
      correctIncident(slot, refinement);
    }
    return Optional.empty();
  }

  /**
   * An answer that the edge passed on and no tier below has a record of counts only where the tier
   * below is known to be logged in full.
   */
  private Optional<Cell> add(long slot, Refinement refinement) {
    if (refinement.getPassedOn() && !facts.proxyCovered()) {
      counters.heldBack++;
      return Optional.empty();
    }
    return Optional.of(board.countFailure(slot, refinement.getBecomes()));
  }

  private Optional<Cell> counted(long slot, Refinement refinement) {
    return board.at(slot).stream()
        .filter(
            cell ->
                cell.cause() == refinement.getWas()
                    && cell.data.getFaultDomain() == refinement.getWasDomain())
        .filter(
            cell ->
                cell.count() >= refinement.getBecomes().getCount()
                    && cell.sameRequestsAs(refinement.getBecomes()))
        .min(Comparator.comparing(cell -> Buckets.CellId.of(cell.data)));
  }

  private void replace(Cell counted, Refinement refinement) {
    FailureCell becomes = refinement.getBecomes();
    board.drop(counted);
    long left = counted.count() - becomes.getCount();
    if (left > 0) {
      Cell rest = new Cell(counted.slot, Buckets.without(counted.data, becomes));
      rest.owner = counted.owner;
      board.put(rest);
    }
    Cell refined = new Cell(counted.slot, becomes);
    refined.owner = counted.owner;
    board.put(refined);
    if (counted.owner != null) {
      counted.owner.refine(refinement.getWas(), refinement.getWasDomain(), becomes);
    }
  }

  /** The window has forgotten the failure; an incident that covers it may still be corrected. */
  private void correctIncident(long slot, Refinement refinement) {
    Cell refined = new Cell(slot, refinement.getBecomes());
    Optional<Incident> incident =
        incidents.stream()
            .filter(
                candidate -> candidate.state().getView() == board.view && candidate.takes(refined))
            .filter(
                candidate ->
                    candidate.state().getFirstSlot() <= slot
                        && slot <= candidate.state().getLastSlot())
            .min(Comparator.comparing(Incident::id));
    incident.ifPresentOrElse(
        found ->
            found.refine(refinement.getWas(), refinement.getWasDomain(), refinement.getBecomes()),
        () -> counters.refinementsUnmatched++);
  }
}

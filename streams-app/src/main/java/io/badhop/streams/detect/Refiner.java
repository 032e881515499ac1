package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Exemplar;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Reading;
import io.badhop.schemas.event.Refinement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
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
    FailureCell becomes = becomes(refinement);
    if (refinement.getAdded()) {
      return add(slot, refinement, becomes);
    }
    Optional<Cell> counted =
        counted(slot, refinement.getWas(), refinement.getWasDomain(), becomes)
            .or(
                () ->
                    counted(
                        slot,
                        refinement.getWasIfCovered(),
                        refinement.getWasDomainIfCovered(),
                        becomes));
    if (counted.isPresent()) {
      replace(counted.get(), becomes);
    } else {
      correctIncident(slot, refinement, becomes);
    }
    return Optional.empty();
  }

  /** A record that is missing is evidence where the tier below is known to be logged in full. */
  private FailureCell becomes(Refinement refinement) {
    boolean evident =
        refinement.getIfCovered() != null
            && facts.coverage().full(board.view, refinement.getBecomes());
    return evident
        ? read(refinement.getBecomes(), refinement.getIfCovered())
        : refinement.getBecomes();
  }

  private static FailureCell read(FailureCell cell, Reading reading) {
    List<Exemplar> exemplars = new ArrayList<>();
    for (Exemplar exemplar : cell.getExemplars()) {
      exemplars.add(Exemplar.newBuilder(exemplar).setEvidence(reading.getEvidence()).build());
    }
    return FailureCell.newBuilder(cell)
        .setCause(reading.getCause())
        .setFaultDomain(reading.getFaultDomain())
        .setConfidence(reading.getConfidence())
        .setExemplars(exemplars)
        .build();
  }

  /**
   * An answer that the edge passed on and no tier below has a record of counts only where the tier
   * below is known to be logged in full.
   */
  private Optional<Cell> add(long slot, Refinement refinement, FailureCell becomes) {
    if (refinement.getPassedOn() && !facts.coverage().fullByAll(board.view, becomes)) {
      counters.heldBack++;
      return Optional.empty();
    }
    return Optional.of(board.countFailure(slot, becomes));
  }

  private Optional<Cell> counted(long slot, Cause was, FaultDomain domain, FailureCell becomes) {
    return board.at(slot).stream()
        .filter(cell -> cell.cause() == was && cell.data.getFaultDomain() == domain)
        .filter(cell -> cell.count() >= becomes.getCount() && cell.sameRequestsAs(becomes))
        .min(Comparator.comparing(cell -> CellId.of(cell.data)));
  }

  private void replace(Cell counted, FailureCell becomes) {
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
      counted.owner.refine(counted.cause(), counted.data.getFaultDomain(), becomes);
    }
  }

  /** The window has forgotten the failure; an incident that covers it may still be corrected. */
  private void correctIncident(long slot, Refinement refinement, FailureCell becomes) {
    Cell refined = new Cell(slot, becomes);
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
        found -> {
          boolean covered =
              found.tallies(refinement.getWasIfCovered(), refinement.getWasDomainIfCovered());
          found.refine(
              covered ? refinement.getWasIfCovered() : refinement.getWas(),
              covered ? refinement.getWasDomainIfCovered() : refinement.getWasDomain(),
              becomes);
        },
        () -> counters.refinementsUnmatched++);
  }
}

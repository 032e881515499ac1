package io.badhop.streams.detect;

import java.util.List;
import java.util.Map;

/**
 * Stretches of slots without traffic in which nothing can change: all that came has left the
 * windows, and nothing waits for time to pass. They are passed over at once, and the outcome is
 * that of working them off one by one. When time jumps by days these are a million slots and more.
 */
final class Pause {

  private final Life life;
  private final TrafficWatch traffic;
  private final SiteFacts facts;
  private final Map<String, Incident> incidents;

  Pause(Life life, TrafficWatch traffic, SiteFacts facts, Map<String, Incident> incidents) {
    this.life = life;
    this.traffic = traffic;
    this.facts = facts;
    this.incidents = incidents;
  }

  /**
   * Passes over what follows a slot that brought nothing.
   *
   * @param board with nothing to come, to be corrected, or in its windows
   * @param open its open incidents
   * @param slot the last one worked off
   * @param end at most the slots before this one
   * @return how many slots were passed over
   */
  long pass(Board board, List<Incident> open, long slot, long end) {
    long next = Math.min(end, nextChange(board, open, slot));
    if (next <= slot + 1) {
      return 0;
    }
    board.passOver(next - 1);
    if (board.counted()) {
      traffic.learnNone(board, slot + 1, next - 1);
    }
    return next - slot - 1;
  }

  private long nextChange(Board board, List<Incident> open, long slot) {
    if (facts.heardAfter(slot)) {
      return slot + 1;
    }
    long next = Math.min(Board.nextForgetting(slot), board.paces().nextForgetting());
    if (board.counted()) {
      next = Math.min(next, traffic.nextChange(board.view));
    }
    for (Incident incident : open) {
      next = Math.min(next, life.nextWord(incident, slot));
    }
    for (Incident incident : incidents.values()) {
      next = incident.open() ? next : Math.min(next, life.forgottenAt(incident));
    }
    return next;
  }
}

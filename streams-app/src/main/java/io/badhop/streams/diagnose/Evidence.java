package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One thing that a record says about why an exchange failed.
 *
 * @param grade kind of proof
 * @param votes causes it speaks for, each with the confidence it would give alone; empty for a
 *     remark that speaks for none
 * @param domain hop it points at; null for the one that the cause points at by itself
 * @param words for the person who reads it; may be empty
 */
record Evidence(Grade grade, List<Vote> votes, FaultDomain domain, String words) {

  /** One cause and the confidence in it, 0 to 1. */
  record Vote(Cause cause, double weight) {}

  private static final double SPARED = 0.02;

  Evidence {
    votes = List.copyOf(votes);
  }

  static Evidence of(Grade grade, Cause cause, double weight, String words) {
    return new Evidence(grade, List.of(new Vote(cause, weight)), null, words);
  }

  static Evidence of(Grade grade, Cause cause, double weight, FaultDomain domain, String words) {
    return new Evidence(grade, List.of(new Vote(cause, weight)), domain, words);
  }

  static Evidence remark(Grade grade, String words) {
    return new Evidence(grade, List.of(), null, words);
  }

  /** The same, speaking for one cause more, less strongly. */
  Evidence or(Cause cause, double weight) {
    List<Vote> more = new ArrayList<>(votes);
    more.add(new Vote(cause, weight));
    return new Evidence(grade, more, domain, words);
  }

  /** The same, hardly speaking for these causes, but not against them. */
  Evidence sparing(Set<Cause> causes) {
    List<Vote> more = new ArrayList<>(votes);
    for (Cause cause : Cause.values()) {
      if (causes.contains(cause) && weightOf(cause) <= 0) {
        more.add(new Vote(cause, SPARED));
      }
    }
    return new Evidence(grade, more, domain, words);
  }

  /** Confidence in the cause, 0 when this does not speak for it. */
  double weightOf(Cause cause) {
    double weight = 0;
    for (Vote vote : votes) {
      weight = vote.cause() == cause ? Math.max(weight, vote.weight()) : weight;
    }
    return weight;
  }

  /** Greatest confidence in any cause; 0 for a remark. */
  double strength() {
    double strength = 0;
    for (Vote vote : votes) {
      strength = Math.max(strength, vote.weight());
    }
    return strength;
  }
}

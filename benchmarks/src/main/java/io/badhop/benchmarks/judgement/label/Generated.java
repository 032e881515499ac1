package io.badhop.benchmarks.judgement.label;

import java.util.List;

/**
 * What a case came to.
 *
 * @param labels what is right to say
 * @param requests how many there were
 * @param failed how many failed
 */
public record Generated(List<Label> labels, long requests, long failed) {

  /** Copies the list. */
  public Generated {
    labels = List.copyOf(labels);
  }
}

package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Happening;

/** Writes what one program would write into its logs of what happens. */
public interface Journal {

  /** A request is over. */
  void request(Handled handled);

  /** Something happened to a process. */
  default void happening(Happening happening) {}
}

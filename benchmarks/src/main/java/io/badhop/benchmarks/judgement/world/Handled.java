package io.badhop.benchmarks.judgement.world;

import java.util.List;

/**
 * A request and what every hop knows of it.
 *
 * @param request what was asked
 * @param edge what the edge did; null when there is none
 * @param proxy what the proxy did; null when there is none or it was not reached
 * @param work what applications did, one for each try that reached one
 * @param fault the fault that made it fail; null when it went well or failed by chance
 */
public record Handled(Request request, Hop edge, Hop proxy, List<Work> work, Fault fault) {

  /** Copies the list. */
  public Handled {
    work = List.copyOf(work);
  }

  /** The hop whose answer the client got. */
  public Hop outer() {
    return edge != null ? edge : proxy;
  }

  /** Whether the client did not get what it asked for, through no fault of its own. */
  public boolean failed() {
    Hop hop = outer();
    boolean left = hop.failure() == Kind.CLIENT_LEFT;
    return !left && (hop.status() >= 500 || hop.status() < 100 || hop.isCut());
  }
}

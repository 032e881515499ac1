package io.badhop.benchmarks.judgement.world;

import java.util.List;

/**
 * How an edge or a proxy handled a request.
 *
 * @param index which of the edge's locations, or of the proxies
 * @param start first byte, true time in microseconds
 * @param end when it was over
 * @param status what it sent; 0 when nothing
 * @param attempts tries at the next hop, in order
 * @param own why it made the answer itself; null when it passed one on
 * @param connection number of the connection on which the request came
 * @param onConnection how many requests came on it, this one included
 * @param bytes size of the answer's body
 */
public record Hop(
    int index,
    long start,
    long end,
    int status,
    List<Attempt> attempts,
    Kind own,
    long connection,
    int onConnection,
    int bytes) {

  /** Copies the list. */
  public Hop {
    attempts = List.copyOf(attempts);
  }

  /** The try whose outcome the client got; null without tries. */
  public Attempt last() {
    return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
  }

  /** Why it failed, by itself or in its last try; null when it did not. */
  public Kind failure() {
    if (own != null) {
      return own;
    }
    return last() == null ? null : last().failure();
  }

  /** How long it took, microseconds. */
  public long took() {
    return end - start;
  }

  /** Whether the answer broke off in its body. */
  public boolean isCut() {
    return failure() == Kind.CUT_BODY;
  }
}

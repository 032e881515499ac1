package io.badhop.benchmarks.pipeline;

import io.badhop.schemas.event.RequestTrace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts and failed requests as they are read, and what they have to be. */
final class Tally {
  private final Truth truth;
  private final Map<String, Long> expected;
  private final Map<String, Long> counts = new HashMap<>();
  private final Set<String> failed = new HashSet<>();
  private long sum;
  private long ids;

  /**
   * Empty.
   *
   * @param expected which of the truth's counts have to come out
   */
  Tally(Truth truth, Map<String, Long> expected) {
    this.truth = truth;
    this.expected = expected;
  }

  /** A count that replaces what was said before. */
  void set(String key, long count) {
    Long before = counts.put(key, count);
    sum += count - (before == null ? 0 : before);
  }

  /** A count that comes on top. */
  void add(String key, long count) {
    counts.merge(key, count, Long::sum);
    sum += count;
  }

  /** A failed exchange, which must be new and joined over all tiers. */
  void failed(RequestTrace trace) {
    if (trace.getEdge() == null || trace.getProxy() == null || trace.getApp().size() != 1) {
      throw new WrongOutputException("not joined: " + trace);
    }
    if (!failed.add(trace.getRequestId())) {
      throw new WrongOutputException("told twice: " + trace);
    }
    ids += Truth.hash(trace.getRequestId());
  }

  long failures() {
    return failed.size();
  }

  boolean complete() {
    return sum >= 2 * truth.requests() && failed.size() >= truth.failed();
  }

  void check() {
    if (failed.size() != truth.failed() || ids != truth.failedIds()) {
      throw new WrongOutputException(failed.size() + " failed, not " + truth.failed());
    }
    if (!counts.equals(expected)) {
      String first =
          expected.entrySet().stream()
              .filter(count -> !count.getValue().equals(counts.get(count.getKey())))
              .map(count -> count + " is " + counts.get(count.getKey()))
              .findFirst()
              .orElse("keys that must not be");
      throw new WrongOutputException("counts differ: " + first);
    }
  }

  String progress() {
    return sum
        + " of "
        + 2 * truth.requests()
        + " counted, "
        + failed.size()
        + " of "
        + truth.failed()
        + " failed ones told";
  }
}

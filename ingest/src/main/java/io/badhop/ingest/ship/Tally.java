package io.badhop.ingest.ship;

import io.badhop.ingest.parse.ParseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the outcomes of one file's lines. One thread counts, any may look. */
final class Tally {
  private static final int EXAMPLES_OF_A_REASON = 5;

  private final LongAdder lines = new LongAdder();
  private final LongAdder parsed = new LongAdder();
  private final LongAdder component = new LongAdder();
  private final LongAdder bound = new LongAdder();
  private final LongAdder continued = new LongAdder();
  private final ConcurrentMap<String, LongAdder> skipped = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, LongAdder> rejected = new ConcurrentHashMap<>();
  private final List<RejectedLine> examples = new ArrayList<>();

  /** A line was read; exactly one outcome follows. */
  void line() {
    lines.increment();
  }

  /** Any outcome but a rejection. */
  void count(ParseResult result) {
    if (result instanceof ParseResult.Event) {
      parsed.increment();
    } else if (result instanceof ParseResult.Component || result instanceof ParseResult.ErrorLine) {
      component.increment();
    } else if (result instanceof ParseResult.Continued) {
      continued.increment();
    } else if (result instanceof ParseResult.Skipped skip) {
      skipped.computeIfAbsent(skip.reason(), reason -> new LongAdder()).increment();
    }
  }

  /** Counts a rejection and keeps it if there are few examples of its reason. */
  void reject(RejectedLine line) {
    LongAdder count = rejected.computeIfAbsent(line.reason(), reason -> new LongAdder());
    count.increment();
    if (count.sum() <= EXAMPLES_OF_A_REASON) {
      synchronized (examples) {
        examples.add(line);
      }
    }
  }

  /** An error line that was counted as a component event has found its request. */
  void bound() {
    component.decrement();
    bound.increment();
  }

  /** An error line that was counted as a component event was dealt with by an earlier process. */
  void shippedBefore() {
    component.decrement();
    skipped.computeIfAbsent("shipped-before", reason -> new LongAdder()).increment();
  }

  Accounting accounting() {
    Map<String, Long> skippedBy = sums(skipped);
    Map<String, Long> rejectedBy = sums(rejected);
    long skips = skippedBy.values().stream().mapToLong(Long::longValue).sum();
    long rejections = rejectedBy.values().stream().mapToLong(Long::longValue).sum();
    return new Accounting(
        lines.sum(),
        parsed.sum(),
        component.sum(),
        bound.sum(),
        continued.sum(),
        skips,
        rejections,
        skippedBy,
        rejectedBy,
        someExamples());
  }

  private List<RejectedLine> someExamples() {
    synchronized (examples) {
      return List.copyOf(examples.subList(0, Math.min(Accounting.MAX_EXAMPLES, examples.size())));
    }
  }

  private static Map<String, Long> sums(Map<String, LongAdder> adders) {
    Map<String, Long> sums = new TreeMap<>();
    adders.forEach((reason, adder) -> sums.put(reason, adder.sum()));
    return sums;
  }
}

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
  private static final int MAX_REASONS = 64;

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
      adder(skipped, skip.reason()).increment();
    }
  }

  /** Counts a rejection and keeps it if there are few examples of its reason. */
  void reject(RejectedLine line) {
    LongAdder count = adder(rejected, line.reason());
    count.increment();
    if (count.sum() <= EXAMPLES_OF_A_REASON) {
      synchronized (examples) {
        examples.add(line);
      }
    }
  }

  /** Reasons are few; should a parser make them up from its input, the rest goes under one name. */
  private static LongAdder adder(ConcurrentMap<String, LongAdder> adders, String reason) {
    LongAdder known = adders.get(reason);
    if (known != null) {
      return known;
    }
    String name = adders.size() < MAX_REASONS ? reason : "other-reasons";
    return adders.computeIfAbsent(name, fresh -> new LongAdder());
  }

  /** An error line that was counted as a component event has found its request. */
  void bound() {
    component.decrement();
    bound.increment();
  }

  /** An error line that was counted as a component event was dealt with by an earlier process. */
  void shippedBefore() {
    component.decrement();
    adder(skipped, "shipped-before").increment();
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

package io.badhop.ingest.ship;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Things to be said once all that was sent before them is acknowledged. Sending does not wait for
 * that. Used by one thread; answers may come from others.
 *
 * @param <T> what is said
 */
final class Promises<T> {
  /** Marks that wait at most; while so many do, a new one takes the place of the last. */
  private static final int MAX_WAITING = 64;

  private record Mark<T>(T promise, List<Segment> segments) {
    boolean clear() {
      return segments.stream().allMatch(Segment::clear);
    }
  }

  private final Deque<Mark<T>> marks = new ArrayDeque<>();
  private Segment open = new Segment();

  /** What is sent now belongs to this. */
  Segment open() {
    return open;
  }

  /** This may be said once all sent so far is acknowledged. */
  void seal(T promise) {
    List<Segment> segments = new ArrayList<>();
    if (marks.size() >= MAX_WAITING) {
      segments.addAll(marks.removeLast().segments());
    }
    segments.add(open);
    // Answered segments need not be kept while a mark grows.
    segments.removeIf(segment -> segment != open && segment.clear());
    marks.add(new Mark<>(promise, segments));
    open = new Segment();
  }

  /** The last promise that may be made now; empty when none may that was not made before. */
  Optional<T> due() {
    T last = null;
    while (!marks.isEmpty() && marks.peek().clear()) {
      last = marks.remove().promise();
    }
    return Optional.ofNullable(last);
  }

  /** Whether no promise waits. */
  boolean isEmpty() {
    return marks.isEmpty();
  }
}

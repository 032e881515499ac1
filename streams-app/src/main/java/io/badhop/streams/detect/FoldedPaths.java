package io.badhop.streams.detect;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.PathState;
import io.badhop.schemas.event.Refinement;
import io.badhop.schemas.event.SuccessCount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is counted, under paths and hosts as they are folded now. */
final class FoldedPaths {

  private final PathTree tree;

  /**
   * @param most segments to be remembered
   * @param given templates that users gave, without host: these stay as they are
   */
  FoldedPaths(int most, Set<String> given) {
    tree = new PathTree(most, given);
  }

  /**
   * Learns the paths of one bucket.
   *
   * @return how many exchanges found no room
   */
  long learn(Bucket bucket, long slot) {
    return tree.learn(met(bucket), slot);
  }

  /** Exchanges by path. A hidden failure is one of an exchange that succeeded. */
  private static Map<String, Long> met(Bucket bucket) {
    Map<String, Long> met = new HashMap<>();
    for (SuccessCount success : bucket.getSuccesses()) {
      if (success.getKey().getKind() == KeyKind.PATH && success.getAnd() == null) {
        met.merge(success.getKey().getValue(), success.getCount(), Long::sum);
      }
    }
    for (FailureCell failure : bucket.getFailures()) {
      if (!failure.getHidden() && !failure.getPath().isEmpty()) {
        met.merge(failure.getPath(), failure.getCount(), Long::sum);
      }
    }
    return met;
  }

  /** True when there is something to fold. */
  boolean crowded() {
    return tree.crowded();
  }

  int fold(Set<String> pinned) {
    return tree.fold(pinned);
  }

  void forget(long slot, Set<String> pinned) {
    tree.forget(slot, pinned);
  }

  List<PathState> state() {
    return tree.state();
  }

  void restore(List<PathState> states) {
    tree.restore(states);
  }

  String path(String path) {
    return path.isEmpty() ? path : tree.of(path);
  }

  KeyId folded(KeyId key) {
    if (key.kind() == KeyKind.PATH) {
      String path = path(key.value());
      return path.equals(key.value())
          ? key
          : new KeyId(KeyKind.PATH, path, key.andKind(), key.andValue());
    }
    if (key.kind() == KeyKind.HOST) {
      String host = tree.host(key.value());
      return host.equals(key.value()) ? key : KeyId.of(KeyKind.HOST, host);
    }
    return key;
  }

  /** True when a failure counts under another path or host than its own. */
  boolean moves(FailureCell cell) {
    return !path(cell.getPath()).equals(cell.getPath())
        || !tree.host(cell.getHost()).equals(cell.getHost());
  }

  FailureCell folded(FailureCell cell) {
    FailureCell folded = Buckets.copy(cell);
    folded.setPath(path(cell.getPath()));
    folded.setHost(tree.host(cell.getHost()));
    return folded;
  }

  /** What folding makes equal is one. */
  List<FailureCell> folded(List<FailureCell> cells) {
    return cells.stream().noneMatch(this::moves)
        ? cells
        : CellSum.gather(cells.stream().map(this::folded).toList());
  }

  Refinement folded(Refinement refinement) {
    return moves(refinement.getBecomes())
        ? new Refinement(
            refinement.getBucket(),
            refinement.getView(),
            refinement.getWas(),
            refinement.getWasDomain(),
            refinement.getAdded(),
            folded(refinement.getBecomes()),
            refinement.getPassedOn(),
            refinement.getIfCovered(),
            refinement.getWasIfCovered(),
            refinement.getWasDomainIfCovered())
        : refinement;
  }
}

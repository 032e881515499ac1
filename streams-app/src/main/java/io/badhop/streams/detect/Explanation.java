package io.badhop.streams.detect;

import java.util.List;

/**
 * A key that explains a group of failures.
 *
 * @param key the key
 * @param besides further keys of the same trouble, with failures that do not lie under the key
 * @param inner clusters inside these keys
 * @param since slot of the first failure explained
 * @param failed failures under the key
 * @param total exchanges under the key since then, at least {@code failed}
 * @param coverage share of the group's failures that lie under the key, 0 to 1
 */
record Explanation(
    KeyId key,
    List<KeyId> besides,
    List<KeyId> inner,
    long since,
    long failed,
    long total,
    double coverage) {

  Explanation {
    besides = List.copyOf(besides);
    inner = List.copyOf(inner);
  }

  /** True when a failure lies under the key or one of those besides. */
  boolean covers(Cell cell) {
    return cell.keys.contains(key) || besides.stream().anyMatch(cell.keys::contains);
  }

  /** Share of the key's exchanges that failed. */
  double ratio() {
    return total == 0 ? 0 : (double) failed / total;
  }

  /** How well the key explains: all of the failures and nothing else is 1. */
  double score() {
    return ratio() * coverage;
  }
}

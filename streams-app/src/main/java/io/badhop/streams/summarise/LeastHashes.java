package io.badhop.streams.summarise;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The least hashes of a set of names, from which its size can be told: exactly while it is small,
 * to 13 % beyond (K minimum values; Z. Bar-Yossef et al., "Counting Distinct Elements in a Data
 * Stream", 2002). What several parts have kept is kept of the whole, in any order.
 */
final class LeastHashes {

  private static final int KEPT = 64;

  private final TreeSet<Integer> least = new TreeSet<>();

  /** Takes a name in; an empty one is none. */
  void add(String name) {
    if (name.isEmpty()) {
      return;
    }
    least.add(hash(name));
    if (least.size() > KEPT) {
      least.pollLast();
    }
  }

  /** FNV-1a, mixed once more, as neighbouring addresses must not be neighbours. */
  private static int hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return (int) (CellDraft.mix(hash) >>> Integer.SIZE);
  }

  /** Ascending. */
  List<Integer> build() {
    return new ArrayList<>(least);
  }
}

package io.badhop.streams.summarise;

import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.SuccessCount;
import java.util.Arrays;
import java.util.List;

/** How often the names of one kind were counted in a bucket, told in their order. */
final class Sums {

  private final Names names;
  private final long[] sums;
  private int[] ranks = new int[16];
  private int count;

  Sums(Names names) {
    this.names = names;
    this.sums = new long[names.size()];
  }

  KeyKind kind() {
    return names.kind();
  }

  void add(int name, int often) {
    if (name == Names.NONE) {
      return;
    }
    if (sums[name] == 0) {
      ranks = count == ranks.length ? Arrays.copyOf(ranks, 2 * count) : ranks;
      ranks[count++] = names.rank(name);
    }
    sums[name] += often;
  }

  /**
   * Appends the counts.
   *
   * @param pairs what is told behind each name; null for nothing
   */
  void tell(List<SuccessCount> counts, Pairs pairs) {
    Arrays.sort(ranks, 0, count);
    for (int i = 0; i < count; i++) {
      int name = names.atRank(ranks[i]);
      counts.add(new SuccessCount(names.key(name), null, sums[name]));
      if (pairs != null) {
        pairs.tell(ranks[i], counts);
      }
    }
  }
}

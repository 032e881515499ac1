package io.badhop.streams.summarise;

import io.badhop.schemas.event.SuccessCount;
import java.util.Arrays;
import java.util.List;

/**
 * How often paths met upstreams in a bucket, told in order of both. A pair and how often it was are
 * one number, so that sorting numbers sorts the pairs.
 */
final class Pairs {

  /** Bits of how often; a bucket holds fewer. */
  private static final int OFTEN = 26;

  /** Bits of an upstream's rank. */
  private static final int UPSTREAM = 14;

  private final Names paths;
  private final Names upstreams;
  private long[] pairs;
  private int count;
  private int told;
  private boolean sorted;

  Pairs(Names paths, Names upstreams, int most) {
    this.paths = paths;
    this.upstreams = upstreams;
    this.pairs = new long[most];
  }

  void add(int path, int upstream, int often) {
    if (upstream != Names.NONE) {
      long ranks = (long) paths.rank(path) << UPSTREAM | upstreams.rank(upstream);
      pairs[count++] = ranks << OFTEN | often;
    }
  }

  /** Appends the pairs of a path; paths come in order of their rank. */
  void tell(int pathRank, List<SuccessCount> counts) {
    if (!sorted) {
      Arrays.sort(pairs, 0, count);
      sorted = true;
    }
    while (told < count && pairs[told] >>> UPSTREAM + OFTEN == pathRank) {
      long pair = pairs[told] >>> OFTEN;
      long sum = 0;
      for (; told < count && pairs[told] >>> OFTEN == pair; told++) {
        sum += pairs[told] & (1L << OFTEN) - 1;
      }
      int upstream = upstreams.atRank((int) pair & (1 << UPSTREAM) - 1);
      counts.add(new SuccessCount(paths.key(paths.atRank(pathRank)), upstreams.key(upstream), sum));
    }
  }
}

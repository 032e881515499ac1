package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Attribution: of all keys under which a group of failures lies, the one that explains most of them
 * and least besides. A key's score is coverage times ratio, that is the share of the group's
 * failures under the key times the share of the key's exchanges that failed; one upstream of three
 * that refuses scores 1, each of forty paths a third of a fortieth. Where two keys score alike
 * (within 5 %), the cause decides which kind names what has to be mended. What the best key leaves
 * over is explained in turn (greedy set cover: V. Chvátal, "A Greedy Heuristic for the Set-Covering
 * Problem", 1979).
 *
 * <p>Totals are counted from the first failure of the group on, so that a key's healthy past does
 * not dilute an outage that has just begun.
 */
final class Explainer {

  private static final double TIE = 0.95;
  private static final double PAIR_GAIN = 1.5;
  private static final int MAX_PICKS = 20;
  private static final Set<KeyKind> BEHIND =
      EnumSet.of(KeyKind.PROXY, KeyKind.POOL, KeyKind.UPSTREAM);
  private static final double INNER_RATIO = 0.3;
  private static final double ONLY = 0.95;
  private static final double RISE = 5;
  private static final double NOTABLE = 0.01;
  private static final double NOTABLE_RISE = 2;

  /** Share of the prior below which no history makes the usual ratio fall. */
  private static final double LEAST_USUAL = 0.25;

  /** By how much surer one must be to wake somebody than to open an incident. */
  private static final double STRAY = 20;

  private static final double STRAY_AMONG_SUCCESSES = 1_000;

  private final Board board;
  private final DetectConfig config;
  private final KeyTally apart;

  Explainer(Board board, DetectConfig config) {
    this(board, config, List.of());
  }

  /**
   * An explainer that leaves some failures out of the totals.
   *
   * @param consequences failures that follow from the group: they say nothing about how well its
   *     keys do otherwise
   */
  Explainer(Board board, DetectConfig config, Collection<Cell> consequences) {
    this.board = board;
    this.config = config;
    this.apart = tally(consequences);
  }

  /**
   * Explains a group.
   *
   * @param cells failures of one cause, or of causes that are one trouble; not empty
   * @param now newest slot
   * @return empty when chance explains them as well
   */
  Optional<Explanation> explain(Collection<Cell> cells, long now) {
    Cause cause = commonest(cells);
    long all = count(cells);
    Map<KeyId, Long> frequent = frequent(cells);
    List<Cell> rest = new ArrayList<>(cells);
    List<Explanation> picks = new ArrayList<>();
    while (picks.size() < MAX_PICKS && !rest.isEmpty()) {
      Map<KeyId, Long> left = picks.isEmpty() ? frequent : frequent(rest);
      Optional<Explanation> best = best(left, rest, all, cause, now);
      if (best.isEmpty() || !significant(best.get(), now)) {
        break;
      }
      KeyId key = best.get().key();
      picks.add(best.get());
      rest.removeIf(cell -> cell.keys.contains(key));
    }
    return picks.isEmpty() ? Optional.empty() : Optional.of(gather(picks, frequent, now));
  }

  /** How well a given key explains a group. */
  Explanation of(KeyId key, Collection<Cell> cells, long now) {
    long since = cells.stream().mapToLong(cell -> cell.slot).min().orElse(now);
    long failed = count(cells.stream().filter(cell -> cell.keys.contains(key)).toList());
    return explanation(key, failed, count(cells), since, now);
  }

  private Explanation gather(List<Explanation> picks, Map<KeyId, Long> frequent, long now) {
    Explanation first = picks.get(0);
    List<KeyId> besides = picks.stream().skip(1).map(Explanation::key).toList();
    List<KeyId> inner =
        inner(first, frequent, now).stream().filter(key -> !besides.contains(key)).toList();
    return new Explanation(
        first.key(),
        besides,
        inner,
        first.since(),
        first.failed(),
        first.total(),
        first.coverage());
  }

  /**
   * Clusters inside the key: the paths that it takes down, and the upstreams or origins where it is
   * wider than one.
   */
  private List<KeyId> inner(Explanation outer, Map<KeyId, Long> frequent, long now) {
    List<KeyId> inner = new ArrayList<>();
    frequent.forEach(
        (key, failed) -> {
          if (listed(key, outer.key())) {
            long total =
                Math.max(failed, board.exchanges(within(key, outer.key()), outer.since(), now));
            if ((double) failed / total >= Math.max(INNER_RATIO, outer.ratio() / 2)) {
              inner.add(key);
            }
          }
        });
    return inner;
  }

  private static boolean listed(KeyId key, KeyId outer) {
    boolean machine = key.kind() == KeyKind.UPSTREAM || key.kind() == KeyKind.ORIGIN;
    return !key.pair()
        && !key.equals(outer)
        && (key.kind() == KeyKind.PATH || machine && outer.kind() != KeyKind.PATH);
  }

  /**
   * A path inside an upstream is judged by its traffic on that upstream: elsewhere it may do well.
   */
  private static KeyId within(KeyId key, KeyId outer) {
    boolean narrowed = key.kind() == KeyKind.PATH && outer.kind() == KeyKind.UPSTREAM;
    return narrowed ? new KeyId(KeyKind.PATH, key.value(), KeyKind.UPSTREAM, outer.value()) : key;
  }

  private Optional<Explanation> best(
      Map<KeyId, Long> frequent, List<Cell> cells, long all, Cause cause, long now) {
    long since = cells.stream().mapToLong(cell -> cell.slot).min().orElse(now);
    List<Explanation> candidates = new ArrayList<>();
    frequent.forEach(
        (key, failed) -> {
          if (Causes.names(cause, key) && shows(key)) {
            candidates.add(explanation(key, failed, all, since, now));
          }
        });
    return candidates.stream()
        .reduce((best, candidate) -> better(candidate, best, cause) ? candidate : best)
        .map(best -> WholePool.instead(best, candidates));
  }

  /**
   * What an edge fails at shows by itself as a failure of the host, the path or the origin. The
   * machines behind the proxy are known once its record has joined: by these the next failures
   * would not be found, nor what goes well. They are listed inside.
   */
  private boolean shows(KeyId key) {
    return board.view != Tier.EDGE || !BEHIND.contains(key.kind()) && !key.pair();
  }

  private boolean better(Explanation candidate, Explanation best, Cause cause) {
    double one = weight(candidate);
    double other = weight(best);
    if (one < other * TIE || other < one * TIE) {
      return one > other;
    }
    if (OnePath.alone(board, candidate, best) || OnePath.alone(board, best, candidate)) {
      return candidate.key().kind() == KeyKind.PATH;
    }
    return rank(candidate, cause) < rank(best, cause);
  }

  /** The only edge location says nothing that ALL does not say. */
  private int rank(Explanation explanation, Cause cause) {
    KeyKind kind = explanation.key().kind();
    boolean only =
        kind == KeyKind.EDGE_LOCATION
            && explanation.total()
                >= ONLY * board.exchanges(KeyId.ALL, explanation.since(), Long.MAX_VALUE);
    return only ? Causes.rank(cause, KeyKind.ALL) + 1 : Causes.rank(cause, kind);
  }

  /** A pair must explain clearly more than either of its halves. */
  private static double weight(Explanation explanation) {
    return explanation.key().pair() ? explanation.score() / PAIR_GAIN : explanation.score();
  }

  /**
   * Chance must not explain the failures, and they must be worth telling: five times what is usual,
   * or twice where that is 1 % and more. Without history the usual is only assumed, and with a
   * clean one a key may still fail now and then.
   */
  private boolean significant(Explanation e, long now) {
    boolean hours = ofHours(e.since(), now);
    KeyId measure = board.measure(e.key());
    double usual =
        hours
            ? board.histories().ratioBeforeHours(measure)
            : board.histories().expectedRatio(measure);
    double expected = Math.max(usual, config.priorRatio() * LEAST_USUAL);
    double worth = Math.min(RISE * expected, Math.max(NOTABLE, NOTABLE_RISE * expected));
    double limit = config.significance() / Math.max(1, board.histories().size());
    // Of hours the first failure says when to begin to count, and nothing else.
    int given = hours ? 1 : 0;
    return e.ratio() > worth
        && Significance.tail(e.failed() - given, e.total() - given, expected) <= limit;
  }

  private static boolean ofHours(long since, long now) {
    return now - since >= Board.WINDOW;
  }

  /**
   * True when the failures since the first are too many for chance: enough to wake somebody. The
   * first one is where counting began and proves nothing, so three in a row count as two. It is
   * asked at every failure, of each key that the failure lies under, so the limit is far below that
   * of opening: by default at most one stray failure in 200,000 passes as an outage in which
   * nothing goes well any more, and one in ten millions as one in which something does.
   */
  boolean beyondChance(KeyId key, long failed, long total) {
    double expected =
        Math.max(
            board.histories().expectedRatio(board.measure(key)), config.priorRatio() * LEAST_USUAL);
    double limit = config.significance() / (failed >= total ? STRAY : STRAY_AMONG_SUCCESSES);
    return Significance.tail(failed - 1, Math.max(failed, total) - 1, expected) <= limit;
  }

  private Explanation explanation(KeyId key, long failed, long all, long since, long now) {
    KeyId measure = board.measure(key);
    long seen =
        ofHours(since, now)
            ? board.histories().exchangesOfHours(measure, since)
            : board.exchanges(measure, since, now);
    long total = Math.max(failed, seen - apart.of(measure));
    return new Explanation(
        key, List.of(), List.of(), since, failed, total, all == 0 ? 0 : (double) failed / all);
  }

  /** Failures of keys that have enough of them, in order of keys: few, of all that are met. */
  private Map<KeyId, Long> frequent(Collection<Cell> cells) {
    Map<KeyId, Long> frequent = new TreeMap<>();
    tally(cells)
        .forEach(
            (key, failed) -> {
              if (failed >= config.minFailures()) {
                frequent.put(key, failed);
              }
            });
    return frequent;
  }

  private static KeyTally tally(Collection<Cell> cells) {
    KeyTally tally = new KeyTally();
    for (Cell cell : cells) {
      for (KeyId key : cell.keys) {
        tally.add(key, cell.count());
      }
    }
    return tally;
  }

  private static Cause commonest(Collection<Cell> cells) {
    long[] counts = new long[Cause.values().length];
    cells.forEach(cell -> counts[cell.cause().ordinal()] += cell.count());
    Cause commonest = Cause.UNKNOWN;
    for (Cause cause : Cause.values()) {
      commonest = counts[cause.ordinal()] > counts[commonest.ordinal()] ? cause : commonest;
    }
    return commonest;
  }

  static long count(Collection<Cell> cells) {
    long count = 0;
    for (Cell cell : cells) {
      count += cell.count();
    }
    return count;
  }
}

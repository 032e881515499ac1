package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.KeyKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One trouble seen in two places: whether a new cluster is a part of an open incident. It is when a
 * wider key explains both, when both began together, or when the one overwhelmed the other. All
 * else is a second fault, and an incident of its own.
 */
final class Joining {

  /** What a proxy does of its own and its hosts meet within ten seconds is one trouble. */
  private static final long TOGETHER = 40;

  /** Requests that were under way when the trouble began still succeed for two seconds. */
  private static final long UNDER_WAY = 8;

  /** Chance below which the successes before a cluster's first failure are no luck. */
  private static final double LUCK = 0.05;

  /** So many successes are no luck at any ratio that opens an incident. */
  private static final long MOST_PASSED = 1_000;

  /**
   * A wider key takes the place of two narrow ones when it explains nearly all of both, and well.
   */
  private static final double UNION_COVERAGE = 0.9;

  private static final double UNION_SCORE = 0.6;

  /** A neighbour's load has risen when it is a tenth above what it was. */
  private static final double RISEN = 1.1;

  private static final long OVERLOAD_AFTER = 4;

  /** Gives the cells to the open incident that they are a part of, if there is one. */
  Optional<Incident> join(
      Board board,
      List<Incident> open,
      Explainer explainer,
      Explanation found,
      List<Cell> cells,
      long now) {
    Cause cause = cells.get(0).cause();
    boolean hidden = cells.get(0).hidden();
    List<Incident> candidates =
        open.stream()
            .filter(incident -> incident.alike(cause) && !Causes.silence(incident.cause()))
            .filter(incident -> Machines.mayBeOf(board, incident, cells, now))
            .sorted(Comparator.comparing(Incident::id))
            .toList();
    for (Incident incident : candidates) {
      boolean joins =
          follows(board, incident, found, cells, now)
              || incident.state().getHidden() == hidden
                  && (widens(board, explainer, incident, found, cells, now)
                      || sameRoutes(incident, found, cells)
                      || sameMachine(board, incident, found, cells)
                      || together(board, incident, found, cells))
              || behindRetries(incident, found, cells);
      if (joins) {
        cells.forEach(incident::absorb);
        return Optional.of(incident);
      }
    }
    return Optional.empty();
  }

  private boolean widens(
      Board board,
      Explainer explainer,
      Incident incident,
      Explanation found,
      List<Cell> cells,
      long now) {
    List<Cell> union = new ArrayList<>(Rekeying.owned(board, incident, now));
    union.addAll(cells);
    Optional<Explanation> wider = explainer.explain(union, now);
    boolean paths = incident.key().kind() == KeyKind.PATH && found.key().kind() == KeyKind.PATH;
    if (wider.isEmpty()
        || wider.get().coverage() < UNION_COVERAGE
        || wider.get().score() < UNION_SCORE && !asBad(wider.get(), incident, found)
        || (paths || Machines.others(board, incident, cells))
            && !beganTogether(board, incident, found, cells)) {
      return false;
    }
    incident.rekey(wider.get());
    return true;
  }

  /**
   * One bad instance whose address no log names lets a share of everything fail. Then the wider key
   * fails by as much as the better one of the narrow keys does.
   */
  private static boolean asBad(Explanation wider, Incident incident, Explanation found) {
    double before =
        (double) incident.state().getFailed() / Math.max(1, incident.state().getTotal());
    return wider.ratio() >= UNION_COVERAGE * Math.min(before, found.ratio());
  }

  /**
   * The same route under another host. Other members of a pool that each fail by themselves are
   * looked at by when they began: a machine's trouble shows on the same routes on each.
   */
  private static boolean sameRoutes(Incident incident, Explanation found, List<Cell> cells) {
    boolean members =
        incident.key().kind() == KeyKind.UPSTREAM && found.key().kind() == KeyKind.UPSTREAM;
    if (members || !Kin.sameRoutes(incident, cells.stream().filter(found::covers).toList())) {
      return false;
    }
    incident.gather(found);
    return true;
  }

  private static boolean sameMachine(
      Board board, Incident incident, Explanation found, List<Cell> cells) {
    boolean one = Machines.sameUnseen(board, incident, cells);
    if (one) {
      incident.gather(found);
    }
    return one;
  }

  /**
   * Of one trouble some failures reach users and others are hidden by retries. What is hidden and
   * what is not is one incident when cause, machines and beginning are the same. Of an attempt
   * behind a retry often only the number is known: a cause that is guessed is no other one.
   */
  private static boolean behindRetries(Incident incident, Explanation found, List<Cell> cells) {
    IncidentState state = incident.state();
    boolean one =
        state.getHidden() != cells.get(0).hidden()
            && (incident.cause() == cells.get(0).cause() || CauseTallies.guessed(incident, cells))
            && !(state.getPools().isEmpty() && state.getUpstreams().isEmpty())
            && !Kin.otherMachines(state, cells)
            && Math.abs(found.since() - state.getFirstSlot()) <= TOGETHER;
    if (one) {
      incident.gather(found);
    }
    return one;
  }

  private static boolean together(
      Board board, Incident incident, Explanation found, List<Cell> cells) {
    boolean one = ofOneBeginning(board, incident, found, cells);
    if (one) {
      incident.gather(found);
    }
    return one;
  }

  /**
   * True when a cluster of an incident's cause, in its pool, began when the incident did. What a
   * proxy does of its own, a limit or want of resources, meets its hosts one by one, and has no
   * pool: what was asked for does not matter.
   */
  static boolean ofOneBeginning(
      Board board, Incident incident, Explanation found, List<Cell> cells) {
    return incident.cause() == cells.get(0).cause()
        && (Causes.meetsAll(incident.cause())
            || samePool(incident, cells)
            || sameService(board, incident, cells))
        && (metTogether(incident, found) || beganTogether(board, incident, found, cells));
  }

  private static boolean samePool(Incident incident, List<Cell> cells) {
    List<String> pools = incident.state().getPools();
    return cells.stream()
        .map(cell -> cell.data.getPool())
        .allMatch(pool -> pools.isEmpty() ? pool.isEmpty() : pools.contains(pool));
  }

  /**
   * True when the incident's upstreams serve the paths of the cluster, too. Where each member has a
   * name of its own (a backend of Varnish), that is what tells of a pool.
   */
  private static boolean sameService(Board board, Incident incident, List<Cell> cells) {
    List<String> upstreams = incident.state().getUpstreams();
    return cells.stream()
        .allMatch(
            cell ->
                board.histories().upstreamsOf(cell.data.getPath()).stream()
                    .anyMatch(upstreams::contains));
  }

  private static boolean metTogether(Incident incident, Explanation found) {
    return Causes.meetsAll(incident.cause())
        && Math.abs(found.since() - incident.state().getFirstSlot()) <= TOGETHER;
  }

  /**
   * True when nothing speaks against both having begun at once: the incident was still failing when
   * the cluster came up, or nobody had asked for its key since it last failed; and the successes of
   * the later of the two keys since the beginning of the earlier are so few that luck explains
   * them. A key that is rarely used shows its first failure late, but shows no successes before.
   */
  private static boolean beganTogether(
      Board board, Incident incident, Explanation found, List<Cell> cells) {
    long first = incident.state().getFirstSlot();
    long pause = Math.max(UNDER_WAY, 2 * incident.state().getLongestGap());
    boolean doesWell = incident.state().getWellSince() != Slots.NONE;
    if (doesWell && found.since() > incident.state().getLastSlot() + pause) {
      return false;
    }
    long since = firstUnder(board, incident, found);
    boolean incidentFirst = first <= since;
    long from = Math.min(first, since) + UNDER_WAY;
    long to = Math.max(first, since) - 1;
    IncidentState state = incident.state();
    boolean ofContent = Causes.ofContent(incident.cause());
    long passed =
        incidentFirst
            ? passed(
                board, found.key(), ofContent, cells.stream().map(c -> c.data.getPath()), from, to)
            : passed(board, incident.key(), ofContent, state.getPaths().stream(), from, to);
    return incidentFirst
        ? luck(passed, found.failed(), found.total()) >= LUCK
        : luck(passed, state.getFailed(), state.getTotal()) >= LUCK;
  }

  /**
   * First failure under a cluster's key, of those too that the incident claimed under another key:
   * an incident whose key was a host's until it was a member's has failures of other members.
   */
  private static long firstUnder(Board board, Incident incident, Explanation found) {
    return Rekeying.owned(board, incident, found.since()).stream()
        .filter(cell -> cell.cause() == incident.cause() && cell.keys.contains(found.key()))
        .mapToLong(cell -> cell.slot)
        .reduce(found.since(), Math::min);
  }

  /**
   * Under the key, or under the paths that failed, where these are fewer. A machine is whole or
   * not, whatever it is asked for; what is wrong with an answer may be wrong with some routes only,
   * and the others say nothing of them.
   */
  private static long passed(
      Board board, KeyId key, boolean ofContent, Stream<String> paths, long from, long to) {
    if (from > to) {
      return 0;
    }
    boolean member = key.kind() == KeyKind.UPSTREAM && !key.pair();
    long ofPaths =
        paths
            .filter(path -> !path.isEmpty())
            .distinct()
            .map(path -> member ? on(path, key) : KeyId.of(KeyKind.PATH, path))
            .mapToLong(path -> board.exchangesInside(path, from, to))
            .sum();
    boolean whole = key.kind() == KeyKind.PATH || member && !ofContent;
    long ofKey = board.exchangesInside(key, from, to);
    return whole ? ofKey : Math.min(ofKey, ofPaths);
  }

  private static KeyId on(String path, KeyId upstream) {
    return new KeyId(KeyKind.PATH, path, KeyKind.UPSTREAM, upstream.value());
  }

  /**
   * Probability that so many exchanges in a row go well where so many of a total failed since,
   * whatever the share is by which they fail (all shares equally likely before; the rule of
   * succession). Three failures of three do not prove that all fail, and the first of them is where
   * counting began and says nothing of the share.
   */
  private static double luck(long passed, long failed, long total) {
    double luck = 1;
    double well = Math.max(0, total - failed) + 1.0;
    double all = Math.max(failed, total) - 1 + 2.0;
    for (int i = 0; i < Math.min(passed, MOST_PASSED); i++) {
      luck *= (well + i) / (all + i);
    }
    return luck;
  }

  /**
   * Retries and the share of a member that is out go to its neighbours. What these fail by under a
   * load that has risen since, while the member is still out, follows from it.
   */
  private boolean follows(
      Board board, Incident incident, Explanation found, List<Cell> cells, long now) {
    long first = incident.state().getFirstSlot();
    Cause cause = cells.get(0).cause();
    if (incident.key().kind() != KeyKind.UPSTREAM
        || !Causes.takesOut(incident.cause())
        || !Causes.overload(cause)
        || cause == incident.cause()
        || found.since() < first + OVERLOAD_AFTER
        || now - incident.state().getLastSlot()
            > Math.max(UNDER_WAY, 2 * incident.state().getLongestGap())) {
      return false;
    }
    List<KeyId> neighbours =
        cells.stream()
            .map(cell -> KeyId.of(KeyKind.UPSTREAM, cell.data.getUpstream()))
            .distinct()
            .toList();
    boolean near =
        cells.stream().allMatch(cell -> incident.state().getPools().contains(cell.data.getPool()));
    if (!near
        || neighbours.contains(incident.key())
        || !neighbours.stream().allMatch(neighbour -> risen(board, neighbour, first, now))) {
      return false;
    }
    incident.overloads(neighbours);
    incident.note(
        "follows from this: "
            + cause
            + " on "
            + String.join(", ", neighbours.stream().map(KeyId::value).toList())
            + ", which carry its load");
    return true;
  }

  private static boolean risen(Board board, KeyId upstream, long since, long now) {
    long before = board.exchanges(upstream, since - TOGETHER, since - 1);
    long after = board.exchanges(upstream, Math.max(since, now - TOGETHER + 1), now);
    double span = Math.min(TOGETHER, now - since + 1);
    return before > 0 && after / span >= RISEN * before / TOGETHER;
  }
}

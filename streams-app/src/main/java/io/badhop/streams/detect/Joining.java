package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.KeyKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One trouble seen in two places: whether a new cluster is a part of an open incident. It is when
 * it lies under the incident's key and only its routes had not been met, when a wider key explains
 * both, when both began together, or when the one overwhelmed the other. All else is a second
 * fault, and an incident of its own.
 */
final class Joining {

  /** What a proxy does of its own and its hosts meet within ten seconds is one trouble. */
  private static final long TOGETHER = 40;

  /**
   * A wider key takes the place of two narrow ones when it explains nearly all of both, and well.
   */
  private static final double UNION_COVERAGE = 0.9;

  private static final double UNION_SCORE = 0.6;

  /** A key that explains less of the cluster than this explains the incident by itself. */
  private static final double OF_CLUSTER = 0.5;

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
    OneRoute oneRoute = new OneRoute(board, explainer, now);
    List<Incident> candidates =
        open.stream()
            .filter(incident -> incident.alike(cause) && !Causes.silence(incident.cause()))
            .filter(incident -> Machines.mayBeOf(board, incident, cells, now))
            .sorted(Comparator.comparing(Incident::id))
            .toList();
    for (Incident incident : candidates) {
      boolean joins =
          cells.stream().allMatch(incident::takes)
              || Overload.follows(board, incident, found, cells, now)
              || incident.state().getHidden() == hidden
                  && (widens(board, explainer, incident, found, cells, now)
                      || sameRoutes(incident, found, cells)
                      || rekeyed(incident, oneRoute.of(incident, found, cells))
                      || sameMachine(board, incident, found, cells)
                      || together(board, incident, found, cells))
              || behindRetries(board, incident, found, cells);
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
        || covered(wider.get(), found, cells) < OF_CLUSTER
        || wider.get().score() < UNION_SCORE && !asBad(wider.get(), incident, found)
        || (paths || Machines.others(board, incident, cells))
            && !Beginnings.together(board, incident, found, cells)) {
      return false;
    }
    incident.rekey(wider.get());
    return true;
  }

  /** Share of the cluster alone: of an incident that failed often it is a small part of both. */
  private static double covered(Explanation wider, Explanation found, List<Cell> cells) {
    List<Cell> cluster = cells.stream().filter(found::covers).toList();
    List<Cell> under = cluster.stream().filter(c -> c.keys.contains(wider.key())).toList();
    return (double) Explainer.count(under) / Explainer.count(cluster);
  }

  /**
   * One bad instance whose address no log names lets a share of everything fail. Then the wider key
   * fails by as much as the better one of the narrow keys does; or both narrow ones failed so few
   * times that they may well fail as often as the wider one.
   */
  private static boolean asBad(Explanation wider, Incident incident, Explanation found) {
    long failed = incident.state().getFailed();
    long total = Math.max(1, incident.state().getTotal());
    double before = (double) failed / total;
    return wider.ratio() >= UNION_COVERAGE * Math.min(before, found.ratio())
        || mayFailAs(wider, failed, total) && mayFailAs(wider, found.failed(), found.total());
  }

  /** The first failure is where counting began, and says nothing of the share. */
  private static boolean mayFailAs(Explanation wider, long failed, long total) {
    return Significance.tail(failed - 1, total - 1, wider.ratio()) >= Beginnings.LUCK;
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

  private static boolean rekeyed(Incident incident, Optional<Explanation> both) {
    both.ifPresent(incident::rekey);
    return both.isPresent();
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
   * behind a retry often only the number is known: a cause that is guessed is no other one. The
   * beginning does not matter where the incident has failures of that cause on the same machines
   * already: which attempts a retry makes good is luck.
   */
  private static boolean behindRetries(
      Board board, Incident incident, Explanation found, List<Cell> cells) {
    IncidentState state = incident.state();
    boolean one =
        state.getHidden() != cells.get(0).hidden()
            && (incident.cause() == cells.get(0).cause() || CauseTallies.guessed(incident, cells))
            && !(state.getPools().isEmpty() && state.getUpstreams().isEmpty())
            && !Kin.otherMachines(state, cells)
            && (Math.abs(found.since() - state.getFirstSlot()) <= TOGETHER
                || failsThere(board, incident, cells));
    if (one) {
      incident.gather(found);
    }
    return one;
  }

  /** True when the incident has failures of a cluster's cause on each of its machines. */
  private static boolean failsThere(Board board, Incident incident, List<Cell> cells) {
    Set<String> there =
        board
            .since(incident.state().getFirstSlot())
            .filter(cell -> cell.owner == incident && cell.cause() == cells.get(0).cause())
            .map(cell -> cell.data.getUpstream())
            .filter(upstream -> !upstream.isEmpty())
            .collect(Collectors.toSet());
    return cells.stream().allMatch(cell -> there.contains(cell.data.getUpstream()));
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
        && (metTogether(incident, found) || Beginnings.together(board, incident, found, cells));
  }

  /** Where each member has a name of its own, three failures do not meet all of them. */
  private static boolean samePool(Incident incident, List<Cell> cells) {
    List<String> pools = incident.state().getPools();
    if (pools.isEmpty()) {
      return cells.stream().allMatch(cell -> cell.data.getPool().isEmpty());
    }
    List<Cell> there = cells.stream().filter(c -> pools.contains(c.data.getPool())).toList();
    return Explainer.count(there) >= OF_CLUSTER * Explainer.count(cells);
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
}

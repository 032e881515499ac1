package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.KeyKind;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose failures they are. One trouble with a machine shows as a reset here and a time-out there,
 * so causes that differ may be one; but not where other machines served what failed. Where nothing
 * names machines the routes speak for them: a trouble that shows in two ways shows in both on each.
 */
final class Machines {

  /** Chance below which causes that part by routes are two troubles. */
  private static final double LUCK = 0.05;

  /** Kinds of keys that are machines, or machines that stand in for each other. */
  private static final Set<KeyKind> MACHINES =
      EnumSet.of(KeyKind.UPSTREAM, KeyKind.POOL, KeyKind.INSTANCE, KeyKind.ORIGIN);

  private Machines() {}

  /** True when nothing speaks against an incident having caused a failure that fits otherwise. */
  static boolean mayBeOf(Board board, Incident incident, Cell cell) {
    return sameStory(incident, cell)
        || !others(board, incident, cell)
            && (shared(incident, cell) || Kin.onRoutes(incident.state(), cell));
  }

  /**
   * The same of a cluster: a few of its failures may be on routes that the incident has not met.
   */
  static boolean mayBeOf(Board board, Incident incident, Collection<Cell> cells, long now) {
    List<Cell> strange = cells.stream().filter(cell -> !sameStory(incident, cell)).toList();
    return strange.stream().noneMatch(cell -> others(board, incident, cell))
        && (strange.stream().allMatch(cell -> shared(incident, cell))
            || !partByRoutes(board, incident, strange, now));
  }

  /**
   * True when all failures are of one machine that does not do its part, whatever it is asked for,
   * and whose successes no log shows. What went well on their paths another member may have served,
   * so it does not tell of a second beginning.
   */
  static boolean sameUnseen(Board board, Incident incident, Collection<Cell> cells) {
    List<String> upstreams = incident.state().getUpstreams();
    if (upstreams.size() != 1 || Causes.ofContent(incident.cause())) {
      return false;
    }
    KeyId machine = KeyId.of(KeyKind.UPSTREAM, upstreams.get(0));
    return !board.measure(machine).equals(machine)
        && cells.stream()
            .allMatch(cell -> cell.cause() == incident.cause() && cell.keys.contains(machine));
  }

  private static boolean sameStory(Incident incident, Cell cell) {
    return cell.cause() == incident.cause() || incident.followsFrom(cell);
  }

  private static boolean shared(Incident incident, Cell cell) {
    IncidentState state = incident.state();
    return state.getPools().contains(cell.data.getPool())
        || state.getUpstreams().contains(cell.data.getUpstream())
        || incident.keys().stream()
            .anyMatch(key -> MACHINES.contains(key.kind()) && cell.keys.contains(key));
  }

  /** True when other machines than the incident's served all of a cluster. */
  static boolean others(Board board, Incident incident, Collection<Cell> cells) {
    return cells.stream().allMatch(cell -> others(board, incident, cell));
  }

  private static boolean others(Board board, Incident incident, Cell cell) {
    if (shared(incident, cell)) {
      return false;
    }
    IncidentState state = incident.state();
    String pool = cell.data.getPool();
    Set<String> its = upstreams(board, state.getUpstreams(), state.getPaths());
    Set<String> these =
        upstreams(board, List.of(cell.data.getUpstream()), List.of(cell.data.getPath()));
    boolean apart = !its.isEmpty() && !these.isEmpty() && its.stream().noneMatch(these::contains);
    return apart || !pool.isEmpty() && !state.getPools().isEmpty();
  }

  /** Those that are named, and those that are known to serve the paths. */
  private static Set<String> upstreams(Board board, List<String> named, List<String> paths) {
    return Stream.concat(
            named.stream().filter(name -> !name.isEmpty()),
            paths.stream().flatMap(path -> board.histories().upstreamsOf(path).stream()))
        .collect(Collectors.toSet());
  }

  /**
   * True when the incident's own cause shows so seldom on the cluster's routes that no chance
   * explains it, if each failure showed in either way wherever it happened, by the share of either
   * in the incident and the cluster together. The first failure on a route is why it is looked at,
   * and proves nothing.
   */
  private static boolean partByRoutes(Board board, Incident incident, List<Cell> cells, long now) {
    Set<String> routes = cells.stream().map(Machines::route).collect(Collectors.toSet());
    Set<Cause> causes = cells.stream().map(Cell::cause).collect(Collectors.toSet());
    List<Cell> claimed = Rekeying.owned(board, incident, now);
    List<Cell> own = claimed.stream().filter(cell -> cell.cause() == incident.cause()).toList();
    long here = Explainer.count(own.stream().filter(cell -> routes.contains(route(cell))).toList());
    long there =
        Explainer.count(claimed.stream().filter(cell -> causes.contains(cell.cause())).toList());
    long other = Explainer.count(cells);
    double share = (double) (other + there) / (Explainer.count(own) + other + there);
    long given = routes.size();
    return Significance.tail(other - given, other + here - given, share) <= LUCK;
  }

  private static String route(Cell cell) {
    return Kin.route(cell.data.getPath());
  }
}

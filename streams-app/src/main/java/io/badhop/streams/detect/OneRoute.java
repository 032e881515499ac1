package io.badhop.streams.detect;

import io.badhop.schemas.event.KeyKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Two members of a pool that fail at one and the same route, of which one is seen to do the rest of
 * its work well meanwhile: the fault is the route's, and which member the first failures met was
 * luck. A machine that is broken is so whatever it is asked for. Should the other member fail at
 * more than that, this is a cluster of its own.
 */
final class OneRoute {

  private final Board board;
  private final Explainer explainer;
  private final long now;

  OneRoute(Board board, Explainer explainer, long now) {
    this.board = board;
    this.explainer = explainer;
    this.now = now;
  }

  /**
   * The route as the key of an incident on one member and a cluster on others; empty when the two
   * are not seen to be one.
   *
   * @param cells failures of the cluster, of one cause; not empty
   */
  Optional<Explanation> of(Incident incident, Explanation found, Collection<Cell> cells) {
    if (!comparable(incident.key(), found.key())
        || incident.cause() != cells.iterator().next().cause()) {
      return Optional.empty();
    }
    List<Cell> its = under(incident.key(), Rekeying.owned(board, incident, now));
    List<Cell> these = under(found.key(), cells);
    List<Cell> both = Stream.concat(its.stream(), these.stream()).toList();
    boolean one =
        !its.isEmpty()
            && sameRoute(both)
            && !Kin.otherMachines(incident.state(), these)
            && (onMember(incident.key())
                || elsewhereWell(incident.key(), its)
                || elsewhereWell(found.key(), these));
    return one ? Optional.of(key(both)) : Optional.empty();
  }

  private static boolean comparable(KeyId its, KeyId other) {
    boolean toRoute = onMember(its) && (other.kind() == KeyKind.PATH || member(other));
    return (toRoute || member(its) && member(other)) && !its.equals(other);
  }

  /** A path on one of the members that serve it: the member does well otherwise. */
  private static boolean onMember(KeyId key) {
    return key.pair() && key.kind() == KeyKind.PATH;
  }

  private static boolean member(KeyId key) {
    return key.kind() == KeyKind.UPSTREAM && !key.pair();
  }

  private static List<Cell> under(KeyId key, Collection<Cell> cells) {
    return cells.stream().filter(cell -> cell.keys.contains(key)).toList();
  }

  /** An empty path is unknown. Of two hosts the front page is no route: each has its own. */
  private static boolean sameRoute(List<Cell> cells) {
    Set<String> paths = cells.stream().map(cell -> cell.data.getPath()).collect(Collectors.toSet());
    Set<String> routes = paths.stream().map(Kin::route).collect(Collectors.toSet());
    return routes.size() == 1
        && !routes.contains("")
        && (paths.size() == 1 || !routes.contains("/"));
  }

  /** True when a member's other work went so well meanwhile that a broken machine is ruled out. */
  private boolean elsewhereWell(KeyId member, List<Cell> cells) {
    long since = cells.stream().mapToLong(cell -> cell.slot).min().orElse(now);
    long onRoute =
        cells.stream()
            .map(cell -> cell.data.getPath())
            .distinct()
            .mapToLong(path -> board.exchanges(Beginnings.on(path, member), since, now))
            .sum();
    long elsewhere = board.exchanges(member, since, now) - onRoute;
    return Beginnings.luck(elsewhere, Explainer.count(cells), onRoute) < Beginnings.LUCK;
  }

  /** The path that failed most often; the same route under other hosts is gathered. */
  private Explanation key(List<Cell> both) {
    Map<String, Long> failed = new TreeMap<>();
    both.forEach(cell -> failed.merge(cell.data.getPath(), cell.count(), Long::sum));
    List<Explanation> paths =
        failed.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(entry -> explainer.of(KeyId.of(KeyKind.PATH, entry.getKey()), both, now))
            .toList();
    Explanation most = paths.get(0);
    return new Explanation(
        most.key(),
        paths.stream().skip(1).map(Explanation::key).toList(),
        List.of(),
        most.since(),
        most.failed(),
        most.total(),
        most.coverage());
  }
}

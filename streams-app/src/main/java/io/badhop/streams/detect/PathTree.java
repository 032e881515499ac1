package io.badhop.streams.detect;

import io.badhop.schemas.event.PathState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Paths as one view of one site has met them, and what it has learned to take for a parameter: a
 * place at which segments keep coming that come only once (slugs, names of users), or more of them
 * than anybody has routes. There the segments that come often stay, and all others become {@code
 * {*}}. A fold holds from the next bucket on and is never taken back while the place is in use.
 *
 * <p>The tree is bounded. A path that finds no room in it counts as {@code {other}}.
 */
final class PathTree {

  static final String OTHER = "{other}";

  /**
   * Of a set of R routes that are used alike, at most R / e have come exactly once at any time (N
   * e^(-N/R) is greatest at N = R). So a set of up to some 270 routes is not taken for slugs, and
   * one of 100 never.
   */
  private static final int ONCE = 100;

  private static final int WIDTH = 500;

  /** Hosts are folded when there are very many only: many customers have a host each. */
  private static final int HOSTS = 1_000;

  /** Segments that stay at a fold are the most used, and those that came three times at least. */
  private static final int KEPT = 100;

  private static final int KEEP_FROM = 3;

  /** What was not seen for an hour is forgotten. */
  private static final long MEMORY = 6L * Board.WINDOW;

  private static final Comparator<PathNode> TOP_DOWN =
      Comparator.comparingInt((PathNode node) -> node.depth).thenComparing(node -> node.path);

  private static final Comparator<PathNode> MOST_USED =
      Comparator.comparingLong((PathNode node) -> -node.count).thenComparing(node -> node.segment);

  private static final Comparator<Map.Entry<String, Long>> MOST_USED_PATH =
      Comparator.comparingLong((Map.Entry<String, Long> entry) -> -entry.getValue())
          .thenComparing(Map.Entry::getKey);

  private final int most;
  private final Set<String> given;
  private final PathNode root = new PathNode(null, "", 0);
  private final Map<String, PathNode> known = new HashMap<>();
  private final TreeSet<PathNode> crowded = new TreeSet<>(TOP_DOWN);
  private int size;

  /**
   * @param most nodes to be remembered
   * @param given templates that users gave, without host: these stay as they are
   */
  PathTree(int most, Set<String> given) {
    this.most = most;
    this.given = given;
  }

  int size() {
    return size;
  }

  /**
   * Counts the paths of one bucket.
   *
   * @param exchanges by path
   * @return how many exchanges found no room
   */
  long learn(Map<String, Long> exchanges, long slot) {
    List<Map.Entry<String, Long>> fresh = new ArrayList<>();
    exchanges.forEach(
        (path, count) -> {
          PathNode node = known.get(path);
          if (node == null) {
            fresh.add(Map.entry(path, count));
          } else {
            pass(node, count, slot);
          }
        });
    // Which of those that are new find room must not depend on the order that they came in.
    fresh.sort(MOST_USED_PATH);
    long left = 0;
    for (Map.Entry<String, Long> entry : fresh) {
      PathNode node = place(entry.getKey(), slot);
      if (node == null) {
        left += entry.getValue();
      } else {
        remember(entry.getKey(), node);
        pass(node, entry.getValue(), slot);
      }
    }
    return left;
  }

  private void remember(String path, PathNode node) {
    if (known.size() >= 2 * most) {
      known.clear();
    }
    known.put(path, node);
  }

  private void pass(PathNode leaf, long count, long slot) {
    for (PathNode node = leaf; node.parent != null; node = node.parent) {
      node.pass(count, slot);
      crowd(node.parent);
    }
  }

  private void crowd(PathNode node) {
    if (tooMany(node)) {
      crowded.add(node);
    }
  }

  private boolean tooMany(PathNode node) {
    int width = node == root ? HOSTS : WIDTH;
    return !node.open && (node.width() > width || node != root && node.once() > ONCE);
  }

  /** Null when there is no room. */
  private PathNode place(String path, long slot) {
    boolean fixed = isGiven(path);
    PathNode at = root;
    for (int start = 0; start <= path.length(); ) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      boolean fix = fixed && at != root;
      PathNode next = step(at, path.substring(start, end), fix);
      if (next == null) {
        if (full(at)) {
          return null;
        }
        size++;
        next = at.add(at.open && !fix ? PathNode.STAR : path.substring(start, end), slot);
      }
      next.given |= fix;
      at = next;
      start = end + 1;
    }
    return at;
  }

  /** One bucket must not fill all there is before the fold comes. */
  private boolean full(PathNode at) {
    return size >= most || at.width() >= 2 * (at == root ? HOSTS : WIDTH);
  }

  private static PathNode step(PathNode at, String segment, boolean given) {
    PathNode next = at.child(segment);
    return next == null && at.open && !given ? at.child(PathNode.STAR) : next;
  }

  private boolean isGiven(String path) {
    int slash = path.indexOf('/');
    return slash >= 0 && !given.isEmpty() && given.contains(path.substring(slash));
  }

  /** What a path counts as; of one that was not learned, what it would count as were there room. */
  String of(String path) {
    PathNode node = known.get(path);
    return node == null ? search(path) : node.path;
  }

  private String search(String path) {
    boolean fixed = isGiven(path);
    PathNode at = root;
    for (int start = 0; start <= path.length(); ) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      PathNode next = step(at, path.substring(start, end), fixed && at != root);
      if (next == null) {
        return unknown(at, path, start);
      }
      at = next;
      start = end + 1;
    }
    return at.path;
  }

  private String unknown(PathNode at, String path, int start) {
    if (full(at)) {
      return OTHER;
    }
    return at == root ? path : at.path + '/' + path.substring(start);
  }

  /** What a host counts as. */
  String host(String host) {
    return host.isEmpty() ? host : search(host);
  }

  boolean crowded() {
    return !crowded.isEmpty();
  }

  /**
   * Folds what has become too many.
   *
   * @param pinned paths and hosts that incidents are keyed by: their segments stay
   * @return number of places folded
   */
  int fold(Set<String> pinned) {
    int folds = 0;
    while (!crowded.isEmpty()) {
      PathNode node = crowded.pollFirst();
      // Within a bucket it may have been too many for a moment, depending on the order.
      if (tooMany(node) && node.attached()) {
        foldAt(node, pinned);
        folds++;
      }
    }
    if (folds > 0) {
      known.clear();
    }
    return folds;
  }

  private void foldAt(PathNode node, Set<String> pinned) {
    node.open = true;
    List<PathNode> loose = new ArrayList<>();
    Set<String> stay = below(node, pinned);
    for (PathNode child : node.children()) {
      if (child.foldable() && !stay.contains(child.segment)) {
        loose.add(child);
      }
    }
    loose.sort(MOST_USED);
    for (int i = 0; i < loose.size(); i++) {
      if (i >= KEPT || loose.get(i).count < KEEP_FROM) {
        node.remove(loose.get(i));
        size--;
        absorb(node, PathNode.STAR, loose.get(i));
      }
    }
  }

  /** Segments right below a node on the way to something pinned. */
  private Set<String> below(PathNode node, Set<String> pinned) {
    String prefix = node == root ? "" : node.path + '/';
    Set<String> segments = new HashSet<>();
    for (String path : pinned) {
      if (path.startsWith(prefix)) {
        int slash = path.indexOf('/', prefix.length());
        segments.add(path.substring(prefix.length(), slash < 0 ? path.length() : slash));
      }
    }
    return segments;
  }

  /** Adds a subtree to a child, which is made when there is none. */
  private void absorb(PathNode parent, String segment, PathNode other) {
    PathNode node = parent.child(segment);
    if (node == null) {
      size++;
      node = parent.add(segment, other.seen);
    }
    node.open |= other.open;
    node.given |= other.given;
    if (other.count > 0) {
      node.pass(other.count, other.seen);
    }
    for (PathNode child : other.children()) {
      size--;
      boolean literal = !node.open || !child.foldable() || node.child(child.segment) != null;
      absorb(node, literal ? child.segment : PathNode.STAR, child);
    }
    crowd(node);
  }

  /** Forgets what was not seen for an hour and is not pinned. */
  void forget(long slot, Set<String> pinned) {
    forget(root, slot - MEMORY, pinned);
    known.clear();
  }

  private void forget(PathNode node, long before, Set<String> pinned) {
    Set<String> stay = below(node, pinned);
    for (PathNode child : node.children()) {
      if (child.seen < before && !stay.contains(child.segment)) {
        node.remove(child);
        drop(child);
      } else {
        forget(child, before, pinned);
      }
    }
  }

  private void drop(PathNode node) {
    size--;
    node.children().forEach(this::drop);
  }

  /** Depth first, in order of segments. */
  List<PathState> state() {
    List<PathState> states = new ArrayList<>();
    states.add(new PathState(0, "", 0L, 0L, root.open, false));
    root.children().forEach(child -> save(child, states));
    return states;
  }

  private static void save(PathNode node, List<PathState> states) {
    states.add(
        new PathState(node.depth, node.segment, node.count, node.seen, node.open, node.given));
    node.children().forEach(child -> save(child, states));
  }

  /** Takes in what {@link #state()} gave; this is empty before. */
  void restore(List<PathState> states) {
    List<PathNode> way = new ArrayList<>(List.of(root));
    for (PathState saved : states) {
      PathNode node = root;
      if (saved.getDepth() > 0) {
        way.subList(saved.getDepth(), way.size()).clear();
        node = way.get(saved.getDepth() - 1).add(saved.getSegment(), saved.getSeen());
        node.pass(saved.getCount(), saved.getSeen());
        way.add(node);
        size++;
      }
      node.open = saved.getOpen();
      node.given = saved.getGiven();
    }
  }
}

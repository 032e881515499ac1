package io.badhop.streams.detect;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** A segment of paths and what follows it. */
final class PathNode {

  /** Stands for all segments that were folded. */
  static final String STAR = "{*}";

  /** What stage 1 makes of segments by itself. */
  private static final Set<String> MADE = Set.of(STAR, "{id}", "{date}", "{token}", "...");

  final String segment;
  final PathNode parent;

  /** From the host on. */
  final String path;

  final int depth;
  private final TreeMap<String, PathNode> children = new TreeMap<>();

  /** Exchanges that passed here; those of children are among them. */
  long count;

  /** Newest slot in which one did. */
  long seen;

  /** True once children are folded: one that is not known is a {@link #STAR} from then on. */
  boolean open;

  /** True when a template that was given leads here. */
  boolean given;

  /** Children that one exchange passed, ever. */
  private int once;

  PathNode(PathNode parent, String segment, long seen) {
    this.parent = parent;
    this.segment = segment;
    this.seen = seen;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.path = depth <= 1 ? segment : parent.path + '/' + segment;
  }

  /** Null when there is none. */
  PathNode child(String name) {
    return children.get(name);
  }

  PathNode add(String name, long slot) {
    PathNode child = new PathNode(this, name, slot);
    children.put(name, child);
    return child;
  }

  void remove(PathNode child) {
    children.remove(child.segment);
    once -= child.count == 1 ? 1 : 0;
  }

  Collection<PathNode> children() {
    return List.copyOf(children.values());
  }

  int width() {
    return children.size();
  }

  int once() {
    return once;
  }

  /** Counts exchanges that passed here. */
  void pass(long exchanges, long slot) {
    long before = count;
    count += exchanges;
    seen = Math.max(seen, slot);
    if (parent != null) {
      parent.once += (count == 1 ? 1 : 0) - (before == 1 ? 1 : 0);
    }
  }

  /** True when the segment may be folded into a {@link #STAR}. */
  boolean foldable() {
    return !given && !MADE.contains(segment);
  }

  /** True while the node hangs in the tree. */
  boolean attached() {
    return parent == null || parent.children.get(segment) == this && parent.attached();
  }
}

package io.badhop.streams.summarise;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The routes that a site is said to have, compiled to a tree over segments. Of several that match a
 * path the most specific wins: at the first segment in which they differ, a literal goes before a
 * segment with more literal characters, that before one with fewer, and all of them before {@code
 * **}. Two templates that differ in the names of parameters only are one: the first in order of
 * text. No regular expressions; a match allocates nothing.
 */
public final class Routes {

  /** No routes: nothing matches. */
  public static final Routes NONE = new Routes(List.of());

  private static final Comparator<Pattern> SPECIFIC_FIRST =
      Comparator.comparingInt((Pattern pattern) -> -pattern.literals)
          .thenComparing(pattern -> String.join("\u0001", pattern.pieces));

  private final Set<String> templates = new TreeSet<>();
  private final Node root;

  private Routes(Collection<RouteTemplate> given) {
    Draft draft = new Draft();
    given.stream()
        .sorted(Comparator.comparing(RouteTemplate::text))
        .filter(template -> draft.add(template))
        .forEach(template -> templates.add(template.text()));
    root = draft.build();
  }

  /** Compiles templates, in any order. */
  public static Routes of(Collection<RouteTemplate> templates) {
    return templates.isEmpty() ? NONE : new Routes(templates);
  }

  /** The templates that can come out of a match. */
  public Set<String> templates() {
    return Set.copyOf(templates);
  }

  /** The templates of all sites, by site: stage 2 leaves these as they are. */
  public static Map<String, Set<String>> templates(Map<String, Routes> bySite) {
    Map<String, Set<String>> templates = new TreeMap<>();
    bySite.forEach((site, routes) -> templates.put(site, routes.templates()));
    return templates;
  }

  /** Whether nothing matches. */
  boolean isEmpty() {
    return templates.isEmpty();
  }

  /**
   * The template that a path falls under.
   *
   * @param path without query; a slash at its end makes no difference
   * @return null when none does
   */
  public String match(String path) {
    if (templates.isEmpty() || path.isEmpty() || path.charAt(0) != '/') {
      return null;
    }
    int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
    return root.match(path, 1, end);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Routes routes && templates.equals(routes.templates);
  }

  @Override
  public int hashCode() {
    return templates.hashCode();
  }

  @Override
  public String toString() {
    return templates.toString();
  }

  /** A segment with parameters in it. */
  private static final class Pattern {
    final String[] pieces;
    final int literals;
    final Node next;

    Pattern(List<String> pieces, Node next) {
      this.pieces = pieces.toArray(String[]::new);
      this.literals = pieces.stream().mapToInt(String::length).sum();
      this.next = next;
    }

    /** Each parameter takes as little as it can, and at least one character. */
    boolean matches(String path, int start, int end) {
      String first = pieces[0];
      String last = pieces[pieces.length - 1];
      int tail = end - last.length();
      if (!path.startsWith(first, start) || tail <= start || !path.startsWith(last, tail)) {
        return false;
      }
      int at = start + first.length();
      for (int i = 1; i < pieces.length - 1; i++) {
        int found = path.indexOf(pieces[i], at + 1);
        if (found < 0 || found + pieces[i].length() > tail) {
          return false;
        }
        at = found + pieces[i].length();
      }
      return at < tail;
    }
  }

  /** What may follow after some segments. */
  private record Node(
      String[] literals, Node[] afterLiteral, Pattern[] patterns, String here, String below) {

    String match(String path, int start, int end) {
      int slash = path.indexOf('/', start);
      int stop = slash < 0 || slash > end ? end : slash;
      int literal = find(path, start, stop);
      String found = literal < 0 ? null : after(afterLiteral[literal], path, stop, end);
      for (int i = 0; i < patterns.length && found == null; i++) {
        if (patterns[i].matches(path, start, stop)) {
          found = after(patterns[i].next, path, stop, end);
        }
      }
      return found == null && start < end ? below : found;
    }

    private static String after(Node node, String path, int stop, int end) {
      return stop == end ? node.here : node.match(path, stop + 1, end);
    }

    /** Binary search among the literals. */
    private int find(String path, int start, int end) {
      int low = 0;
      int high = literals.length - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int order = compare(literals[middle], path, start, end);
        if (order == 0) {
          return middle;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle - 1;
      }
      return -1;
    }

    private static int compare(String literal, String path, int start, int end) {
      int shared = Math.min(literal.length(), end - start);
      for (int i = 0; i < shared; i++) {
        int order = literal.charAt(i) - path.charAt(start + i);
        if (order != 0) {
          return order;
        }
      }
      return literal.length() - (end - start);
    }
  }

  /** A node while it is being filled. */
  private static final class Draft {
    private final TreeMap<String, Draft> literals = new TreeMap<>();
    private final TreeMap<String, Draft> patterns = new TreeMap<>();
    private String here;
    private String below;

    /** False when an equal one was there before. */
    boolean add(RouteTemplate template) {
      Draft draft = this;
      for (String segment : template.segments()) {
        if (segment.equals("**")) {
          boolean first = draft.below == null;
          draft.below = first ? template.text() : draft.below;
          return first;
        }
        List<String> pieces = RouteTemplate.pieces(segment);
        TreeMap<String, Draft> next = pieces.size() == 1 ? draft.literals : draft.patterns;
        draft = next.computeIfAbsent(String.join("\u0001", pieces), key -> new Draft());
      }
      boolean first = draft.here == null;
      draft.here = first ? template.text() : draft.here;
      return first;
    }

    Node build() {
      List<Pattern> built = new ArrayList<>();
      patterns.forEach(
          (key, draft) -> built.add(new Pattern(List.of(key.split("\u0001", -1)), draft.build())));
      built.sort(SPECIFIC_FIRST);
      return new Node(
          literals.keySet().toArray(String[]::new),
          literals.values().stream().map(Draft::build).toArray(Node[]::new),
          built.toArray(Pattern[]::new),
          here,
          below);
    }
  }
}

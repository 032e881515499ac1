package io.badhop.cli.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant: the known word with the least edit distance to the written one. */
public final class Nearest {

  private Nearest() {}

  /**
   * The nearest of some words, regardless of case; the first in their order where several are
   * equally near.
   *
   * @return empty when none is near enough to be meant: more than a third of the word's letters
   *     differ
   */
  public static Optional<String> of(String written, Collection<String> known) {
    return within(Math.max(2, written.length() / 3), written, known);
  }

  /** The nearest of some words that is at most so many edits away. */
  static Optional<String> within(int edits, String written, Collection<String> known) {
    String word = written.toLowerCase(Locale.ROOT);
    String best = null;
    int least = edits + 1;
    for (String candidate : known) {
      int distance = distance(word, candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** {@code ; did you mean 'x'?}, or nothing. */
  public static String hint(String written, Collection<String> known) {
    return of(written, known).map(word -> "; did you mean '" + word + "'?").orElse("");
  }

  /** Edits of one letter, swaps of neighbours among them (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, cost);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(String a, String b, int i, int j, int[][] cost) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least =
        Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}

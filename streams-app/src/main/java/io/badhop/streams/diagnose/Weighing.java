package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Weighs evidence. The strongest grade that speaks with some confidence names the candidates;
 * weaker grades choose between them, and raise or lower the confidence. They do not overrule it.
 */
final class Weighing {

  /** A grade that only whispers leaves the word to the next one. */
  private static final double AUDIBLE = 0.3;

  /** Share of the remaining doubt that an agreeing piece of full weight takes away. */
  private static final double AGREEMENT = 0.4;

  /** Share of the confidence that a contradicting piece of full weight takes away. */
  private static final double CONTRADICTION = 0.25;

  /** What one piece can make of a cause when it names another one with the same weight. */
  private static final double AMBIGUOUS = 0.59;

  private static final double CERTAIN = 0.99;
  private static final double NOTHING_KNOWN = 0.1;

  private Weighing() {}

  static Verdict judge(List<Evidence> evidence) {
    List<Evidence> sorted = new ArrayList<>(evidence);
    sorted.sort(
        Comparator.comparing(Evidence::grade)
            .thenComparing(Comparator.comparingDouble(Evidence::strength).reversed()));
    Grade deciding = deciding(sorted);
    if (deciding == null) {
      return new Verdict(
          Cause.UNKNOWN, FaultDomain.UNKNOWN, NOTHING_KNOWN, words(sorted, Cause.UNKNOWN));
    }
    Cause best = null;
    double bestScore = -1;
    for (Cause candidate : candidates(sorted, deciding)) {
      double score = score(sorted, deciding, candidate);
      if (score > bestScore) {
        best = candidate;
        bestScore = score;
      }
    }
    return new Verdict(best, domain(sorted, best), bestScore, words(sorted, best));
  }

  private static Grade deciding(List<Evidence> sorted) {
    Grade whispering = null;
    for (Evidence piece : sorted) {
      if (piece.strength() >= AUDIBLE) {
        return piece.grade();
      }
      whispering = whispering == null && piece.strength() > 0 ? piece.grade() : whispering;
    }
    return whispering;
  }

  private static Set<Cause> candidates(List<Evidence> sorted, Grade deciding) {
    Set<Cause> causes = EnumSet.noneOf(Cause.class);
    for (Evidence piece : sorted) {
      if (piece.grade() == deciding) {
        piece.votes().forEach(vote -> causes.add(vote.cause()));
      }
    }
    return causes;
  }

  private static double score(List<Evidence> sorted, Grade deciding, Cause cause) {
    Evidence main = null;
    for (Evidence piece : sorted) {
      if (piece.grade() == deciding
          && (main == null || piece.weightOf(cause) > main.weightOf(cause))) {
        main = piece;
      }
    }
    double score = main == null ? 0 : main.weightOf(cause);
    for (Evidence piece : sorted) {
      // The same thing said twice is no second proof.
      score = piece.equals(main) ? score : heard(score, piece, cause);
    }
    return Math.min(score, main == null ? 0 : ceiling(main, cause));
  }

  private static double heard(double score, Evidence piece, Cause cause) {
    double agrees = piece.weightOf(cause);
    if (agrees > 0) {
      return score + (1 - score) * AGREEMENT * agrees;
    }
    return score * (1 - CONTRADICTION * strengthAgainst(piece, cause));
  }

  /** To know nothing contradicts nothing. */
  private static double strengthAgainst(Evidence piece, Cause cause) {
    return cause == Cause.UNKNOWN || piece.weightOf(Cause.UNKNOWN) > 0 ? 0 : piece.strength();
  }

  private static double ceiling(Evidence main, Cause cause) {
    double rival = 0;
    for (Evidence.Vote vote : main.votes()) {
      rival = vote.cause() == cause ? rival : Math.max(rival, vote.weight());
    }
    double lead = Math.max(0, main.weightOf(cause) - rival);
    return rival == 0 ? CERTAIN : Math.min(CERTAIN, AMBIGUOUS + lead);
  }

  /** The hop named by the strongest piece that speaks for the cause and names one. */
  private static FaultDomain domain(List<Evidence> sorted, Cause cause) {
    boolean open = false;
    for (Evidence piece : sorted) {
      if (piece.weightOf(cause) > 0 && piece.domain() != null) {
        if (piece.domain() != FaultDomain.UNKNOWN) {
          return piece.domain();
        }
        open = true;
      }
    }
    return open ? FaultDomain.UNKNOWN : Domains.usual(cause);
  }

  /** What speaks for the cause first, then the rest, each strongest first. */
  private static List<String> words(List<Evidence> sorted, Cause cause) {
    List<String> words = new ArrayList<>();
    sorted.stream()
        .filter(piece -> piece.weightOf(cause) > 0)
        .forEach(piece -> words.add(piece.words()));
    sorted.stream()
        .filter(piece -> piece.weightOf(cause) <= 0)
        .forEach(piece -> words.add(piece.words()));
    return words;
  }
}

package io.badhop.benchmarks.judgement.judge;

import io.badhop.benchmarks.judgement.label.Case;
import io.badhop.benchmarks.judgement.label.Generated;
import io.badhop.benchmarks.judgement.label.Label;
import io.badhop.schemas.event.Escalation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds what was said against the labels, by the rules by which recorded incidents are scored:
 * found is an incident of severity MINOR or louder, opened in the label's window, with the right
 * cause or the right key; hop, cause and key are those that stood five seconds after it first was
 * loud; extra is every loud incident that no label explains, also a second one for one fault.
 */
final class Judge {

  static final long BEFORE_MS = 1_500;
  static final long GRACE_MS = 12_000;
  private static final int MOST = 12;

  private final List<Label> labels;
  private final List<Incident> pool;
  private Incident[] best;
  private long[] bestWorth;

  private Judge(List<Label> labels, List<Incident> pool) {
    this.labels = labels;
    this.pool = pool;
  }

  static Judged judge(Case one, Generated generated, List<Escalation> escalations) {
    List<Incident> loud = Incident.of(escalations);
    List<Label> expected = generated.labels().stream().filter(Label::expected).toList();
    List<Incident> pool =
        loud.stream()
            .filter(i -> expected.stream().anyMatch(l -> inWindow(i, l)))
            .limit(MOST)
            .toList();
    Judge judge = new Judge(expected, pool);
    judge.choose(new Incident[expected.size()], 0, new HashSet<>());
    List<Row> rows = new ArrayList<>();
    Set<Incident> explained = new HashSet<>();
    for (int i = 0; i < expected.size(); i++) {
      Incident chosen = judge.best[i];
      boolean found =
          chosen != null
              && inWindow(chosen, expected.get(i))
              && points(chosen, expected.get(i)) > 0;
      rows.add(found ? Row.of(expected.get(i), chosen) : Row.missed(expected.get(i)));
      if (found) {
        explained.add(chosen);
      }
    }
    for (Label label : generated.labels()) {
      if (!label.expected()) {
        loud.stream()
            .filter(i -> !explained.contains(i) && label.failed() > 0 && inWindow(i, label))
            .filter(i -> !label.causes().isEmpty())
            .findFirst()
            .ifPresent(explained::add);
      }
    }
    List<Incident> extra = loud.stream().filter(i -> !explained.contains(i)).toList();
    return new Judged(one, rows, extra, "", generated.requests());
  }

  static boolean inWindow(Incident incident, Label label) {
    return incident.at() >= label.fromMs() - BEFORE_MS - label.slackMs()
        && incident.at() <= label.toMs() + GRACE_MS + label.slackMs();
  }

  private static int points(Incident incident, Label label) {
    Escalation said = incident.judged();
    return (label.causes().contains(said.getCause()) ? 1 : 0) + (Keys.right(said, label) ? 1 : 0);
  }

  /** All ways to give each label an incident or none; the best counts. */
  private void choose(Incident[] choice, int next, Set<Incident> used) {
    if (next == choice.length) {
      long[] worth = worth(choice);
      if (best == null || Arrays.compare(worth, bestWorth) > 0) {
        best = choice.clone();
        bestWorth = worth;
      }
      return;
    }
    for (Incident incident : pool) {
      if (used.add(incident)) {
        choice[next] = incident;
        choose(choice, next + 1, used);
        used.remove(incident);
      }
    }
    choice[next] = null;
    choose(choice, next + 1, used);
  }

  /** Labels found, then what is right of them, then how early. */
  private long[] worth(Incident[] choice) {
    long[] worth = new long[3];
    for (int i = 0; i < choice.length; i++) {
      if (choice[i] == null) {
        continue;
      }
      worth[2] -= choice[i].at();
      if (inWindow(choice[i], labels.get(i))) {
        int points = points(choice[i], labels.get(i));
        boolean hop = labels.get(i).hops().contains(choice[i].judged().getFaultDomain());
        worth[0] += points > 0 ? 1 : 0;
        worth[1] += points + (hop ? 1 : 0);
      }
    }
    return worth;
  }
}

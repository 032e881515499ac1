package io.badhop.benchmarks.judgement.judge;

import io.badhop.benchmarks.judgement.label.Case;
import java.util.List;

/**
 * A case and how it fared.
 *
 * @param rows one for each label that somebody has to be told of
 * @param extra loud incidents that no label explains
 * @param error why it could not be replayed; empty when it could
 * @param requests how many requests it has
 */
record Judged(Case one, List<Row> rows, List<Incident> extra, String error, long requests) {

  /** Copies the lists. */
  Judged {
    rows = List.copyOf(rows);
    extra = List.copyOf(extra);
  }
}

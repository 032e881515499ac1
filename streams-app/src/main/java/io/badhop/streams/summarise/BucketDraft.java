package io.badhop.streams.summarise;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.SuccessCount;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.correlate.Exchange;
import io.badhop.streams.diagnose.Diagnosis;
import io.badhop.streams.diagnose.HiddenFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A bucket while it is being filled. */
final class BucketDraft {

  private final long start;
  private final Tier view;
  private final Routes routes;
  private final Map<Count, long[]> successes = new HashMap<>();
  private final Map<String, CellDraft> cells = new TreeMap<>();
  private long exchanges;
  private long staticExchanges;
  private long staticFailures;
  private long succeededOnRetry;

  BucketDraft(long start, Tier view, Routes routes) {
    this.start = start;
    this.view = view;
    this.routes = routes;
  }

  void success(Exchange exchange, Diagnosis diagnosis) {
    exchange(exchange);
    for (Count count : Words.successes(exchange, routes)) {
      successes.computeIfAbsent(count, key -> new long[1])[0]++;
    }
    succeededOnRetry += diagnosis.hidden().isEmpty() ? 0 : 1;
    for (HiddenFailure hidden : diagnosis.hidden()) {
      cell(Words.hidden(exchange, hidden, routes)).add(exchange, asDiagnosis(hidden));
    }
  }

  /** An exchange that tells of no failure of this view, and is no proof of its health either. */
  void exchange(Exchange exchange) {
    exchanges++;
    staticExchanges += Words.isStatic(exchange) ? 1 : 0;
  }

  void failure(Exchange exchange, Diagnosis diagnosis) {
    exchange(exchange);
    staticFailures += Words.isStatic(exchange) ? 1 : 0;
    cell(Words.failure(exchange, diagnosis, routes)).add(exchange, diagnosis);
  }

  private CellDraft cell(FailureCell words) {
    return cells.computeIfAbsent(words.toString(), key -> new CellDraft(words));
  }

  private static Diagnosis asDiagnosis(HiddenFailure hidden) {
    return new Diagnosis(
        true,
        true,
        hidden.faultDomain(),
        hidden.cause(),
        hidden.confidence(),
        hidden.evidence(),
        hidden.upstream(),
        hidden.pool(),
        "",
        hidden.durationUs(),
        false,
        true,
        List.of());
  }

  Bucket build() {
    List<SuccessCount> counts = new ArrayList<>(successes.size());
    successes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> counts.add(entry.getKey().of(entry.getValue()[0])));
    List<FailureCell> failures = new ArrayList<>(cells.size());
    cells.values().forEach(cell -> failures.add(cell.build()));
    return new Bucket(
        start,
        view,
        exchanges,
        staticExchanges,
        staticFailures,
        succeededOnRetry,
        counts,
        failures);
  }
}

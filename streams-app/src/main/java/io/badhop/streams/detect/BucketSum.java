package io.badhop.streams.detect;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.Pace;
import io.badhop.schemas.event.SuccessCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Parts of one bucket, added up. Adding commutes and costs what the part holds, whatever has come
 * before; the order that what is built has does not depend on the order of adding.
 */
final class BucketSum {

  private final Map<KeyId, long[]> successes = new HashMap<>();
  private final Map<CellId, CellSum> failures = new HashMap<>();
  private final Map<KeyId, TreeMap<Integer, Long>> paces = new HashMap<>();

  /** The only part so far, not yet taken apart; null when there was none or are several. */
  private Bucket only;

  private Bucket totals;

  /** Adds a part, which is not changed. */
  BucketSum add(Bucket part) {
    if (only == null && totals == null) {
      only = part;
    } else {
      spread();
      take(part);
    }
    return this;
  }

  /** Adds all that another has. */
  void add(BucketSum other) {
    if (other.only != null) {
      add(other.only);
      return;
    }
    spread();
    totals(other.totals);
    other.successes.forEach((key, count) -> count(key, count[0]));
    other.failures.forEach((id, cell) -> cell(id).add(cell));
    other.paces.forEach((key, bins) -> bins.forEach((bin, count) -> pace(key, bin, count)));
  }

  private void spread() {
    if (only != null) {
      Bucket part = only;
      only = null;
      take(part);
    }
  }

  private void take(Bucket part) {
    totals(part);
    for (SuccessCount success : part.getSuccesses()) {
      count(KeyId.of(success.getKey(), success.getAnd()), success.getCount());
    }
    for (FailureCell failure : part.getFailures()) {
      cell(CellId.of(failure)).add(failure);
    }
    for (Pace pace : part.getPaces()) {
      for (int i = 0; i < pace.getBins().size(); i++) {
        pace(KeyId.of(pace.getKey(), null), pace.getBins().get(i), pace.getCounts().get(i));
      }
    }
  }

  private void totals(Bucket part) {
    if (totals == null) {
      totals =
          new Bucket(
              part.getStart(), part.getView(), 0L, 0L, 0L, 0L, List.of(), List.of(), 0L, List.of());
    }
    totals.setExchanges(totals.getExchanges() + part.getExchanges());
    totals.setViaEdge(totals.getViaEdge() + part.getViaEdge());
    totals.setStaticExchanges(totals.getStaticExchanges() + part.getStaticExchanges());
    totals.setStaticFailures(totals.getStaticFailures() + part.getStaticFailures());
    totals.setSucceededOnRetry(totals.getSucceededOnRetry() + part.getSucceededOnRetry());
  }

  private void count(KeyId key, long count) {
    successes.computeIfAbsent(key, missing -> new long[1])[0] += count;
  }

  private void pace(KeyId key, Integer bin, Long count) {
    paces.computeIfAbsent(key, missing -> new TreeMap<>()).merge(bin, count, Long::sum);
  }

  private CellSum cell(CellId id) {
    return failures.computeIfAbsent(id, missing -> new CellSum());
  }

  /** The sum, keys and cells in order; this may go on growing. At least one part was added. */
  Bucket build() {
    if (only != null && only.getFailures().size() < 2) {
      return only;
    }
    Bucket part = only == null ? totals : only;
    return new Bucket(
        part.getStart(),
        part.getView(),
        part.getExchanges(),
        part.getStaticExchanges(),
        part.getStaticFailures(),
        part.getSucceededOnRetry(),
        only == null ? successes() : only.getSuccesses(),
        only == null ? CellSum.build(failures) : CellSum.gather(only.getFailures()),
        part.getViaEdge(),
        only == null ? paces() : only.getPaces());
  }

  private List<Pace> paces() {
    List<Pace> list = new ArrayList<>(paces.size());
    new TreeMap<>(paces)
        .forEach(
            (key, bins) ->
                list.add(
                    new Pace(
                        key.key(),
                        new ArrayList<>(bins.keySet()),
                        new ArrayList<>(bins.values()))));
    return list;
  }

  private List<SuccessCount> successes() {
    List<SuccessCount> counts = new ArrayList<>(successes.size());
    List<KeyId> keys = new ArrayList<>(successes.keySet());
    keys.sort(null);
    keys.forEach(key -> counts.add(new SuccessCount(key.key(), key.and(), successes.get(key)[0])));
    return counts;
  }
}

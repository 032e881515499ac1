package io.badhop.streams.detect;

import io.badhop.schemas.event.HistoryState;
import io.badhop.schemas.event.KeyKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The history of every key of a view. Memory is bounded by the number of keys; one beyond the bound
 * is counted under ALL only, and counted as such.
 */
final class Histories {

  private final Map<KeyId, KeyHistory> histories = new HashMap<>();
  private final Map<String, TreeSet<String>> upstreams = new HashMap<>();
  private final TreeSet<String> pools = new TreeSet<>();
  private final DetectConfig config;
  private final Stage2Counters counters;
  private int pairs;

  Histories(DetectConfig config, Stage2Counters counters) {
    this.config = config;
    this.counters = counters;
  }

  /** That of a key, made when it is new; one that nobody keeps when there is no room. */
  KeyHistory of(KeyId key) {
    KeyHistory known = histories.get(key);
    if (known != null) {
      return known;
    }
    if (full(key)) {
      counters.keysOverflowed++;
      return new KeyHistory();
    }
    KeyHistory made = new KeyHistory();
    histories.put(key, made);
    link(key);
    return made;
  }

  /** Pairs are many and tell little; they leave half of the room to single keys. */
  private boolean full(KeyId key) {
    boolean crowded = key.pair() && pairs >= config.maxKeys() / 2;
    return key.kind() != KeyKind.ALL && (crowded || histories.size() >= config.maxKeys());
  }

  /** Adds up histories under the keys that replace theirs. */
  void rename(UnaryOperator<KeyId> name) {
    List<KeyId> old = new ArrayList<>();
    for (KeyId key : histories.keySet()) {
      if (!name.apply(key).equals(key)) {
        old.add(key);
      }
    }
    // Sums of decimal numbers depend on the order.
    old.sort(null);
    for (KeyId key : old) {
      KeyHistory gone = histories.remove(key);
      unlink(key);
      of(name.apply(key)).add(gone);
    }
  }

  /** Drops keys that were not seen for long before the slot. */
  void forget(long slot) {
    List<KeyId> gone = new ArrayList<>();
    histories.forEach(
        (key, history) -> {
          if (history.forgettable(slot)) {
            gone.add(key);
          }
        });
    gone.forEach(histories::remove);
    gone.forEach(this::unlink);
  }

  private void link(KeyId key) {
    pairs += key.pair() ? 1 : 0;
    if (!key.pair() && key.kind() == KeyKind.POOL) {
      pools.add(key.value());
    }
    if (key.andKind() == KeyKind.UPSTREAM) {
      upstreams.computeIfAbsent(key.value(), path -> new TreeSet<>()).add(key.andValue());
    }
  }

  private void unlink(KeyId key) {
    pairs -= key.pair() ? 1 : 0;
    if (!key.pair() && key.kind() == KeyKind.POOL) {
      pools.remove(key.value());
    }
    TreeSet<String> known = key.andKind() == KeyKind.UPSTREAM ? upstreams.get(key.value()) : null;
    if (known != null && known.remove(key.andValue()) && known.isEmpty()) {
      upstreams.remove(key.value());
    }
  }

  /** Exchanges in the slots from..to, inclusive. */
  long exchanges(KeyId key, long from, long to) {
    KeyHistory history = histories.get(key);
    return history == null ? 0 : history.exchanges(from, to);
  }

  /** Exchanges since a slot up to six hours back. */
  long exchangesOfHours(KeyId key, long from) {
    KeyHistory history = histories.get(key);
    return history == null ? 0 : history.exchangesOfHours(from);
  }

  /** Failure ratio to be expected by the past before the last six hours. */
  double ratioBeforeHours(KeyId key) {
    KeyHistory history = histories.get(key);
    return history == null ? config.priorRatio() : history.ratioBeforeHours(config.priorRatio());
  }

  /** Exchanges that surely fell into the slots from..to, inclusive. */
  long exchangesInside(KeyId key, long from, long to) {
    KeyHistory history = histories.get(key);
    return history == null ? 0 : history.exchangesInside(from, to);
  }

  /** All exchanges of the 10 s that begin at the slot. */
  long coarseExchanges(long slot) {
    KeyHistory history = histories.get(KeyId.ALL);
    return history == null ? 0 : history.coarseExchanges(slot);
  }

  double expectedRatio(KeyId key) {
    KeyHistory history = histories.get(key);
    return history == null ? config.priorRatio() : history.expectedRatio(config.priorRatio());
  }

  double baselineRatio(KeyId key) {
    KeyHistory history = histories.get(key);
    return history == null ? 0 : history.baselineRatio();
  }

  int size() {
    return histories.size();
  }

  /** Pools that have been seen, in order. */
  Collection<String> pools() {
    return pools;
  }

  /** Upstreams that a path has been seen on, in order. */
  Collection<String> upstreamsOf(String path) {
    return upstreams.getOrDefault(path, new TreeSet<>());
  }

  List<HistoryState> state() {
    List<HistoryState> keys = new ArrayList<>();
    new TreeMap<>(histories).forEach((id, history) -> keys.add(history.state(id)));
    return keys;
  }

  void restore(List<HistoryState> saved) {
    for (HistoryState each : saved) {
      KeyId key = KeyId.of(each.getKey(), each.getAnd());
      histories.put(key, KeyHistory.restore(each));
      link(key);
    }
  }
}

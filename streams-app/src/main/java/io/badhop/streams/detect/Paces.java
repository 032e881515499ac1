package io.badhop.streams.detect;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Pace;
import io.badhop.schemas.event.PaceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which upstreams of a view answer late: what foreshadows time-outs. Memory is bounded by the
 * number of upstreams; further ones are not watched, and counted as such.
 */
final class Paces {

  private static final int MAX_UPSTREAMS = 1_000;

  /** Slow in two judgements in a row, that is for five seconds and more. */
  private static final int LASTING = 2;

  private final TreeMap<KeyId, PaceHistory> histories = new TreeMap<>();
  private final DetectConfig config;
  private final Stage2Counters counters;

  Paces(DetectConfig config, Stage2Counters counters) {
    this.config = config;
    this.counters = counters;
  }

  void learn(long slot, Bucket bucket) {
    for (Pace pace : bucket.getPaces()) {
      KeyId key = KeyId.of(pace.getKey(), null);
      // A pause may have been passed over without a judgement.
      histories.computeIfPresent(key, (at, past) -> past.forgettable(slot) ? null : past);
      PaceHistory known = histories.get(key);
      if (known == null && histories.size() >= MAX_UPSTREAMS) {
        counters.keysOverflowed++;
        continue;
      }
      if (known == null) {
        known = new PaceHistory();
        histories.put(key, known);
      }
      known.add(slot, pace);
    }
  }

  /** True while the mere passing of time changes nothing but what is remembered. */
  boolean still() {
    return histories.values().stream().allMatch(PaceHistory::still);
  }

  /** First slot in which something is forgotten, if nothing comes. */
  long nextForgetting() {
    return histories.values().stream()
        .mapToLong(PaceHistory::forgottenAt)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** True at the end of a stretch, when all have been judged anew. */
  boolean judge(long slot) {
    if (slot % PaceHistory.STRETCH != PaceHistory.STRETCH - 1) {
      return false;
    }
    double limit = config.significance() / Math.max(1, histories.size());
    histories.values().forEach(history -> history.judge(slot, limit));
    histories.values().removeIf(history -> history.forgettable(slot));
    return true;
  }

  /** Those that have been slow for long enough to say so, in order. */
  List<KeyId> slow() {
    List<KeyId> slow = new ArrayList<>();
    histories.forEach(
        (key, history) -> {
          if (history.slow() >= LASTING) {
            slow.add(key);
          }
        });
    return slow;
  }

  /** True while none of them is slow at all. */
  boolean well() {
    return histories.values().stream().allMatch(history -> history.slow() == 0);
  }

  /** How slow an upstream is, in words; empty when it is not. */
  String words(String upstream) {
    for (Map.Entry<KeyId, PaceHistory> entry : histories.entrySet()) {
      boolean named =
          entry.getKey().kind() != KeyKind.ALL && entry.getKey().value().equals(upstream);
      if (named && entry.getValue().slow() >= LASTING) {
        return words(entry.getKey(), entry.getValue());
      }
    }
    return "";
  }

  private static String words(KeyId key, PaceHistory history) {
    return String.format(
        Locale.ROOT,
        "%s answers late: half of its answers that went well took more than %s, usually less than"
            + " %s",
        key.value(),
        time(history.medianUs() / 2),
        time(history.usualUs()));
  }

  private static String time(long micros) {
    return micros < 1_000_000
        ? String.format(Locale.ROOT, "%.0f ms", micros / 1e3)
        : String.format(Locale.ROOT, "%.1f s", micros / 1e6);
  }

  List<PaceState> state() {
    List<PaceState> states = new ArrayList<>();
    histories.forEach((key, history) -> states.add(history.state(key)));
    return states;
  }

  void restore(List<PaceState> saved) {
    saved.forEach(each -> histories.put(KeyId.of(each.getKey(), null), PaceHistory.restore(each)));
  }
}

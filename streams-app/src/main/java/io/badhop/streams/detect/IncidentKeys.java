package io.badhop.streams.detect;

import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.Key;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an incident is keyed by, what it gathers besides, and what lies inside. */
final class IncidentKeys {

  /** One dead upstream behind forty paths has forty lines inside. */
  private static final int MAX_LINES = 50;

  private final IncidentState state;
  private Set<KeyId> own = new HashSet<>();

  IncidentKeys(IncidentState state) {
    this.state = state;
    index();
  }

  KeyId key() {
    return KeyId.of(state.getKey(), state.getKeyAnd());
  }

  Set<KeyId> own() {
    return own;
  }

  List<Key> lines() {
    List<Key> lines = new ArrayList<>(state.getExplains());
    state.getInner().stream().filter(key -> !lines.contains(key)).forEach(lines::add);
    lines.remove(state.getKey());
    return lines.size() > MAX_LINES ? new ArrayList<>(lines.subList(0, MAX_LINES)) : lines;
  }

  /**
   * Takes another key. Former keys of its kind are kept besides: of two paths that fail in turn the
   * one that failed last explains more for a while, and the other is still the same trouble.
   */
  void rekey(Explanation found) {
    List<KeyId> besides = new ArrayList<>(found.besides());
    if (state.getPublished() > 0) {
      own.stream().filter(key -> sibling(key, found)).sorted().forEach(besides::add);
    }
    state.setKey(found.key().key());
    state.setKeyAnd(found.key().and());
    state.setExplains(single(besides));
    state.setInner(single(found.inner()));
    index();
  }

  private static boolean sibling(KeyId key, Explanation found) {
    return !key.pair()
        && !found.key().pair()
        && key.kind() == found.key().kind()
        && !key.equals(found.key());
  }

  void gather(Explanation found) {
    List<KeyId> besides = keyed(state.getExplains());
    if (!found.key().equals(key())) {
      besides.add(found.key());
    }
    besides.addAll(found.besides());
    List<KeyId> inner = keyed(state.getInner());
    inner.addAll(found.inner());
    besides.remove(key());
    inner.remove(key());
    state.setExplains(single(besides));
    state.setInner(single(inner));
    index();
  }

  private static List<KeyId> keyed(List<Key> keys) {
    return new ArrayList<>(keys.stream().map(key -> KeyId.of(key, null)).toList());
  }

  private static List<Key> single(List<KeyId> keys) {
    return new ArrayList<>(
        keys.stream()
            .filter(key -> !key.pair())
            .distinct()
            .limit(MAX_LINES)
            .map(KeyId::key)
            .toList());
  }

  private void index() {
    own = new HashSet<>();
    own.add(key());
    state.getExplains().forEach(key -> own.add(KeyId.of(key, null)));
  }
}

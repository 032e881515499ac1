package io.badhop.streams.detect;

import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A key, or a pair of keys, under which failures are counted.
 *
 * @param kind kind of the first key
 * @param value its value
 * @param andKind kind of the second key; null for a single one
 * @param andValue its value; empty for a single one
 */
record KeyId(KeyKind kind, String value, KeyKind andKind, String andValue)
    implements Comparable<KeyId> {

  static final KeyId ALL = of(KeyKind.ALL, "*");

  private static final Comparator<KeyId> ORDER =
      Comparator.comparing(KeyId::kind)
          .thenComparing(KeyId::value)
          .thenComparing(KeyId::andKind, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(KeyId::andValue);

  static KeyId of(KeyKind kind, String value) {
    return new KeyId(kind, value, null, "");
  }

  static KeyId of(Key key, Key and) {
    return and == null
        ? of(key.getKind(), key.getValue())
        : new KeyId(key.getKind(), key.getValue(), and.getKind(), and.getValue());
  }

  boolean pair() {
    return andKind != null;
  }

  Key key() {
    return new Key(kind, value);
  }

  Key and() {
    return pair() ? new Key(andKind, andValue) : null;
  }

  @Override
  public int compareTo(KeyId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return pair() ? kind + " " + value + " on " + andKind + " " + andValue : kind + " " + value;
  }

  /**
   * All keys that a failed cell counts under. A hidden failure is one of an upstream only: its user
   * saw none.
   */
  static List<KeyId> of(FailureCell cell) {
    List<KeyId> keys = new ArrayList<>(10);
    String upstream = cell.getUpstream();
    if (!cell.getHidden()) {
      keys.add(ALL);
      add(keys, KeyKind.PATH, cell.getPath());
      add(keys, KeyKind.HOST, cell.getHost());
      add(keys, KeyKind.PROXY, cell.getProxy());
      add(keys, KeyKind.ORIGIN, cell.getOrigin());
      add(keys, KeyKind.EDGE_LOCATION, cell.getEdgeLocation());
      if (!upstream.isEmpty() && !cell.getPath().isEmpty()) {
        keys.add(new KeyId(KeyKind.PATH, cell.getPath(), KeyKind.UPSTREAM, upstream));
      }
    }
    add(keys, KeyKind.UPSTREAM, upstream);
    add(keys, KeyKind.POOL, cell.getPool());
    if (!cell.getInstance().equals(upstream)) {
      add(keys, KeyKind.INSTANCE, cell.getInstance());
    }
    return List.copyOf(keys);
  }

  private static void add(List<KeyId> keys, KeyKind kind, String value) {
    if (!value.isEmpty()) {
      keys.add(of(kind, value));
    }
  }
}

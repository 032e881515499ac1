package io.badhop.streams.detect;

import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A key, or a pair of keys, under which failures are counted. Looked up all the time: the hash is
 * computed once.
 */
final class KeyId implements Comparable<KeyId> {

  static final KeyId ALL = of(KeyKind.ALL, "*");

  private final KeyKind kind;
  private final String value;
  private final KeyKind andKind;
  private final String andValue;
  private final int hash;

  /**
   * @param kind kind of the first key
   * @param value its value
   * @param andKind kind of the second key; null for a single one
   * @param andValue its value; empty for a single one
   */
  KeyId(KeyKind kind, String value, KeyKind andKind, String andValue) {
    this.kind = kind;
    this.value = value;
    this.andKind = andKind;
    this.andValue = andValue;
    int and = andKind == null ? 0 : 31 * andValue.hashCode() + andKind.ordinal() + 1;
    hash = 31 * (31 * value.hashCode() + kind.ordinal()) + and;
  }

  KeyKind kind() {
    return kind;
  }

  String value() {
    return value;
  }

  KeyKind andKind() {
    return andKind;
  }

  String andValue() {
    return andValue;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof KeyId id
            && hash == id.hash
            && kind == id.kind
            && andKind == id.andKind
            && value.equals(id.value)
            && andValue.equals(id.andValue);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public int compareTo(KeyId other) {
    int order = kind.compareTo(other.kind);
    order = order != 0 ? order : value.compareTo(other.value);
    if (order != 0 || andKind == other.andKind) {
      return order != 0 ? order : andValue.compareTo(other.andValue);
    }
    return andKind == null ? -1 : other.andKind == null ? 1 : andKind.compareTo(other.andKind);
  }

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
  public String toString() {
    return pair() ? kind + " " + value + " on " + andKind + " " + andValue : kind + " " + value;
  }

  /**
   * All keys that a failed cell counts under. A hidden failure is one of an upstream only: its user
   * saw none. A request that fails on one member after the other is a failure of each.
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
    cell.getTriedBefore().forEach(tried -> add(keys, KeyKind.UPSTREAM, tried));
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

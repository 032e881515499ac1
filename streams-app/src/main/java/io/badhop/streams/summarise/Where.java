package io.badhop.streams.summarise;

import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.List;

/**
 * Where exchanges that did not fail went: all that they are counted under. Exchanges of a bucket
 * are counted by this first, and under its keys once for all.
 */
final class Where {

  /** Among the places of its book, from 0 up. */
  final int number;

  final int hash;
  private final Tier view;
  private final String path;
  private final String host;
  private final String at;
  private final String through;
  private final String upstream;

  /** Numbers of its counts in its book. */
  final int[] counts;

  Where(int number, int hash, String path, Sought sought, Numbering numbering) {
    this.number = number;
    this.hash = hash;
    this.view = sought.view;
    this.path = path;
    this.host = sought.host;
    this.at = sought.at;
    this.through = sought.through;
    this.upstream = sought.upstream;
    this.counts = keys().stream().mapToInt(numbering::of).toArray();
  }

  /** Gives counts their numbers. */
  interface Numbering {
    int of(Count count);
  }

  /** What is looked for, in one object that is used again. */
  static final class Sought {
    Tier view;

    /** Host and path template. */
    final StringBuilder path = new StringBuilder(256);

    /** Host header. */
    String host;

    /** The origin's address, the proxy's name or the application's instance; empty if unknown. */
    String at;

    /** The edge location or the pool; empty when not known. */
    String through;

    /** The upstream's address when it is not the pool's name; else empty. */
    String upstream;

    int hash() {
      int hash = view.ordinal();
      for (int i = 0; i < path.length(); i++) {
        hash = 31 * hash + path.charAt(i);
      }
      hash = 31 * hash + at.hashCode();
      hash = 31 * hash + through.hashCode();
      hash = 31 * hash + upstream.hashCode();
      return hash ^ hash >>> 15;
    }
  }

  boolean is(Sought sought) {
    return view == sought.view
        && upstream.equals(sought.upstream)
        && path.contentEquals(sought.path)
        && host.equals(sought.host)
        && at.equals(sought.at)
        && through.equals(sought.through);
  }

  private List<Count> keys() {
    List<Count> keys = new ArrayList<>(6);
    add(keys, KeyKind.PATH, path);
    add(keys, KeyKind.HOST, host);
    switch (view) {
      case EDGE -> {
        add(keys, KeyKind.ORIGIN, at);
        add(keys, KeyKind.EDGE_LOCATION, through);
      }
      case PROXY -> {
        add(keys, KeyKind.PROXY, at);
        add(keys, KeyKind.POOL, through);
        if (!upstream.isEmpty()) {
          add(keys, KeyKind.UPSTREAM, upstream);
          keys.add(Count.ofPair(KeyKind.PATH, path, KeyKind.UPSTREAM, upstream));
        }
      }
      case APP -> add(keys, KeyKind.INSTANCE, at);
    }
    return keys;
  }

  private static void add(List<Count> keys, KeyKind kind, String value) {
    if (!value.isEmpty()) {
      keys.add(Count.of(kind, value));
    }
  }
}

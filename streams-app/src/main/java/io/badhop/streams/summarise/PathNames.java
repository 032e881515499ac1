package io.badhop.streams.summarise;

import io.badhop.schemas.event.KeyKind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers of the templates of paths. The template of a path whose template is known is found
 * without making an object of it.
 */
final class PathNames {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /**
   * A host and a template.
   *
   * @param number its own
   * @param name number of its text, which is another's too where texts are cut
   */
  private record Known(int hash, String host, byte[] template, int number, int name) {}

  private final Routes routes;
  private final Names names = new Names(KeyKind.PATH);
  private final List<Known> all = new ArrayList<>();
  private Known[] table = new Known[256];
  private byte[] template = new byte[PathTemplates.MAX_LENGTH];
  private int length;

  PathNames(Routes routes) {
    this.routes = routes;
  }

  /** The templates with their hosts, as keys. */
  Names names() {
    return names;
  }

  /** Host and template by the number that {@link #of} gave. */
  int name(int number) {
    return all.get(number).name;
  }

  String host(int number) {
    return all.get(number).host;
  }

  int size() {
    return all.size();
  }

  int of(String host, String path) {
    seek(path);
    int hash = hash(host);
    int slot = hash & table.length - 1;
    while (table[slot] != null) {
      Known known = table[slot];
      if (known.hash == hash
          && Arrays.equals(known.template, 0, known.template.length, template, 0, length)
          && known.host.equals(host)) {
        return known.number;
      }
      slot = slot + 1 & table.length - 1;
    }
    int name = names.of(Words.path(host, path, routes));
    add(slot, new Known(hash, host, Arrays.copyOf(template, length), all.size(), name));
    return all.size() - 1;
  }

  private void seek(String path) {
    String given = routes.match(path);
    if (given == null) {
      length = PathTemplates.of(path.getBytes(StandardCharsets.UTF_8), template);
      return;
    }
    byte[] bytes = given.getBytes(StandardCharsets.UTF_8);
    template = bytes.length > template.length ? new byte[bytes.length] : template;
    System.arraycopy(bytes, 0, template, 0, bytes.length);
    length = bytes.length;
  }

  private int hash(String host) {
    long hash = host.hashCode();
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      hash = mix(hash ^ (long) LONG.get(template, at));
    }
    for (; at < length; at++) {
      hash = hash << 8 ^ template[at];
    }
    return (int) mix(hash + length);
  }

  /** Half of SplitMix64's finisher: names that differ in a digit must not be neighbours. */
  private static long mix(long value) {
    long z = value * 0xBF58476D1CE4E5B9L;
    return z ^ z >>> 32;
  }

  private void add(int slot, Known known) {
    all.add(known);
    table[slot] = known;
    if (all.size() <= table.length / 2) {
      return;
    }
    table = new Known[2 * table.length];
    for (Known one : all) {
      int free = one.hash & table.length - 1;
      while (table[free] != null) {
        free = free + 1 & table.length - 1;
      }
      table[free] = one;
    }
  }
}

package io.badhop.streams.summarise;

import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.scan.ByteHash;
import io.badhop.schemas.scan.RecordScan;
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
  private record Known(
      int hash, String host, byte[] hostBytes, byte[] template, int number, int name) {}

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
    byte[] hostBytes = host.getBytes(StandardCharsets.UTF_8);
    byte[] pathBytes = path.getBytes(StandardCharsets.UTF_8);
    seek(pathBytes, 0, pathBytes.length);
    return find(hostBytes, 0, hostBytes.length, pathBytes, 0, pathBytes.length);
  }

  /** The same of texts where they stand. */
  int of(RecordScan event, int host, int path) {
    byte[] bytes = event.bytes();
    seek(bytes, event.start(path), event.length(path));
    return find(
        bytes, event.start(host), event.length(host), bytes, event.start(path), event.length(path));
  }

  private int find(byte[] hosts, int host, int hostLength, byte[] paths, int path, int pathLength) {
    int hash = hash(ByteHash.of(hosts, host, hostLength));
    int slot = hash & table.length - 1;
    while (table[slot] != null) {
      Known known = table[slot];
      if (known.hash == hash
          && Arrays.equals(known.template, 0, known.template.length, template, 0, length)
          && Arrays.equals(
              known.hostBytes, 0, known.hostBytes.length, hosts, host, host + hostLength)) {
        return known.number;
      }
      slot = slot + 1 & table.length - 1;
    }
    String name = new String(hosts, host, hostLength, StandardCharsets.UTF_8);
    String whole = new String(paths, path, pathLength, StandardCharsets.UTF_8);
    add(
        slot,
        new Known(
            hash,
            name,
            Arrays.copyOfRange(hosts, host, host + hostLength),
            Arrays.copyOf(template, length),
            all.size(),
            names.of(Words.path(name, whole, routes))));
    return all.size() - 1;
  }

  private void seek(byte[] paths, int start, int size) {
    String given =
        routes.isEmpty()
            ? null
            : routes.match(new String(paths, start, size, StandardCharsets.UTF_8));
    if (given == null) {
      length = PathTemplates.of(paths, start, start + size, template);
      return;
    }
    byte[] bytes = given.getBytes(StandardCharsets.UTF_8);
    template = bytes.length > template.length ? new byte[bytes.length] : template;
    System.arraycopy(bytes, 0, template, 0, bytes.length);
    length = bytes.length;
  }

  private int hash(long host) {
    long hash = host;
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

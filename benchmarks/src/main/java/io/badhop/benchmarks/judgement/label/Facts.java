package io.badhop.benchmarks.judgement.label;

import io.badhop.benchmarks.judgement.dialect.Dialect;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The table of what can happen in which dialect, which status it gives, and which causes and hops
 * are right to name: {@code facts.tsv}, with the source of each fact.
 */
public final class Facts {

  private static final String ANY = "*";
  private static final String SAME = "=";

  private record Row(int status, Set<Cause> causes, Set<FaultDomain> hops) {}

  private final Map<String, Row> rows = new HashMap<>();

  private Facts() {}

  /** The table. */
  public static Facts read() {
    Facts facts = new Facts();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Facts.class.getResourceAsStream("facts.tsv"), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(l -> !l.startsWith("#") && !l.startsWith("dialect\t"))
          .forEach(facts::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return facts;
  }

  private void add(String line) {
    String[] parts = line.split("\t", -1);
    Row usual = rows.get(ANY + parts[1]);
    int status = parts[2].equals("-") ? -1 : Integer.parseInt(parts[2]);
    Set<Cause> causes = parts[3].equals(SAME) ? usual.causes() : set(parts[3], Cause.class);
    Set<FaultDomain> hops = parts[4].equals(SAME) ? usual.hops() : set(parts[4], FaultDomain.class);
    rows.put(parts[0] + parts[1], new Row(status, causes, hops));
  }

  private static <E extends Enum<E>> Set<E> set(String names, Class<E> type) {
    Set<E> set = EnumSet.noneOf(type);
    for (String name : names.split("\\|")) {
      set.add(Enum.valueOf(type, name));
    }
    return set;
  }

  private Row row(Dialect dialect, Kind kind) {
    return rows.get(dialect.facts() + kind);
  }

  /** Whether this can happen there and leaves a word in its log. */
  public boolean possible(Dialect dialect, Kind kind) {
    return row(dialect, kind) != null;
  }

  /** Status that is sent; 503 where the table has none, which is no part of any label. */
  public int status(Dialect dialect, Kind kind) {
    Row row = row(dialect, kind);
    return row == null ? 503 : row.status();
  }

  /** Causes that are right. */
  public Set<Cause> causes(Dialect dialect, Kind kind) {
    return Set.copyOf(row(dialect, kind).causes());
  }

  /** Hops that are right. */
  public Set<FaultDomain> hops(Dialect dialect, Kind kind) {
    return Set.copyOf(row(dialect, kind).hops());
  }
}

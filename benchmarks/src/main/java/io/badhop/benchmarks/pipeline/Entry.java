package io.badhop.benchmarks.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A contender with a number of threads, written {@code badhop:2}. */
record Entry(Contender contender, int threads) {

  /** The usual ones: each with one thread and with two. */
  static List<Entry> all() {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(Contender.LIMIT, 1));
    for (Contender contender : Contender.values()) {
      if (contender != Contender.LIMIT && contender.present()) {
        entries.add(new Entry(contender, 1));
        entries.add(new Entry(contender, 2));
      }
    }
    return entries;
  }

  /** From a list with commas. */
  static List<Entry> of(String list) {
    return Arrays.stream(list.split(",")).map(Entry::one).toList();
  }

  private static Entry one(String words) {
    String[] parts = words.split(":", 2);
    for (Contender contender : Contender.values()) {
      if (contender.title().equals(parts[0])) {
        return new Entry(contender, parts.length > 1 ? Integer.parseInt(parts[1]) : 1);
      }
    }
    throw new IllegalArgumentException("no contender is called " + parts[0]);
  }

  @Override
  public String toString() {
    return contender.title() + ":" + threads;
  }
}

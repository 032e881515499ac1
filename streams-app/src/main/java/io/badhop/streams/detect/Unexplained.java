package io.badhop.streams.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Failures that left the window of ten minutes without an incident: six hours of them, in which a
 * slow burn shows. Memory is bounded by their number; the oldest go first.
 */
final class Unexplained {

  private static final int MAX = 20_000;
  private static final long SPAN = (long) KeyHistory.HOURS * Board.WINDOW;

  private final TreeMap<Long, List<Cell>> cells = new TreeMap<>();
  private int size;

  /** Keeps one; returns how many had to go for it. */
  int add(Cell cell) {
    cells.computeIfAbsent(cell.slot, slot -> new ArrayList<>()).add(cell);
    size++;
    int before = size;
    while (size > MAX) {
      size -= cells.pollFirstEntry().getValue().size();
    }
    return before - size;
  }

  void forget(long slot) {
    while (!cells.isEmpty() && slot - cells.firstKey() >= SPAN) {
      size -= cells.pollFirstEntry().getValue().size();
    }
  }

  /** Those that still nobody claimed, from a slot on, in order of slot. */
  Stream<Cell> since(long slot) {
    return cells.tailMap(slot, true).values().stream()
        .flatMap(List::stream)
        .filter(cell -> cell.owner == null);
  }

  void replaceAll(UnaryOperator<Cell> change) {
    cells.values().forEach(list -> list.replaceAll(change));
  }
}

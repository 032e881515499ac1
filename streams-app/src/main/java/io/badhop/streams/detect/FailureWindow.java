package io.badhop.streams.detect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The failures of the last ten minutes by slot, and how many each group has. */
final class FailureWindow {

  private static final int MAX = 200_000;

  private final TreeMap<Long, List<Cell>> cells = new TreeMap<>();
  private final Map<String, Integer> groupSizes = new HashMap<>();
  private int size;

  /** Keeps one; the oldest slot goes when the window is full. Returns how many went. */
  int put(Cell cell) {
    List<Cell> gone = size >= MAX ? cells.pollFirstEntry().getValue() : List.of();
    gone.forEach(this::left);
    cells.computeIfAbsent(cell.slot, slot -> new ArrayList<>()).add(cell);
    size++;
    groupSizes.merge(cell.group, 1, Integer::sum);
    return gone.size();
  }

  /** Takes one out. */
  void drop(Cell cell) {
    if (cells.getOrDefault(cell.slot, new ArrayList<>()).remove(cell)) {
      left(cell);
    }
  }

  private void left(Cell cell) {
    size--;
    groupSizes.computeIfPresent(cell.group, (group, cells) -> cells == 1 ? null : cells - 1);
  }

  /** Takes out those of this slot and before, in order of slot. */
  List<Cell> takeUpTo(long slot) {
    List<Cell> taken = new ArrayList<>();
    while (!cells.isEmpty() && cells.firstKey() <= slot) {
      taken.addAll(cells.pollFirstEntry().getValue());
    }
    taken.forEach(this::left);
    return taken;
  }

  boolean isEmpty() {
    return cells.isEmpty();
  }

  List<Cell> at(long slot) {
    return cells.getOrDefault(slot, List.of());
  }

  /** Failures that reached users, from a slot on, that an incident has claimed. */
  long failedOf(Incident owner, long slot) {
    long failed = 0;
    for (List<Cell> ofSlot : cells.tailMap(slot, true).values()) {
      for (Cell cell : ofSlot) {
        failed += cell.owner == owner && !cell.hidden() ? cell.count() : 0;
      }
    }
    return failed;
  }

  /** From a slot on, in order of slot. */
  Stream<Cell> since(long slot) {
    return cells.tailMap(slot, true).values().stream().flatMap(List::stream);
  }

  /** Those of a group from a slot on that no incident has claimed, in order of slot. */
  List<Cell> unclaimed(String group, long slot) {
    List<Cell> unclaimed = new ArrayList<>();
    for (List<Cell> ofSlot : cells.tailMap(slot, true).values()) {
      for (Cell cell : ofSlot) {
        if (cell.owner == null && cell.group.equals(group)) {
          unclaimed.add(cell);
        }
      }
    }
    return unclaimed;
  }

  /** How many a group has, claimed ones included. */
  int size(String group) {
    return groupSizes.getOrDefault(group, 0);
  }

  /** Exchanges cells for others of the same slot and group. */
  void replaceAll(UnaryOperator<Cell> change) {
    cells.values().forEach(ofSlot -> ofSlot.replaceAll(change));
  }
}

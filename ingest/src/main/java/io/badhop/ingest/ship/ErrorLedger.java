package io.badhop.ingest.ship;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.ingest.source.FilePosition;
import io.badhop.schemas.event.ErrorNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which error lines still wait for their request, and where they are. A line is settled when it was
 * bound or published. A checkpoint must not lie behind a waiting line, and must name the settled
 * ones behind it: read again, they would find no request and be published a second time.
 */
final class ErrorLedger {

  private record Place(Pump pump, String fileKey) {}

  private record Entry(long id, ErrorNote note, Place place, long offset) {}

  private final boolean keepSettled;
  private final Map<Long, Entry> waiting = new LinkedHashMap<>();
  private final Map<ErrorNote, Entry> byNote = new IdentityHashMap<>();
  private final Map<Place, TreeMap<Long, List<Long>>> settled = new HashMap<>();
  private final Set<Long> settledBefore = new HashSet<>();

  /**
   * An empty ledger.
   *
   * @param keepSettled whether positions will be asked for
   */
  ErrorLedger(boolean keepSettled) {
    this.keepSettled = keepSettled;
  }

  /** Identities that an earlier process settled and that the files will bring again. */
  void settledBefore(List<Long> ids) {
    settledBefore.addAll(ids);
  }

  /** Takes in the line that a pump has just read; false when an earlier process has settled it. */
  boolean add(ErrorRecord error, Pump pump) {
    Place place = new Place(pump, pump.lines().fileKey());
    Entry entry = new Entry(error.eventId(), error.note(), place, pump.offset());
    if (settledBefore.remove(error.eventId())) {
      pump.tally().shippedBefore();
      settle(entry);
      return false;
    }
    waiting.put(entry.id(), entry);
    byNote.put(entry.note(), entry);
    return true;
  }

  /** Lines that an access line took up. */
  void bound(List<ErrorNote> notes) {
    for (ErrorNote note : notes) {
      Entry entry = byNote.get(note);
      if (entry != null) {
        entry.place().pump().tally().bound();
        release(entry);
      }
    }
  }

  /** A line that no request was found for. */
  void unbound(ErrorRecord error) {
    Entry entry = waiting.get(error.eventId());
    if (entry != null) {
      release(entry);
    }
  }

  /** Source that a waiting line came from; empty when it does not wait. */
  String sourceOf(ErrorRecord error) {
    Entry entry = waiting.get(error.eventId());
    return entry == null ? "" : entry.place().pump().origin().source();
  }

  /** Lines that wait. */
  int size() {
    return waiting.size();
  }

  /** Where to read on after a crash, given how far a pump has read. */
  List<FilePosition> resume(Pump pump, List<FilePosition> read) {
    List<FilePosition> resume = new ArrayList<>();
    for (FilePosition position : read) {
      Place place = new Place(pump, position.fileKey());
      long offset = position.offset();
      for (Entry entry : waiting.values()) {
        offset = entry.place().equals(place) ? Math.min(offset, entry.offset()) : offset;
      }
      TreeMap<Long, List<Long>> done = settled.getOrDefault(place, new TreeMap<>());
      done.headMap(offset).clear();
      resume.add(position.back(offset, done.values().stream().flatMap(List::stream).toList()));
    }
    return resume;
  }

  private void release(Entry entry) {
    waiting.remove(entry.id());
    byNote.remove(entry.note());
    settle(entry);
  }

  private void settle(Entry entry) {
    if (keepSettled) {
      settled
          .computeIfAbsent(entry.place(), place -> new TreeMap<>())
          .computeIfAbsent(entry.offset(), line -> new ArrayList<>())
          .add(entry.id());
    }
  }
}

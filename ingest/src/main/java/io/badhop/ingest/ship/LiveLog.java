package io.badhop.ingest.ship;

import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.ingest.source.FilePosition;
import io.badhop.ingest.source.TailingFileSource;
import io.badhop.schemas.event.WatermarkQuality;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Logs of one server in one folder that are followed together, as one source. */
final class LiveLog implements AutoCloseable {
  /** Records read in one turn, so that one busy log does not keep the others waiting. */
  private static final int TURN = 2000;

  /** While a log is being caught up with, disorder of up to this is allowed for. */
  private static final long DISORDER = Times.SECOND;

  /**
   * What may be said of a log once its events are acknowledged.
   *
   * @param watermark microseconds; {@link Long#MIN_VALUE} when nothing can be said
   * @param positions where to read on after a crash, by source of each file
   */
  record Mark(
      long watermark, WatermarkQuality quality, Map<String, List<FilePosition>> positions) {}

  /** Where one file of the log is read. */
  private record Part(Pump pump, TailingFileSource tail) {}

  final String source;
  final String site;
  final Format format;
  final Path folder;
  final Promises<Mark> promises = new Promises<>();
  Instant sealAt = Instant.MIN;
  long said = Long.MIN_VALUE;
  boolean failing;

  private final ErrorLedger ledger = new ErrorLedger(true);
  private final ServerLog log;
  private final List<Part> parts = new CopyOnWriteArrayList<>();
  private final Grain grain = new Grain();
  private long youngest = Long.MIN_VALUE;
  private long emptyAt = Long.MIN_VALUE;

  LiveLog(String source, String site, Format format, Path folder) {
    this.source = source;
    this.site = site;
    this.format = format;
    this.folder = folder;
    this.log = new ServerLog(site, ledger);
  }

  /** Whether a log of this format in this folder is to be read together with this one. */
  boolean takes(Path itsFolder, String itsSite, Format other) {
    return folder.equals(itsFolder)
        && site.equals(itsSite)
        && isServers(format)
        && isServers(other)
        && Formats.sameServer(format, other);
  }

  private static boolean isServers(Format format) {
    return format.kind() == Format.Kind.ACCESS || format.kind() == Format.Kind.ERROR;
  }

  void add(Pump pump, TailingFileSource tail, List<FilePosition> from) {
    from.forEach(position -> ledger.settledBefore(position.settled()));
    parts.add(new Part(pump, tail));
    if (pump.origin().format().kind() == Format.Kind.ERROR) {
      log.addErrors(pump);
    } else {
      log.addAccess(pump);
    }
  }

  /**
   * Reads what is there, up to a turn's worth.
   *
   * @param now before anything is read
   * @return whether there may be more
   */
  boolean ship(long now, long settle, Consumer<ShippedEvent> out) throws IOException {
    emptyAt = Long.MIN_VALUE;
    Consumer<ShippedEvent> seen =
        event -> {
          grain.see(event);
          youngest = Math.max(youngest, event.time());
          out.accept(event);
        };
    for (int records = 0; records < TURN; records++) {
      if (!log.advance(seen)) {
        // A line is there at the latest when it has settled, and with it the line it belongs to.
        log.expire(now - settle - ServerLog.PATIENCE, out);
        emptyAt = parts.stream().allMatch(part -> part.tail().atEnd()) ? now : Long.MIN_VALUE;
        return false;
      }
    }
    return true;
  }

  /** What may be said when everything shipped so far is acknowledged. */
  Mark mark(long settle) throws IOException {
    Map<String, List<FilePosition>> positions = new TreeMap<>();
    for (Part part : parts) {
      List<FilePosition> read = log.unread(part.pump(), part.tail().positions());
      positions.put(part.pump().origin().source(), ledger.resume(part.pump(), read));
    }
    if (emptyAt != Long.MIN_VALUE) {
      return new Mark(grain.before(emptyAt - settle), WatermarkQuality.PROMISE, positions);
    }
    long caughtUp = youngest == Long.MIN_VALUE ? youngest : grain.before(youngest - DISORDER);
    return new Mark(caughtUp, WatermarkQuality.ESTIMATE, positions);
  }

  List<String> fileKeys() {
    List<String> keys = new ArrayList<>();
    parts.forEach(part -> keys.addAll(part.tail().fileKeys()));
    return keys;
  }

  Accounting accounting() {
    Accounting sum = Accounting.NONE;
    for (Part part : parts) {
      sum = sum.plus(part.pump().tally().accounting());
    }
    return sum;
  }

  long lost() {
    return parts.stream().mapToLong(part -> part.tail().lost()).sum();
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}

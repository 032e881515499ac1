package io.badhop.ingest.ship;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.ingest.source.FilePosition;
import io.badhop.ingest.source.LogPaths;
import io.badhop.ingest.source.TailingFileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds logs to follow, and recognises their formats when they hold enough for that. */
final class NewLogs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NewLogs.class);

  /** Files that are followed at most: each is kept open. */
  static final int MAX_FILES = 4096;

  /** A file whose format is not known yet. */
  private static final class Candidate {
    final Path path;
    final LogSetOptions reading;
    final ServerConfigs configs;
    final String source;
    final List<FilePosition> from;
    final TailingFileSource tail;
    long triedAtSize = -1;

    Candidate(
        FollowedLogs logs,
        ServerConfigs configs,
        String source,
        List<FilePosition> from,
        TailingFileSource tail) {
      this.reading = logs.options();
      this.configs = configs;
      this.source = source;
      this.from = from;
      this.tail = tail;
      this.path = Path.of(tail.id());
    }
  }

  private final Map<FollowedLogs, ServerConfigs> logs = new HashMap<>();
  private final List<FollowedLogs> inOrder;
  private final Map<String, List<FilePosition>> positions;
  private final ShipperOptions options;
  private final Outbox outbox;
  private final InstantSource clock;
  private final Map<Path, Candidate> candidates = new TreeMap<>();
  private final Set<Path> known = new HashSet<>();
  private final Map<String, List<FilePosition>> beginnings = new TreeMap<>();
  private boolean searched;
  private int passedOver;
  private volatile long waiting;

  /**
   * Nothing found yet.
   *
   * @throws LogSetException when a server configuration that is named cannot be read
   */
  NewLogs(
      List<FollowedLogs> logs,
      Map<String, List<FilePosition>> positions,
      ShipperOptions options,
      Outbox outbox,
      InstantSource clock)
      throws LogSetException {
    this.inOrder = List.copyOf(logs);
    for (FollowedLogs some : logs) {
      this.logs.put(some, ConfigFiles.named(some.options()).configs());
    }
    this.positions = positions;
    this.options = options;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Looks for files that are not known yet. */
  void search(List<LiveLog> live) {
    int before = passedOver;
    passedOver = 0;
    for (FollowedLogs some : inOrder) {
      for (Path path : some.paths()) {
        try {
          for (Path file : LogPaths.toFollow(path)) {
            take(file.toAbsolutePath().normalize(), some, live);
          }
        } catch (IOException e) {
          LOG.warn(
              "the search for logs failed, trying again: path={} error={}", path, e.toString());
        }
      }
    }
    searched = true;
    if (passedOver > before) {
      LOG.warn(
          "more files than can be followed; name fewer folders or patterns that match less: limit={} passedOver={}",
          MAX_FILES,
          passedOver);
    }
  }

  private void take(Path file, FollowedLogs some, List<LiveLog> live) throws IOException {
    if (known.contains(file) || !Files.isRegularFile(file)) {
      return;
    }
    if (known.size() >= MAX_FILES) {
      passedOver++;
      return;
    }
    // A log that is being followed may turn up under its rotated name.
    String key = TailingFileSource.fileKeyOf(file);
    if (!key.isEmpty() && live.stream().anyMatch(log -> log.fileKeys().contains(key))) {
      return;
    }
    String host = some.options().host();
    String source = (host.isEmpty() ? "" : host + ":") + file;
    List<FilePosition> from = positions.getOrDefault(source, List.of());
    // Opened now: what is written until its format shows is not to be missed, nor is its rotation.
    candidates.put(file, new Candidate(some, logs.get(some), source, from, tail(file, from)));
    known.add(file);
  }

  /** Begins to follow the files whose format shows now. */
  void recognise(List<LiveLog> live) throws ShipException {
    for (Iterator<Candidate> left = candidates.values().iterator(); left.hasNext(); ) {
      Candidate candidate = left.next();
      try {
        Optional<Detection> detection = detect(candidate);
        if (detection.isPresent()) {
          follow(candidate, detection.get(), live);
          left.remove();
        }
      } catch (LogSetException e) {
        throw new ShipException(e.getMessage(), e);
      } catch (IOException e) {
        LOG.warn(
            "log cannot be read now, trying again: path={} error={}", candidate.path, e.toString());
      }
    }
    waiting = (long) candidates.size() + passedOver;
  }

  private Optional<Detection> detect(Candidate candidate) throws IOException, LogSetException {
    if (!Files.isRegularFile(candidate.path)) {
      return Optional.empty();
    }
    long size = Files.size(candidate.path);
    if (size == candidate.triedAtSize) {
      return Optional.empty();
    }
    candidate.triedAtSize = size;
    List<RawLine> sample = Sample.of(candidate.path);
    ParseContext context =
        LogSet.context(candidate.source, candidate.configs, candidate.reading)
            .at(() -> Micros.of(clock.instant()));
    Optional<Detection> detection =
        LogSet.detect(candidate.path, sample, candidate.configs, context, candidate.reading);
    if (detection.isEmpty() && sample.size() >= Formats.SAMPLE) {
      // More lines do not change the first ones; only a rotation can.
      LOG.warn(
          "format of log not recognised, not followed; name its format in the configuration: path={}",
          candidate.path);
      candidate.triedAtSize = Long.MAX_VALUE;
    }
    return detection;
  }

  private void follow(Candidate candidate, Detection detection, List<LiveLog> live)
      throws IOException {
    Format format = detection.format();
    Path folder = candidate.path.getParent();
    LiveLog log = null;
    for (LiveLog other : live) {
      log = other.takes(folder, candidate.reading.site(), format) ? other : log;
    }
    if (log == null) {
      log = new LiveLog(sourceOf(candidate, format), candidate.reading.site(), format, folder);
      live.add(log);
    }
    log.add(pump(candidate, detection, log), candidate.tail, candidate.from);
    if (candidate.from.isEmpty() || candidate.tail.lost() > 0) {
      beginnings.put(candidate.source, candidate.tail.positions());
    }
    LOG.info(
        "following log: path={} format={} source={}", candidate.path, format.name(), log.source);
  }

  /**
   * Logs that are read together have one name, the same after a restart, whichever of them is found
   * first.
   */
  private static String sourceOf(Candidate candidate, Format format) {
    boolean together = format.kind() == Format.Kind.ACCESS || format.kind() == Format.Kind.ERROR;
    if (!together) {
      return candidate.source;
    }
    String host = candidate.reading.host();
    String server = format.name().split("-", 2)[0];
    return (host.isEmpty() ? "" : host + ":") + candidate.path.resolveSibling(server);
  }

  private TailingFileSource tail(Path path, List<FilePosition> from) throws IOException {
    if (!from.isEmpty()) {
      return TailingFileSource.resume(path, from, clock);
    }
    return options.fromEnd() && !searched
        ? TailingFileSource.fromEnd(path, clock)
        : TailingFileSource.fromBeginning(path, clock);
  }

  private Pump pump(Candidate candidate, Detection detection, LiveLog log) {
    long ahead = Micros.of(options.maxAhead());
    return new Pump(
        new Pump.Origin(candidate.source, candidate.path.toString(), detection.format()),
        candidate.tail,
        detection.parser().get(),
        line -> outbox.rejection(line, log.promises.open()),
        () -> Micros.of(clock.instant()) + ahead);
  }

  /**
   * Where the files begin that are followed since the last call and had no place, by source. To be
   * saved before anything of them is shipped: without a place a file that is rotated after a crash
   * is not found again.
   */
  Map<String, List<FilePosition>> takeBeginnings() {
    Map<String, List<FilePosition>> taken = Map.copyOf(beginnings);
    beginnings.clear();
    return taken;
  }

  /** How many files there are whose format is not known, or not yet. */
  long unrecognised() {
    return waiting;
  }

  @Override
  public void close() throws IOException {
    for (Candidate candidate : candidates.values()) {
      candidate.tail.close();
    }
  }
}

package io.badhop.ingest.ship;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.ingest.parse.wrap.Wrappers;
import io.badhop.ingest.source.LineSources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Log files, plain, gzip or zstd, each with its format, ready to be read as events. Server
 * configurations that lie beside them are used. The access and the error logs of one server in one
 * folder are read together, by one reader: only so can an error line find its request.
 */
public final class LogSet {
  private final LogSetOptions options;
  private final List<LogGroup> groups;
  private final Map<Path, String> sources;
  private final List<Path> unrecognised;
  private final List<Path> empty;
  private final Pipe pipe;

  private LogSet(
      LogSetOptions options,
      List<LogGroup> groups,
      Map<Path, String> sources,
      Recognition found,
      Pipe pipe) {
    this.pipe = pipe;
    this.options = options;
    this.groups = groups;
    this.sources = sources;
    this.unrecognised = List.copyOf(found.unrecognised);
    this.empty = List.copyOf(found.empty);
  }

  /** What files turned out to be. */
  private static final class Recognition {
    final List<LogFile> logs = new ArrayList<>();
    final List<Path> unrecognised = new ArrayList<>();
    final List<Path> empty = new ArrayList<>();
  }

  /**
   * Finds the logs and recognises them.
   *
   * @param paths files and folders; folders are searched, names that begin with a dot passed over
   * @throws LogSetException when a path is missing or not readable, when a folder holds no file, or
   *     when nothing is recognised; the message names it and says what to do
   */
  public static LogSet open(List<Path> paths, LogSetOptions options) throws LogSetException {
    return open(paths, options, InputStream.nullInputStream());
  }

  /**
   * Finds the logs and recognises them, one of which may come through a pipe.
   *
   * @param paths files and folders, and {@code -} for the pipe
   * @param in the pipe; read only when it is named, and only once
   * @throws LogSetException as for {@link #open(List, LogSetOptions)}
   */
  public static LogSet open(List<Path> paths, LogSetOptions options, InputStream in)
      throws LogSetException {
    List<Path> files = new ArrayList<>(paths);
    boolean piped = files.removeIf(Pipe.PATH::equals);
    Map<Path, String> found =
        piped && files.isEmpty() ? new LinkedHashMap<>() : LogSearch.find(files);
    if (piped) {
      found.put(Pipe.PATH, Pipe.SOURCE);
    }
    Pipe pipe = new Pipe(in);
    ConfigFiles configs = ConfigFiles.named(options);
    Map<Path, String> candidates = new LinkedHashMap<>();
    for (Map.Entry<Path, String> file : found.entrySet()) {
      if (file.getKey().equals(Pipe.PATH) || !isConfig(file.getKey(), configs)) {
        candidates.put(file.getKey(), file.getValue());
      }
    }
    Recognition recognition = recognise(candidates, configs.configs(), options, pipe);
    if (recognition.logs.isEmpty()) {
      throw LogSearch.nothing(paths, recognition.unrecognised, recognition.empty);
    }
    return new LogSet(options, LogGroup.of(recognition.logs), candidates, recognition, pipe);
  }

  private static boolean isConfig(Path path, ConfigFiles configs) throws LogSetException {
    try {
      return configs.accept(path);
    } catch (IOException e) {
      throw LogSearch.unreadable(path, e);
    }
  }

  private static Recognition recognise(
      Map<Path, String> files, ServerConfigs configs, LogSetOptions options, Pipe pipe)
      throws LogSetException {
    Recognition recognition = new Recognition();
    for (Map.Entry<Path, String> file : files.entrySet()) {
      Path path = file.getKey();
      try {
        boolean piped = path.equals(Pipe.PATH);
        List<RawLine> sample = piped ? pipe.sample() : Sample.of(path);
        long bytes = piped ? 0 : Files.size(path);
        long written = piped ? now() : Files.getLastModifiedTime(path).to(TimeUnit.MICROSECONDS);
        ParseContext context = context(file.getValue(), configs, options).at(() -> written);
        Optional<Detection> detection =
            piped
                ? detectSent(path, sample, configs, context, options)
                : detect(path, sample, configs, context, options);
        if (detection.isPresent()) {
          recognition.logs.add(new LogFile(path, detection.get(), bytes));
        } else {
          (sample.isEmpty() && bytes == 0 ? recognition.empty : recognition.unrecognised).add(path);
        }
      } catch (IOException e) {
        throw LogSearch.unreadable(path, e);
      }
    }
    return recognition;
  }

  /** What comes through a pipe is being written. */
  private static long now() {
    return TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
  }

  /** What a parser is told of a file under these options. */
  static ParseContext context(String source, ServerConfigs configs, LogSetOptions options) {
    return new ParseContext(
        options.site(),
        source,
        options.host(),
        options.zone(),
        options.fields(),
        options.ids(),
        configs.addresses());
  }

  /** The format of a file: the one that the options give it, else the one that its lines show. */
  static Optional<Detection> detect(
      Path path,
      List<RawLine> sample,
      ServerConfigs configs,
      ParseContext context,
      LogSetOptions options)
      throws LogSetException {
    AlikeFormats alike = new AlikeFormats(path, true, configs, context);
    return detect(alike, path, sample, configs, context, options);
  }

  /**
   * The same of lines that were sent: what lies around their path here has nothing to do with it.
   */
  static Optional<Detection> detectSent(
      Path path,
      List<RawLine> sample,
      ServerConfigs configs,
      ParseContext context,
      LogSetOptions options)
      throws LogSetException {
    AlikeFormats alike = new AlikeFormats(path, false, configs, context);
    return detect(alike, path, sample, configs, context, options);
  }

  private static Optional<Detection> detect(
      AlikeFormats alike,
      Path path,
      List<RawLine> sample,
      ServerConfigs configs,
      ParseContext context,
      LogSetOptions options)
      throws LogSetException {
    String name = Sample.nameOf(path);
    String given = options.formats().getOrDefault(name, options.formats().get("*"));
    Charset charset = options.charset();
    List<RawLine> lines = charset == null ? sample : Wrappers.decoded(charset, sample);
    if (given == null) {
      return lines.isEmpty()
          ? Optional.empty()
          : Formats.detect(lines, name, configs, context)
              .map(found -> decoding(alike.choose(found, lines, name), charset));
    }
    try {
      Detection found = Formats.detectAs(given, lines, name, configs, context);
      return Optional.of(decoding(found, charset));
    } catch (IllegalArgumentException e) {
      throw new LogSetException(path + ": " + e.getMessage() + ".", e);
    }
  }

  private static Detection decoding(Detection found, Charset charset) {
    return charset == null
        ? found
        : new Detection(
            found.format(),
            found.confidence(),
            found.variant(),
            () -> Wrappers.decoding(charset, found.parser().get()));
  }

  /** Logs that have a reader; an error log that is read with its access log is not among them. */
  public List<LogFile> files() {
    return groups.stream().map(LogGroup::first).toList();
  }

  /** Files that are read by a log's reader besides the log itself. */
  public List<LogFile> readWith(LogFile file) {
    return groupOf(file).others();
  }

  /** Files whose format is not known; they are not read. */
  public List<Path> unrecognised() {
    return unrecognised;
  }

  /** Files that hold nothing. */
  public List<Path> empty() {
    return empty;
  }

  /**
   * Opens a log, and those that are read with it.
   *
   * @param file one of {@link #files}
   * @throws IOException when one of them cannot be opened; the message names it
   */
  public EventReader reader(LogFile file) throws IOException {
    return reader(file, Rejection.Listener.NONE);
  }

  EventReader reader(LogFile file, Rejection.Listener listener) throws IOException {
    LogGroup group = groupOf(file);
    ServerLog log = new ServerLog(options.site(), new ErrorLedger(false));
    try {
      for (LogFile access : group.access()) {
        log.addAccess(pump(access, listener));
      }
      for (LogFile errors : group.errors()) {
        log.addErrors(pump(errors, listener));
      }
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
    Format format = file.detection().format();
    ReorderBuffer buffer =
        new ReorderBuffer(options.reorderEvents(), options.reorderHorizon().toNanos() / 1000);
    return new LogReader(sources.get(file.path()), options.site(), format.tier(), log, buffer);
  }

  private Pump pump(LogFile file, Rejection.Listener listener) throws IOException {
    String source = sources.get(file.path());
    Detection detection = file.detection();
    return new Pump(
        new Pump.Origin(source, source, detection.format()),
        file.path().equals(Pipe.PATH)
            ? pipe.open()
            : LineSources.file(file.path(), file.path().toString()),
        detection.parser().get(),
        listener,
        () -> Long.MAX_VALUE);
  }

  private LogGroup groupOf(LogFile file) {
    return groups.stream()
        .filter(group -> group.first().path().equals(file.path()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(file.path() + " is not a log of this set"));
  }
}

package io.badhop.ingest.source;

import io.badhop.ingest.parse.RawLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log file that is still written to. {@link #next} gives null when nothing is there now and can
 * be called again at any time.
 *
 * <p>Rotation by renaming: the old file is read on for {@link #GRACE}, as its writer may not have
 * noticed, while the new one is read already. Rotation by copying and truncating: what the copy
 * holds beyond the place reached is read from the copy, then the file from its beginning. The file
 * need not exist yet. Rotations that happened while no process was reading are caught up with, from
 * compressed copies too, as long as those lie beside the file under its name with an ending.
 *
 * <p>What cannot be seen: bytes that were written and truncated away between two calls without a
 * copy being left. Such truncations are counted.
 */
public final class TailingFileSource implements LineSource {
  /** How long a file is read on after its name went to another. */
  public static final Duration GRACE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(TailingFileSource.class);

  private final Path path;
  private final InstantSource clock;
  private final Deque<Tail> tails = new ArrayDeque<>();
  private boolean cut;
  private String fileKey = "";
  private long lost;

  private TailingFileSource(Path path, InstantSource clock) {
    this.path = path;
    this.clock = clock;
  }

  /** Reads from the beginning, now or when the file comes to be. */
  public static TailingFileSource fromBeginning(Path path, InstantSource clock) throws IOException {
    TailingFileSource source = new TailingFileSource(path, clock);
    try {
      source.open(0);
    } catch (NoSuchFileException e) {
      LOG.debug("log does not exist yet: path={}", path);
    }
    return source;
  }

  /** Opened and known at once, so that its place can be saved before anything is read of it. */
  private void open(long offset) throws IOException {
    Tail tail = Tail.open(path, offset);
    tail.learnAhead();
    tails.add(tail);
  }

  /** Reads what is written from now on; from the beginning when the file does not exist yet. */
  public static TailingFileSource fromEnd(Path path, InstantSource clock) throws IOException {
    TailingFileSource source = new TailingFileSource(path, clock);
    if (Files.exists(path)) {
      source.open(RotatedFiles.lastLineEnd(path));
    }
    return source;
  }

  /**
   * Goes on where an earlier process stood.
   *
   * @param positions as {@link #positions} gave them; none means from the beginning
   */
  public static TailingFileSource resume(
      Path path, List<FilePosition> positions, InstantSource clock) throws IOException {
    TailingFileSource source = new TailingFileSource(path, clock);
    List<Tail> found = new RotatedFiles(path).resume(positions);
    source.tails.addAll(found);
    source.lost = positions.isEmpty() || !found.isEmpty() ? 0 : 1;
    if (source.lost > 0) {
      LOG.warn("place in log not found again, reading from its beginning: path={}", path);
    }
    source.retireAllButCurrent();
    return source;
  }

  @Override
  public RawLine next() throws IOException {
    do {
      for (Tail tail : tails) {
        RawLine line = tail.next();
        if (line != null) {
          cut = tail.cut();
          fileKey = tail.key();
          return line;
        }
      }
      RawLine last = retire();
      if (last != null) {
        return last;
      }
    } while (changed());
    return null;
  }

  /** Gives up the oldest file when its time has come; its last line may lack an end. */
  private RawLine retire() throws IOException {
    Tail oldest = tails.peek();
    if (oldest == null || clock.millis() < oldest.retireAt()) {
      return null;
    }
    RawLine rest = oldest.rest();
    cut = oldest.cut();
    fileKey = oldest.key();
    tails.remove();
    oldest.close();
    return rest;
  }

  /** Looks at what the name leads to now; true when there is something new to read. */
  private boolean changed() throws IOException {
    Tail current = tails.peekLast();
    try {
      String key = Tail.keyOf(path);
      if (current == null || current.retireAt() != Tail.NEVER || !current.key().equals(key)) {
        return begin();
      }
      return current.wasTruncated() && restart(current);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private boolean begin() throws IOException {
    tails.add(Tail.open(path, 0));
    retireAllButCurrent();
    return true;
  }

  private boolean restart(Tail truncated) throws IOException {
    FilePosition stood = truncated.position();
    tails.removeLast();
    truncated.close();
    List<Tail> copy = new RotatedFiles(path).copyOf(stood);
    lost += copy.isEmpty() ? 1 : 0;
    tails.addAll(copy);
    LOG.info(
        "log was truncated, reading from its beginning: path={} copyFound={}",
        path,
        !copy.isEmpty());
    return begin();
  }

  private void retireAllButCurrent() {
    long millis = clock.millis() + GRACE.toMillis();
    for (Tail tail : tails) {
      if (tail != tails.peekLast()) {
        tail.retireAt(millis);
      }
    }
  }

  /**
   * Whether everything that is written has been handed out, half a line at the end excepted. False
   * while the file does not exist. To be asked after {@link #next} gave null.
   */
  public boolean atEnd() {
    return !tails.isEmpty();
  }

  /** Times that bytes may have been missed because a file was truncated or removed unread. */
  public long lost() {
    return lost;
  }

  /** Where reading stands: one position for each file that is open, oldest first. */
  public List<FilePosition> positions() throws IOException {
    List<FilePosition> positions = new ArrayList<>();
    for (Tail tail : tails) {
      positions.add(tail.position());
    }
    return positions;
  }

  /** Identity that the file system gives the file under a name; empty where it gives none. */
  public static String fileKeyOf(Path path) throws IOException {
    return Tail.keyOf(path);
  }

  /** Identities of the files that are open. */
  public List<String> fileKeys() {
    return tails.stream().map(Tail::key).toList();
  }

  @Override
  public boolean cut() {
    return cut;
  }

  @Override
  public String fileKey() {
    return fileKey;
  }

  @Override
  public long bytesRead() {
    try {
      long sum = 0;
      for (Tail tail : tails) {
        sum += tail.bytesRead();
      }
      return sum;
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public String id() {
    return path.toString();
  }

  @Override
  public void close() throws IOException {
    while (!tails.isEmpty()) {
      tails.remove().close();
    }
  }
}

package io.badhop.ingest.source;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Positions of all sources of one process, kept over its death. A new version is written beside the
 * old one, forced to the disk and renamed over it, so that there is always one that is whole.
 *
 * <p>Text: a first line with the version, one line a file with fields between tabs (source, path,
 * file key, print length, print, offset, settled identities), a last line with the number of files.
 */
public final class CheckpointFile {
  private static final String VERSION = "badhop-checkpoint 1";
  private static final int FIELDS = 7;

  private final Path path;
  private Map<String, List<FilePosition>> saved = Map.of();

  /** The checkpoint under a path; nothing need be there yet. */
  public CheckpointFile(Path path) {
    this.path = path;
  }

  /**
   * What was saved last, by source; empty when nothing was.
   *
   * @throws IOException when the file cannot be read or is not a whole checkpoint; the message says
   *     what to do
   */
  public Map<String, List<FilePosition>> load() throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(path, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (CharacterCodingException e) {
      throw damaged("it is not text", e);
    } catch (IOException e) {
      throw new IOException("Checkpoint " + path + " cannot be read: " + e, e);
    }
    int last = lines.size() - 1;
    if (last < 1 || !lines.get(0).equals(VERSION) || !lines.get(last).equals("end " + (last - 1))) {
      throw damaged("it does not begin and end as one", null);
    }
    Map<String, List<FilePosition>> positions = new TreeMap<>();
    for (String line : lines.subList(1, last)) {
      read(line, positions);
    }
    saved = copy(positions);
    return saved;
  }

  /** Replaces what was saved. Does nothing when it is the same. */
  public void save(Map<String, List<FilePosition>> positions) throws IOException {
    if (positions.equals(saved)) {
      return;
    }
    Path folder = path.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    write(fresh, text(positions));
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    // The rename itself must reach the disk too, or a power cut may bring the old file back.
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
    saved = copy(positions);
  }

  private static void write(Path fresh, String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static String text(Map<String, List<FilePosition>> positions) {
    StringBuilder text = new StringBuilder(VERSION).append('\n');
    int count = 0;
    for (Map.Entry<String, List<FilePosition>> source : new TreeMap<>(positions).entrySet()) {
      for (FilePosition position : source.getValue()) {
        text.append(line(source.getKey(), position)).append('\n');
        count++;
      }
    }
    return text.append("end ").append(count).append('\n').toString();
  }

  private static String line(String source, FilePosition position) {
    List<String> settled = position.settled().stream().map(Long::toHexString).toList();
    return String.join(
        "\t",
        encoded(source),
        encoded(position.path()),
        encoded(position.fileKey()),
        Integer.toString(position.printLength()),
        Long.toHexString(position.print()),
        Long.toString(position.offset()),
        String.join(",", settled));
  }

  private void read(String line, Map<String, List<FilePosition>> into) throws IOException {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS) {
      throw damaged("a line has " + fields.length + " fields", null);
    }
    try {
      List<Long> settled = new ArrayList<>();
      for (String id : fields[6].isEmpty() ? new String[0] : fields[6].split(",", -1)) {
        settled.add(Long.parseUnsignedLong(id, 16));
      }
      FilePosition position =
          new FilePosition(
              decoded(fields[1]),
              decoded(fields[2]),
              Integer.parseInt(fields[3]),
              Long.parseUnsignedLong(fields[4], 16),
              Long.parseLong(fields[5]),
              settled);
      into.computeIfAbsent(decoded(fields[0]), source -> new ArrayList<>()).add(position);
    } catch (IllegalArgumentException e) {
      throw damaged("a field is not what it should be", e);
    }
  }

  private IOException damaged(String why, Exception cause) {
    return new IOException(
        "Checkpoint "
            + path
            + " cannot be used: "
            + why
            + ". Remove it to read the logs from their beginning; what was shipped before is recognised again.",
        cause);
  }

  private static Map<String, List<FilePosition>> copy(Map<String, List<FilePosition>> positions) {
    Map<String, List<FilePosition>> copy = new TreeMap<>();
    positions.forEach((source, files) -> copy.put(source, List.copyOf(files)));
    return copy;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

package io.badhop.ingest.ship;

import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.ingest.source.LineSource;
import io.badhop.ingest.source.LineSources;
import io.badhop.ingest.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The first lines of a file, to tell its format by. */
final class Sample {
  /** Bytes looked at: 200 long JSON lines fit, 200 lines of a megabyte do not. */
  private static final int MAX_BYTES = 4 << 20;

  private Sample() {}

  /**
   * Reads them, copied out of the source's buffer. A file that breaks off gives what there is.
   *
   * @throws IOException when the file cannot be read
   */
  static List<RawLine> of(Path path) throws IOException {
    // Thousands of empty files are told without opening them.
    return Files.size(path) == 0 ? new ArrayList<>() : of(LineSources.file(path, path.toString()));
  }

  /** Reads them from a source, and closes it. */
  static List<RawLine> of(LineSource open) throws IOException {
    List<RawLine> lines = new ArrayList<>();
    long bytes = 0;
    try (LineSource source = open) {
      RawLine line;
      while (lines.size() < Formats.SAMPLE && bytes < MAX_BYTES && (line = source.next()) != null) {
        lines.add(copy(line));
        bytes += line.length();
      }
    } catch (SourceException e) {
      return lines;
    }
    return lines;
  }

  /** The line in a buffer of its own. */
  static RawLine copy(RawLine line) {
    byte[] bytes = Arrays.copyOfRange(line.buffer(), line.start(), line.start() + line.length());
    return new RawLine(bytes, 0, bytes.length, line.offset());
  }

  /**
   * Name of a file without its folder and without {@code .gz} or {@code .zst}, by which
   * configurations know it.
   */
  static String nameOf(Path path) {
    String name = path.getFileName().toString();
    for (String packed : List.of(".gz", ".zst")) {
      if (name.endsWith(packed)) {
        return name.substring(0, name.length() - packed.length());
      }
    }
    return name;
  }
}

package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Dice;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Log files in the making: records by the time at which a server would write them. */
public final class LogFiles {

  private static final int MIN_CUT = 12;

  private record Line(long time, String text) {}

  private final Map<String, List<Line>> files = new TreeMap<>();
  private final Map<String, String> heads = new TreeMap<>();
  private final Map<String, String> whole = new TreeMap<>();

  /**
   * Adds a record.
   *
   * @param time when it is written; records of one time keep their order
   * @param text one line or several, without the last line end
   */
  void line(String file, long time, String text) {
    files.computeIfAbsent(file, name -> new ArrayList<>()).add(new Line(time, text));
  }

  /** What stands before all records of a file, without the last line end. */
  void head(String file, String text) {
    heads.put(file, text);
  }

  /** A file that is no log, such as a configuration. */
  void file(String name, String text) {
    whole.put(name, text);
  }

  /**
   * Writes all of it into a folder.
   *
   * @param cut share of the records that are cut off somewhere, as a full disk or a crash leaves
   *     them
   */
  public void write(Path folder, double cut, Dice dice) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, List<Line>> file : files.entrySet()) {
      file.getValue().sort(Comparator.comparingLong(Line::time));
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      try (BufferedWriter out = Files.newBufferedWriter(path, StandardCharsets.UTF_8)) {
        String head = heads.get(file.getKey());
        if (head != null) {
          out.write(head + "\n");
        }
        file.getValue().forEach(line -> write(out, line.text(), cut, dice));
      }
    }
    for (Map.Entry<String, String> file : whole.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private static void write(BufferedWriter out, String text, double cut, Dice dice) {
    try {
      boolean whole = cut == 0 || text.length() <= MIN_CUT || !dice.chance(cut);
      out.write(whole ? text : text.substring(0, MIN_CUT + dice.below(text.length() - MIN_CUT)));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

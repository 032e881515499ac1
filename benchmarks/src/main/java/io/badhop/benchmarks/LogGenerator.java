package io.badhop.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * Writes an access log of a given size, the same for the same seed: {@code LogGenerator
 * combined|twenty BYTES FILE [SEED]}. Beside a log of twenty fields it puts the {@code nginx.conf}
 * that says how it is written.
 */
public final class LogGenerator {
  private static final long FIRST_MILLIS = 1_795_327_200_000L;
  private static final int LINES_A_SECOND = 500;
  private static final String[] STATUSES = {"200", "200", "200", "304", "200", "404", "200", "200"};
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final Random random;
  private final StringBuilder line = new StringBuilder(512);
  private long count;

  /** A generator at its first line. */
  public LogGenerator(long seed) {
    this.random = new Random(seed);
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    if (args.length < 3) {
      throw new IllegalArgumentException("LogGenerator combined|twenty BYTES FILE [SEED]");
    }
    boolean twenty = args[0].equals("twenty");
    Path file = Path.of(args[2]);
    long seed = args.length > 3 ? Long.parseLong(args[3]) : 1;
    long lines = new LogGenerator(seed).write(file, twenty, Long.parseLong(args[1]));
    System.out.println(file + ": " + lines + " lines, " + Files.size(file) + " bytes");
  }

  /**
   * Writes a log.
   *
   * @param bytes at which it ends, with the line that reaches it
   * @return its lines
   */
  public long write(Path file, boolean twenty, long bytes) throws IOException {
    if (twenty) {
      Files.writeString(
          file.resolveSibling("nginx.conf"),
          "http { log_format all '" + Lines.TWENTY_FIELDS + "'; access_log " + file + " all; }\n");
    }
    long written = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      while (written < bytes) {
        byte[] next = next(twenty).getBytes(StandardCharsets.US_ASCII);
        out.write(next);
        written += next.length;
      }
    }
    return count;
  }

  private String next(boolean twenty) {
    long millis = FIRST_MILLIS + count++ * 1000 / LINES_A_SECOND;
    line.setLength(0);
    combined(millis);
    if (twenty) {
      upstream(millis);
    }
    return line.append('\n').toString();
  }

  private void combined(long millis) {
    long second = millis / 1000;
    line.append("192.0.2.").append(random.nextInt(256)).append(" - - [").append(day(second));
    two(second / 3600 % 24).append(':');
    two(second / 60 % 60).append(':');
    two(second % 60).append(" +0000] \"GET /shop/items/").append(random.nextInt(100_000));
    line.append("?ref=").append(random.nextInt(1_000)).append(" HTTP/1.1\" ");
    line.append(random.nextInt(50) == 0 ? "502" : STATUSES[random.nextInt(STATUSES.length)]);
    line.append(' ').append(random.nextInt(50_000));
    line.append(" \"https://www.example.com/shop\"");
    line.append(" \"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0\"");
  }

  /** The log begins on 22 November 2026 and may go on for a week. */
  private static String day(long second) {
    return String.format(
        Locale.ROOT, "%02d/Nov/2026:", 22 + (second - FIRST_MILLIS / 1000) / 86_400);
  }

  private void upstream(long millis) {
    line.append(" www.example.com 10.0.0.").append(random.nextInt(4));
    line.append(' ')
        .append(random.nextInt(1_000_000))
        .append(' ')
        .append(millis / 1000)
        .append('.');
    three(millis % 1000).append(" 0.");
    three(random.nextInt(1000)).append(' ');
    hex(random.nextLong());
    hex(random.nextLong());
    line.append(" \"10.0.3.").append(random.nextInt(8)).append(":8080\" \"200\" \"0.001\" \"0.0");
    two(random.nextInt(100)).append("\" \"0.0");
    two(random.nextInt(100)).append("\" ");
    hex(random.nextLong());
    line.append("-FRA");
  }

  private StringBuilder two(long number) {
    return line.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  private StringBuilder three(long number) {
    line.append((char) ('0' + number / 100));
    return two(number % 100);
  }

  private void hex(long number) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      line.append(HEX[(int) (number >>> shift) & 15]);
    }
  }
}

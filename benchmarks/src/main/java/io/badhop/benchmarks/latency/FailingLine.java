package io.badhop.benchmarks.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A line of a failure in an access log.
 *
 * @param round which failure of the site
 * @param number 1 for the first line of the failure
 * @param writtenUs when the write had returned, microseconds since the epoch
 */
record FailingLine(String site, int round, int number, long writtenUs, String requestId) {

  String toCsv() {
    return site + "," + round + "," + number + "," + writtenUs + "," + requestId;
  }

  static List<FailingLine> read(Path csv) throws IOException {
    return Files.readAllLines(csv).stream().map(FailingLine::parse).toList();
  }

  private static FailingLine parse(String line) {
    String[] fields = line.split(",");
    return new FailingLine(
        fields[0],
        Integer.parseInt(fields[1]),
        Integer.parseInt(fields[2]),
        Long.parseLong(fields[3]),
        fields[4]);
  }
}

package io.badhop.benchmarks.pipeline;

import io.badhop.benchmarks.Traffic;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.streams.summarise.PathTemplates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has to come out.
 *
 * @param requests all of them
 * @param failed those that failed
 * @param ticks in each partition
 * @param failedIds sum of the hashes of the failed ones' request IDs
 * @param byEdgeEnd requests by {@code second|kind|value}, the second that of the edge's record
 * @param byProxyEnd the same, the second that of the proxy's record, where badhop counts
 */
record Truth(
    long requests,
    long failed,
    long ticks,
    long failedIds,
    Map<String, Long> byEdgeEnd,
    Map<String, Long> byProxyEnd) {
  static final String PATH = "PATH";
  static final String UPSTREAM = "UPSTREAM";

  private static final long SECOND_US = 1_000_000;

  /** Makes the requests again. */
  static Truth of(Traffic traffic, long requests) {
    Map<String, Long> byEdgeEnd = new HashMap<>();
    Map<String, Long> byProxyEnd = new HashMap<>();
    long failed = 0;
    long ids = 0;
    for (long number = 0; number < requests; number++) {
      EdgeEvent edge = traffic.edge(number);
      ProxyEvent proxy = traffic.proxyEvent(number);
      if (edge.getStatus() >= 500) {
        failed++;
        ids += hash(edge.getRequestId());
      }
      String path = PathTemplates.of(proxy.getHost(), proxy.getPath());
      String upstream = proxy.getAttempts().get(0).getAddress();
      add(byEdgeEnd, edge.getTime(), path, upstream);
      add(byProxyEnd, proxy.getTime(), path, upstream);
    }
    // As the loader writes them: the last one when all is written.
    long ticks = (traffic.start(requests - 1) - Traffic.BEGIN) / Traffic.TICK_US + 1;
    return new Truth(requests, failed, ticks, ids, byEdgeEnd, byProxyEnd);
  }

  private static void add(Map<String, Long> counts, long time, String path, String upstream) {
    counts.merge(key(time / SECOND_US, PATH, path), 1L, Long::sum);
    counts.merge(key(time / SECOND_US, UPSTREAM, upstream), 1L, Long::sum);
  }

  static String key(long second, String kind, String value) {
    return second + "|" + kind + "|" + value;
  }

  /** 64-bit FNV-1a. */
  static long hash(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(requests + " " + failed + " " + ticks + " " + failedIds);
    new TreeMap<>(byEdgeEnd).forEach((key, count) -> lines.add("edge " + count + " " + key));
    new TreeMap<>(byProxyEnd).forEach((key, count) -> lines.add("proxy " + count + " " + key));
    Files.write(file, lines, StandardCharsets.UTF_8);
  }

  static Truth read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    String[] sums = lines.get(0).split(" ");
    Map<String, Long> byEdgeEnd = new HashMap<>();
    Map<String, Long> byProxyEnd = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] words = line.split(" ", 3);
      (words[0].equals("edge") ? byEdgeEnd : byProxyEnd).put(words[2], Long.parseLong(words[1]));
    }
    return new Truth(
        Long.parseLong(sums[0]),
        Long.parseLong(sums[1]),
        Long.parseLong(sums[2]),
        Long.parseLong(sums[3]),
        byEdgeEnd,
        byProxyEnd);
  }
}

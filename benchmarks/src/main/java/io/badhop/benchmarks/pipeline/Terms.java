package io.badhop.benchmarks.pipeline;

import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a contender's process is told on its command line, and how it talks back: {@code READY} on
 * standard output when it begins to consume; the end of its standard input ends it.
 *
 * @param bootstrap address of the broker
 * @param prefix of the catalogue that the events are in
 * @param partitions of every topic but the summaries
 * @param threads that work
 * @param registry file that knows the schemas
 * @param run name of the run, unique; its output topics begin with it
 * @param folder for state; empty at the start
 */
record Terms(
    String bootstrap,
    String prefix,
    int partitions,
    int threads,
    Path registry,
    String run,
    Path folder) {

  private static final int LENGTH = 7;

  /** Takes them from a command line; more words may follow. */
  static Terms of(String[] args) {
    if (args.length < LENGTH) {
      throw new IllegalArgumentException(
          "arguments: bootstrap prefix partitions threads registry run folder");
    }
    return new Terms(
        args[0],
        args[1],
        Integer.parseInt(args[2]),
        Integer.parseInt(args[3]),
        Path.of(args[4]),
        args[5],
        Path.of(args[6]));
  }

  List<String> args() {
    return new ArrayList<>(
        List.of(
            bootstrap,
            prefix,
            Integer.toString(partitions),
            Integer.toString(threads),
            registry.toString(),
            run,
            folder.toString()));
  }

  /** The catalogue of the events. */
  Topics events() {
    return topics(prefix);
  }

  /** A catalogue of the run's own, for what badhop finds. */
  Topics results() {
    return topics(prefix + run + '.');
  }

  private Topics topics(String begin) {
    return new Topics(new AvroSerdes(new InProcessRegistry(registry)), begin, partitions, 1);
  }

  /** Key: second, kind and value with bars between; value: how many, as a big-endian long. */
  String counts() {
    return prefix + run + ".counts";
  }

  /** Key: request ID; value: the joined exchange as a RequestTrace. */
  String failures() {
    return prefix + run + ".failures";
  }

  static void ready() {
    System.out.println("READY");
  }

  /** Returns when the harness has seen enough. */
  static void awaitEnd() throws IOException {
    while (System.in.read() >= 0) {
      continue;
    }
  }
}

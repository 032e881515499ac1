package io.badhop.benchmarks.pipeline;

import java.io.File;
import java.util.List;
import java.util.Optional;

/** Who takes part. */
enum Contender {
  /** A consumer that decodes and does nothing. */
  LIMIT("limit", "io.badhop.benchmarks.pipeline.DecodeOnly", List.of(), List.of()),
  BADHOP("badhop", "io.badhop.benchmarks.pipeline.Badhop", List.of(), List.of()),
  /** Kafka Streams' DSL with its defaults. */
  DSL("dsl", "io.badhop.benchmarks.pipeline.Dsl", List.of(), List.of("defaults")),
  DSL_TUNED("dsl-tuned", "io.badhop.benchmarks.pipeline.Dsl", List.of(), List.of("tuned")),
  /** In the profile peers; with one task the events need not go through its network. */
  FLINK(
      "flink", "io.badhop.benchmarks.flink.FlinkJoin", List.of("-Dflink.chained=true"), List.of());

  private static final String FLINK_FIRST = "benchmarks/target/flink/*";

  private final String title;
  private final String main;
  private final List<String> jvm;
  private final List<String> args;

  Contender(String title, String main, List<String> jvm, List<String> args) {
    this.title = title;
    this.main = main;
    this.jvm = jvm;
    this.args = args;
  }

  String title() {
    return title;
  }

  String main() {
    return main;
  }

  List<String> jvm() {
    return jvm;
  }

  /** Flink's sink reaches into another version of Kafka's client, which the profile copies. */
  String classPath() {
    String own = System.getProperty("java.class.path");
    return this == FLINK ? FLINK_FIRST + File.pathSeparator + own : own;
  }

  /** What follows the terms on its command line. */
  List<String> args() {
    return args;
  }

  /** False when its class was not built. */
  boolean present() {
    try {
      Class.forName(main, false, Contender.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** What its output has to be; empty for the one that has none. */
  Optional<Output> output(Terms terms, Truth truth) {
    return switch (this) {
      case LIMIT -> Optional.empty();
      case BADHOP -> Optional.of(new BadhopOutput(terms, truth));
      case DSL, DSL_TUNED, FLINK -> Optional.of(new JoinOutput(terms, truth));
    };
  }
}

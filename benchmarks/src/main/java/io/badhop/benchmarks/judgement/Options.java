package io.badhop.benchmarks.judgement;

import java.nio.file.Path;

/**
 * What the command line says.
 *
 * @param seed of all chance
 * @param first number of the first case
 * @param count how many cases
 * @param threads how many at a time
 * @param week whether a week of normal traffic is judged instead
 * @param keep where the logs of the one case are kept; null to throw them away
 * @param json where the figures are written
 */
record Options(long seed, int first, int count, int threads, boolean week, Path keep, Path json) {

  private static final String USAGE =
      "[--seed N] [--cases N] [--threads N] [--json FILE] [--week] [--only SEED:INDEX [--keep"
          + " FOLDER]]";

  static final Options DEFAULT =
      new Options(1, 0, 400, 2, false, null, Path.of("benchmarks", "target", "judgement.json"));

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException with the usage
   */
  static Options parse(String... args) {
    Options options = DEFAULT;
    for (int i = 0; i < args.length; i++) {
      String name = args[i];
      if (name.equals("--week")) {
        options = options.ofWeek();
      } else if (i + 1 < args.length) {
        options = options.with(name, args[++i]);
      } else {
        throw wrong(name);
      }
    }
    if (options.keep != null && options.count != 1) {
      throw wrong("--keep without --only");
    }
    return options;
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + " is not understood. Usage: " + USAGE);
  }

  private Options ofWeek() {
    return new Options(seed, first, count, threads, true, keep, json);
  }

  private Options with(String name, String value) {
    return switch (name) {
      case "--seed" -> new Options(Long.parseLong(value), first, count, threads, week, keep, json);
      case "--cases" ->
          new Options(seed, first, Integer.parseInt(value), threads, week, keep, json);
      case "--threads" ->
          new Options(seed, first, count, Integer.parseInt(value), week, keep, json);
      case "--json" -> new Options(seed, first, count, threads, week, keep, Path.of(value));
      case "--keep" -> new Options(seed, first, count, threads, week, Path.of(value), json);
      case "--only" -> only(value);
      default -> throw wrong(name);
    };
  }

  private Options only(String value) {
    String[] parts = value.split(":", 2);
    return new Options(
        Long.parseLong(parts[0]), Integer.parseInt(parts[1]), 1, threads, week, keep, json);
  }
}

package io.badhop.cli.config;

/** What the records of the configuration check of themselves. */
final class Checks {

  private Checks() {}

  /** Refuses a value; the binder adds the place. */
  static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}

package io.badhop.cli.check;

import java.util.Locale;

/** Shares as people read them. */
final class Percent {

  private Percent() {}

  /** {@code 99.2 %}; a dash when there is no whole. 100 % is said only of all. */
  static String of(long part, long whole) {
    if (whole == 0) {
      return "-";
    }
    double share = Math.min(100.0 * part / whole, part < whole ? 99.9 : 100.0);
    return String.format(Locale.ROOT, "%.1f %%", share);
  }
}

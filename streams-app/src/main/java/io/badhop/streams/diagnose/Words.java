package io.badhop.streams.diagnose;

import java.util.Locale;

/** Durations in words. */
final class Words {

  private Words() {}

  /** `0.4 ms`, `12 ms`, `3.00 s`; empty for an unknown time. */
  static String time(long us) {
    if (us < 0) {
      return "";
    }
    if (us < 10_000) {
      return us % 1_000 == 0
          ? us / 1_000 + " ms"
          : String.format(Locale.ROOT, "%.1f ms", us / 1_000.0);
    }
    return us < 1_000_000
        ? Math.round(us / 1_000.0) + " ms"
        : String.format(Locale.ROOT, us < 10_000_000 ? "%.2f s" : "%.1f s", us / 1_000_000.0);
  }

  /** ` in 12 ms`; empty for an unknown time. */
  static String in(long us) {
    return us < 0 ? "" : " in " + time(us);
  }
}

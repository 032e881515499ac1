package io.badhop.ingest.parse.haproxy;

/** Whole numbers in bytes. */
final class HaproxyNumbers {

  static final int LONGEST = 18;

  private HaproxyNumbers() {}

  /**
   * A number with an optional sign. A plus is written before totals that were logged early and
   * before the retries of a request that went to another server in the end.
   *
   * @return -1 when the bytes are no number, and for all below zero
   */
  static long read(byte[] buffer, int from, int to) {
    int at = from < to && buffer[from] == '+' ? from + 1 : from;
    if (at >= to || to - at > LONGEST) {
      return -1;
    }
    long number = 0;
    for (; at < to; at++) {
      int digit = buffer[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}

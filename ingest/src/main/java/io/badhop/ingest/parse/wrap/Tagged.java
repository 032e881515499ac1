package io.badhop.ingest.parse.wrap;

/**
 * What is left of a syslog header when a shipper has taken priority and time into fields of its
 * own: {@code host tag: text} or {@code host tag[pid]: text}.
 */
final class Tagged implements Wrapper {

  static final String NAME = "tag";

  private static final int LONGEST_WORD = 64;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Outcome unwrap(Envelope line) {
    byte[] bytes = line.bytes();
    int end = line.end();
    int host = nameEnd(bytes, line.start(), end);
    boolean second = host > line.start() && host < end && bytes[host] == ' ';
    int tag = second ? nameEnd(bytes, host + 1, end) : -1;
    if (tag <= host + 1) {
      return Outcome.NOT_MINE;
    }
    int behind = behindProcess(bytes, tag, end);
    if (!Stamps.matches(bytes, behind, end, ": ")) {
      return Outcome.NOT_MINE;
    }
    line.host(line.text(line.start(), host));
    line.service(line.text(host + 1, tag));
    line.from(behind + 2);
    return Outcome.MINE;
  }

  private static int behindProcess(byte[] bytes, int from, int end) {
    if (from >= end || bytes[from] != '[') {
      return from;
    }
    int digits = Stamps.digitsEnd(bytes, from + 1, end);
    return digits < end && bytes[digits] == ']' ? digits + 1 : from;
  }

  private static int nameEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && at - from < LONGEST_WORD && Compose.isName(bytes[at])) {
      at++;
    }
    return at;
  }
}

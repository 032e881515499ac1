package io.badhop.ingest.parse.wrap;

/**
 * Syslog as RFC 3164 and RFC 5424 have it and as rsyslog writes it to files: with or without
 * priority, with the short stamp or an ISO one.
 */
final class Syslog implements Wrapper {

  private static final String CEE = "@cee:";

  @Override
  public String name() {
    return "syslog";
  }

  @Override
  public Outcome unwrap(Envelope line) {
    byte[] bytes = line.bytes();
    int end = line.end();
    int at = behindPriority(bytes, line.start(), end);
    boolean priority = at > line.start();
    if (priority && Stamps.matches(bytes, at, end, "1 ")) {
      return modern(line, at + 2);
    }
    int iso = Stamps.isoEnd(bytes, at, end);
    int stamp = iso < 0 ? Stamps.bsdEnd(bytes, at, end) : iso;
    // Cisco and others put a colon behind the stamp.
    int word = stamp >= 0 && stamp < end && bytes[stamp] == ':' ? stamp + 1 : stamp;
    if (word < 0 || word >= end || bytes[word] != ' ') {
      return Outcome.NOT_MINE;
    }
    String time = line.text(at, iso < 0 ? stamp : iso);
    return classic(line, word + 1, priority, time);
  }

  /** Index behind {@code <134>}; the same index when there is none. */
  private static int behindPriority(byte[] bytes, int from, int end) {
    if (from >= end || bytes[from] != '<') {
      return from;
    }
    int close = Stamps.digitsEnd(bytes, from + 1, end);
    boolean valid = close > from + 1 && close <= from + 4 && close < end && bytes[close] == '>';
    return valid ? close + 1 : from;
  }

  /**
   * {@code host tag[pid]: message}; the host or, behind a priority or before JSON, the tag may be
   * missing.
   */
  private static Outcome classic(Envelope line, int from, boolean priority, String time) {
    byte[] bytes = line.bytes();
    int end = line.end();
    int firstEnd = wordEnd(bytes, from, end);
    boolean hostless = firstEnd > from && bytes[firstEnd - 1] == ':';
    int tag = hostless ? from : Math.min(end, firstEnd + 1);
    int tagEnd = wordEnd(bytes, tag, end);
    boolean tagged = tagEnd > tag && bytes[tagEnd - 1] == ':';
    int message = skipSpaces(bytes, tag, end);
    boolean json = message < end && bytes[message] == '{';
    if (firstEnd == from || !tagged && !json && !priority) {
      return Outcome.NOT_MINE;
    }
    line.host(hostless ? "" : line.text(from, firstEnd));
    line.stamp(time);
    if (tagged && !json) {
      line.service(line.text(tag, nameEnd(bytes, tag, tagEnd)));
      message = Math.min(end, tagEnd + 1);
    }
    line.from(behindCookie(bytes, message, end));
    return Outcome.MINE;
  }

  /** Behind {@code <PRI>1 }: stamp, host, application, process, message ID, data, message. */
  private static Outcome modern(Envelope line, int from) {
    byte[] bytes = line.bytes();
    int end = line.end();
    int[] ends = new int[5];
    int at = from;
    for (int i = 0; i < ends.length; i++) {
      ends[i] = wordEnd(bytes, at, end);
      if (ends[i] == at || ends[i] >= end) {
        return Outcome.NOT_MINE;
      }
      at = ends[i] + 1;
    }
    boolean nil = bytes[from] == '-' && ends[0] == from + 1;
    int message = dataEnd(bytes, at, end);
    if (message < 0 || !nil && Stamps.isoEnd(bytes, from, end) != ends[0]) {
      return Outcome.NOT_MINE;
    }
    line.stamp(line.text(from, ends[0]));
    line.host(line.text(ends[0] + 1, ends[1]));
    line.service(line.text(ends[1] + 1, ends[2]));
    line.from(behindCookie(bytes, message < end ? message + 1 : end, end));
    return Outcome.MINE;
  }

  /** Index behind the structured data, whose values may hold brackets in quotes; -1 if broken. */
  private static int dataEnd(byte[] bytes, int from, int end) {
    if (from < end && bytes[from] == '-') {
      return from + 1;
    }
    boolean quoted = false;
    int at = from;
    while (at < end && (bytes[at] == '[' || at > from && bytes[at - 1] != ']' || quoted)) {
      if (quoted && bytes[at] == '\\') {
        at++;
      } else if (bytes[at] == '"') {
        quoted = !quoted;
      } else if (!quoted && bytes[at] == ']' && (at + 1 >= end || bytes[at + 1] != '[')) {
        return at + 1;
      }
      at++;
    }
    return -1;
  }

  /** Behind the mark that JSON follows, and behind the byte order mark of RFC 5424. */
  private static int behindCookie(byte[] bytes, int from, int end) {
    int at = Cleaner.behindMark(bytes, from, end);
    return Stamps.matches(bytes, at, end, CEE) ? skipSpaces(bytes, at + CEE.length(), end) : at;
  }

  private static int nameEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != '[' && bytes[at] != ':') {
      at++;
    }
    return at;
  }

  private static int wordEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != ' ') {
      at++;
    }
    return at;
  }

  private static int skipSpaces(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] == ' ') {
      at++;
    }
    return at;
  }
}

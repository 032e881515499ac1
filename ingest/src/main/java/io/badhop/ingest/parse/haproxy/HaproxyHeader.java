package io.badhop.ingest.parse.haproxy;

/**
 * What stands before HAProxy's own message: the header of RFC 3164 or RFC 5424, that which rsyslog
 * writes, or nothing. For one thread.
 */
final class HaproxyHeader {

  private static final int CLASSIC_STAMP = 15;
  private static final int ISO_STAMP = 19;

  private byte[] buffer = new byte[0];
  private int end;
  private int message;
  private int hostFrom;
  private int hostTo;
  private int stampFrom;
  private int stampTo;
  private int dataFrom;
  private int dataTo;

  /** Reads the header of a line and gives where the message begins. */
  int read(byte[] line, int from, int to) {
    buffer = line;
    end = to;
    hostFrom = from;
    hostTo = from;
    stampFrom = from;
    stampTo = from;
    dataFrom = from;
    dataTo = from;
    int at = priority(from);
    if (at > from && at + 1 < to && line[at] == '1' && line[at + 1] == ' ') {
      message = protocol(at + 2);
    } else {
      message = stamp(at) ? tag(stampTo + 1) : at;
    }
    return message;
  }

  /** Index of the message's first byte. */
  int message() {
    return message;
  }

  int hostFrom() {
    return hostFrom;
  }

  int hostTo() {
    return hostTo;
  }

  int stampFrom() {
    return stampFrom;
  }

  /** Behind the stamp; equal to its beginning when there is none. */
  int stampTo() {
    return stampTo;
  }

  int dataFrom() {
    return dataFrom;
  }

  /** Behind the structured data of RFC 5424; equal to its beginning when there is none. */
  int dataTo() {
    return dataTo;
  }

  /** Behind {@code <134>}. */
  private int priority(int from) {
    if (from >= end || buffer[from] != '<') {
      return from;
    }
    int at = from + 1;
    while (at < end && at < from + 4 && isDigit(at)) {
      at++;
    }
    return at > from + 1 && at < end && buffer[at] == '>' ? at + 1 : from;
  }

  /** RFC 5424: time, host, application, process, message ID, structured data. */
  private int protocol(int from) {
    stampFrom = from;
    stampTo = wordEnd(from);
    hostFrom = next(stampTo);
    hostTo = wordEnd(hostFrom);
    int application = next(hostTo);
    boolean unknown = hostTo == hostFrom + 1 && buffer[hostFrom] == '-';
    hostTo = unknown ? hostFrom : hostTo;
    int process = next(wordEnd(application));
    int identifier = next(wordEnd(process));
    dataFrom = next(wordEnd(identifier));
    dataTo = dataFrom;
    if (dataFrom < end && buffer[dataFrom] == '-') {
      return next(dataFrom + 1);
    }
    dataTo = structuredDataEnd(dataFrom);
    return next(dataTo);
  }

  private int structuredDataEnd(int from) {
    int at = from;
    while (at < end && buffer[at] == '[') {
      boolean quoted = false;
      while (at < end && (quoted || buffer[at] != ']')) {
        quoted ^= buffer[at] == '"';
        at += buffer[at] == '\\' ? 2 : 1;
      }
      at++;
    }
    return Math.min(at, end);
  }

  /** {@code Nov 22 06:22:06} or ISO 8601. */
  private boolean stamp(int from) {
    stampFrom = from;
    stampTo = from;
    if (from + CLASSIC_STAMP >= end) {
      return false;
    }
    boolean classic =
        buffer[from] >= 'A'
            && buffer[from] <= 'Z'
            && buffer[from + 3] == ' '
            && buffer[from + 6] == ' '
            && buffer[from + 9] == ':'
            && buffer[from + 12] == ':'
            && buffer[from + CLASSIC_STAMP] == ' ';
    if (classic) {
      stampTo = from + CLASSIC_STAMP;
      return true;
    }
    boolean iso =
        from + ISO_STAMP < end
            && isDigit(from)
            && buffer[from + 4] == '-'
            && buffer[from + 7] == '-'
            && buffer[from + 10] == 'T';
    stampTo = iso ? wordEnd(from) : from;
    return iso;
  }

  /** Behind {@code host haproxy[77]: } or {@code haproxy[77]: }. */
  private int tag(int from) {
    int first = wordEnd(from);
    if (isTag(from, first)) {
      return next(first);
    }
    int second = wordEnd(next(first));
    if (isTag(next(first), second)) {
      hostFrom = from;
      hostTo = first;
      return next(second);
    }
    return Math.min(from, end);
  }

  private boolean isTag(int from, int to) {
    return to > from + 1 && to <= end && buffer[to - 1] == ':' && buffer[from] != '[';
  }

  private int wordEnd(int from) {
    int at = from;
    while (at < end && buffer[at] != ' ') {
      at++;
    }
    return Math.min(at, end);
  }

  private int next(int blank) {
    return Math.min(blank + 1, end);
  }

  private boolean isDigit(int at) {
    return buffer[at] >= '0' && buffer[at] <= '9';
  }
}

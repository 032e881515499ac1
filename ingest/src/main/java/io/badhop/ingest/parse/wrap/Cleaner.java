package io.badhop.ingest.parse.wrap;

/** Takes off what terminals and editors leave: byte order mark, carriage return, colours. */
final class Cleaner {

  private static final int ESCAPE = 0x1b;
  private static final int BELL = 0x07;

  private byte[] scratch = new byte[0];

  /** Cleans in place where bytes need only be cut off, else in a buffer of its own. */
  void clean(Envelope line) {
    byte[] bytes = line.bytes();
    int start = behindMark(bytes, line.start(), line.end());
    int end = line.end();
    while (end > start && (bytes[end - 1] == '\r' || bytes[end - 1] == '\n')) {
      end--;
    }
    int escape = start;
    while (escape < end && bytes[escape] != ESCAPE) {
      escape++;
    }
    line.inner(bytes, start, end - start);
    if (escape < end) {
      withoutEscapes(line);
    }
  }

  /** Index behind the byte order mark of UTF-8; the same index when there is none. */
  static int behindMark(byte[] bytes, int from, int end) {
    boolean mark =
        from + 3 <= end
            && (bytes[from] & 0xff) == 0xef
            && (bytes[from + 1] & 0xff) == 0xbb
            && (bytes[from + 2] & 0xff) == 0xbf;
    return mark ? from + 3 : from;
  }

  private void withoutEscapes(Envelope line) {
    byte[] bytes = line.bytes();
    int end = line.end();
    if (scratch.length < line.length()) {
      scratch = new byte[line.length()];
    }
    int count = 0;
    int at = line.start();
    while (at < end) {
      if (bytes[at] == ESCAPE) {
        at = behindEscape(bytes, at + 1, end);
      } else {
        scratch[count++] = bytes[at++];
      }
    }
    line.inner(scratch, 0, count);
  }

  /** ECMA-48: CSI ends with a byte from @ to ~, an operating system command with BEL or ESC. */
  private static int behindEscape(byte[] bytes, int from, int end) {
    if (from >= end) {
      return end;
    }
    int at = from + 1;
    if (bytes[from] == '[') {
      while (at < end && bytes[at] >= ' ' && bytes[at] < '@') {
        at++;
      }
      return Math.min(end, at + 1);
    }
    if (bytes[from] == ']') {
      while (at < end && bytes[at] != BELL && bytes[at] != ESCAPE) {
        at++;
      }
      return at < end && bytes[at] == BELL ? at + 1 : at;
    }
    return at;
  }
}

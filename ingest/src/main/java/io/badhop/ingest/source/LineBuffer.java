package io.badhop.ingest.source;

import io.badhop.ingest.parse.RawLine;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts bytes into lines without copying them. The same bytes give the same lines at the same
 * offsets, however they arrive; so a file read at once, a file that is followed and the same file
 * compressed later all give records the same identity.
 *
 * <p>Memory: little until something is read, as there may be thousands of quiet logs; at most three
 * times {@link LineSource#MAX_LINE}. NUL bytes where a line should begin are passed over: a file
 * that was truncated under its writer has a hole there.
 */
final class LineBuffer {
  private static final int LEAST_CHUNK = 1 << 12;
  private static final int CHUNK = 1 << 17;
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private byte[] bytes;
  private int chunk = LEAST_CHUNK;
  private int start;
  private int scanned;
  private int end;
  private long offset;
  private boolean skipping;
  private boolean cut;

  /** A buffer for bytes that begin at an offset of their source. */
  LineBuffer(long offset) {
    this(new byte[0], 0, offset);
  }

  /** A buffer that holds all that ever comes; the bytes are not copied and not changed. */
  LineBuffer(byte[] whole, long offset) {
    this(whole, whole.length, offset);
  }

  private LineBuffer(byte[] bytes, int end, long offset) {
    this.bytes = bytes;
    this.end = end;
    this.offset = offset;
  }

  /** Offset of the first byte that is in no line handed out and was not passed over. */
  long offset() {
    return offset;
  }

  /** Whether the line last handed out is the beginning of a longer one. */
  boolean cut() {
    return cut;
  }

  /** Appends what the stream has, at most one chunk; -1 when it has nothing. */
  int fill(InputStream in) throws IOException {
    makeRoom();
    int count = in.read(bytes, end, chunk);
    end += Math.max(0, count);
    if (count == chunk) {
      chunk = Math.min(CHUNK, 2 * chunk);
    }
    return count;
  }

  /** The next whole line; null when more bytes are needed. */
  RawLine next() {
    while (true) {
      if (start == scanned && !skipping && !atText()) {
        return null;
      }
      int newline = newline();
      if (newline < 0) {
        scanned = end;
        return unfinished();
      }
      if (!skipping) {
        return line(newline, newline + 1);
      }
      skipping = false;
      pass(newline + 1);
    }
  }

  /** What is left when no more bytes come; null when nothing is. */
  RawLine rest() {
    boolean left = start < end && !skipping;
    RawLine line = left ? line(end, end) : null;
    pass(end);
    return line;
  }

  private int newline() {
    byte[] in = bytes;
    for (int i = scanned, last = end; i < last; i++) {
      if (in[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private RawLine unfinished() {
    if (skipping) {
      pass(end);
      return null;
    }
    if (end - start <= LineSource.MAX_LINE) {
      return null;
    }
    RawLine line = line(end, end);
    skipping = true;
    return line;
  }

  private RawLine line(int to, int next) {
    int from = start;
    long at = offset;
    int length = to - from;
    cut = length > LineSource.MAX_LINE;
    if (cut) {
      length = LineSource.MAX_LINE;
    } else if (length > 0 && bytes[from + length - 1] == '\r') {
      length--;
    }
    pass(next);
    return new RawLine(bytes, from, length, at);
  }

  private void pass(int to) {
    offset += to - start;
    start = to;
    scanned = to;
  }

  /** Steps over what may stand before the text of a line; false when that cannot be decided yet. */
  private boolean atText() {
    if (offset == 0 && start < end && bytes[start] == MARK[0]) {
      int known = Math.min(MARK.length, end - start);
      if (Arrays.equals(bytes, start, start + known, MARK, 0, known)) {
        if (known < MARK.length) {
          return false;
        }
        pass(start + MARK.length);
      }
    }
    int at = start;
    while (at < end && bytes[at] == 0) {
      at++;
    }
    pass(at);
    return true;
  }

  private void makeRoom() {
    if (bytes.length - end >= chunk) {
      return;
    }
    int kept = end - start;
    int size = Math.max(bytes.length, 2 * chunk);
    while (size - kept < chunk) {
      size *= 2;
    }
    byte[] target = size == bytes.length ? bytes : new byte[size];
    System.arraycopy(bytes, start, target, 0, kept);
    bytes = target;
    scanned -= start;
    start = 0;
    end = kept;
  }
}

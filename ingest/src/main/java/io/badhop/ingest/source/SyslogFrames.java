package io.badhop.ingest.source;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Messages of a syslog stream (RFC 6587): each begins with its length and a space, or else ends
 * with its line. Which of both is seen anew at each message.
 */
final class SyslogFrames {
  private static final int MAX_DIGITS = 7;

  private final BufferedInputStream in;

  SyslogFrames(BufferedInputStream in) {
    this.in = in;
  }

  /** Whether the next message, or a part of it, is here already. */
  boolean hasMore() throws IOException {
    return in.available() > 0;
  }

  /**
   * The next message. One that is longer than {@link LineSource#MAX_LINE} is handed out one byte
   * longer than that, so that it is recognised as cut, and its rest passed over.
   *
   * @return null at the end of the stream
   */
  byte[] next() throws IOException {
    int counted = counted();
    return counted >= 0 ? exactly(counted) : line();
  }

  /** The length that stands before a message, which is passed over; -1 when there is none. */
  private int counted() throws IOException {
    in.mark(MAX_DIGITS + 2);
    int length = 0;
    int digits = 0;
    int c;
    while ((c = in.read()) >= '0' && c <= '9' && digits < MAX_DIGITS) {
      length = length * 10 + c - '0';
      digits++;
    }
    // A line of text that begins with a number is no message with a length.
    boolean counted = digits > 0 && c == ' ' && in.read() == '<';
    in.reset();
    if (counted) {
      in.skipNBytes(digits + 1L);
    }
    return counted ? length : -1;
  }

  private byte[] exactly(int length) throws IOException {
    byte[] message = in.readNBytes(Math.min(length, LineSource.MAX_LINE + 1));
    for (int left = length - message.length; left > 0 && in.read() >= 0; left--) {
      continue;
    }
    return message;
  }

  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    int c;
    while ((c = in.read()) >= 0 && c != '\n') {
      if (line.size() <= LineSource.MAX_LINE) {
        line.write(c);
      }
    }
    return c < 0 && line.size() == 0 ? null : line.toByteArray();
  }
}

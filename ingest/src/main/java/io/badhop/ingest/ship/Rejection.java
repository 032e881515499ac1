package io.badhop.ingest.ship;

import io.badhop.ingest.parse.RawLine;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line that is not taken in, whole enough to be looked at and sent again.
 *
 * @param source ID of the source
 * @param file its file
 * @param format name of the format that it was read as
 * @param offset byte offset in the unpacked file
 * @param reason name of the reason in kebab case
 * @param detail what was wrong, in words
 * @param payload the line's bytes, at most {@link #MAX_PAYLOAD}
 * @param truncated whether the payload is only the beginning
 */
record Rejection(
    String source,
    String file,
    String format,
    long offset,
    String reason,
    String detail,
    byte[] payload,
    boolean truncated) {

  /** Most bytes of a line that are kept. */
  static final int MAX_PAYLOAD = 64 * 1024;

  private static final int MAX_DETAIL = 500;
  private static final int MAX_TEXT = 200;

  /** Who is told of each rejection, at once. */
  @FunctionalInterface
  interface Listener {
    /** Nobody is. */
    Listener NONE = rejection -> {};

    void rejected(Rejection rejection);
  }

  static Rejection of(Pump.Origin origin, RawLine line, boolean cut, String reason, String detail) {
    int kept = Math.min(MAX_PAYLOAD, line.length());
    byte[] payload = Arrays.copyOfRange(line.buffer(), line.start(), line.start() + kept);
    return new Rejection(
        origin.source(),
        origin.file(),
        origin.format().name(),
        line.offset(),
        reason,
        detail.substring(0, Math.min(MAX_DETAIL, detail.length())),
        payload,
        cut || kept < line.length());
  }

  /** The same at another offset. */
  Rejection at(long place) {
    return new Rejection(source, file, format, place, reason, detail, payload, truncated);
  }

  RejectedLine example() {
    int kept = Math.min(payload.length, MAX_TEXT * 4);
    String text = new String(payload, 0, kept, StandardCharsets.UTF_8);
    return new RejectedLine(
        file, offset, reason, detail, text.substring(0, Math.min(MAX_TEXT, text.length())));
  }
}

package io.badhop.ingest.parse.wrap;

import io.badhop.ingest.parse.RawLine;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes a stack of wrappers off the lines of one source. */
final class Unwrapper {

  /** What became of a line. */
  enum Outcome {
    /** A line for the inner parser. */
    LINE,
    /** A part of a line that is not over. */
    PART,
    /** The last part of a line that is too long to be joined. */
    PARTS_TOO_LONG,
    /** What is inside is too long. */
    TOO_LONG
  }

  private final Charset charset;
  private final Envelope envelope = new Envelope();
  private final Cleaner cleaner = new Cleaner();
  private final List<Level> levels;

  /**
   * Starts at the beginning of a source.
   *
   * @param charset encoding of the lines; null for UTF-8
   * @param wrappers from the outermost
   */
  Unwrapper(Charset charset, List<Wrapper> wrappers) {
    this.charset = charset;
    levels = wrappers.stream().map(Level::new).toList();
  }

  /** The last line, valid until the next. */
  Envelope envelope() {
    return envelope;
  }

  Outcome unwrap(RawLine line) {
    envelope.begin(line);
    if (charset != null) {
      decode(line);
    }
    cleaner.clean(envelope);
    for (Level level : levels) {
      Wrapper.Outcome outcome = level.wrapper.unwrap(envelope);
      if (outcome == Wrapper.Outcome.NOT_MINE) {
        break;
      }
      Joiner joiner = envelope.stream().equals("stderr") ? level.errors : level.output;
      if (outcome == Wrapper.Outcome.PARTIAL) {
        joiner.add(envelope);
        return Outcome.PART;
      }
      if (!joiner.finish(envelope)) {
        return Outcome.PARTS_TOO_LONG;
      }
      level.cleaner.clean(envelope);
    }
    return envelope.length() > Wrappers.LONGEST ? Outcome.TOO_LONG : Outcome.LINE;
  }

  /**
   * A line end of UTF-16 is two bytes, of which the split at one leaves the other; and zeros at the
   * beginning of a line were passed over before.
   */
  private void decode(RawLine line) {
    byte[] bytes = line.buffer();
    int start = line.start();
    int length = line.length();
    boolean zeroAtEnd = length > 0 && bytes[start + length - 1] == 0;
    if (charset.equals(StandardCharsets.UTF_16BE)) {
      if ((length & 1) == 1 && !zeroAtEnd) {
        byte[] whole = new byte[length + 1];
        System.arraycopy(bytes, start, whole, 1, length);
        envelope.inner(new String(whole, charset));
        return;
      }
      // Without the zero at its beginning and with the one of its end it is the other order.
      boolean moved = (length & 1) == 0 && zeroAtEnd;
      envelope.inner(
          new String(bytes, start, length & ~1, moved ? StandardCharsets.UTF_16LE : charset));
      return;
    }
    if ((length & 1) == 1 && charset.equals(StandardCharsets.UTF_16LE)) {
      start++;
      length--;
    }
    envelope.inner(new String(bytes, start, length, charset));
  }

  private static final class Level {
    private final Wrapper wrapper;
    private final Cleaner cleaner = new Cleaner();
    private final Joiner output = new Joiner();
    private final Joiner errors = new Joiner();

    Level(Wrapper wrapper) {
      this.wrapper = wrapper;
    }
  }
}

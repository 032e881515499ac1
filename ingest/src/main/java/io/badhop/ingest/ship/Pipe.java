package io.badhop.ingest.ship;

import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.source.LineSource;
import io.badhop.ingest.source.LineSources;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A log that comes through a pipe and can be read only once. What its format is told by is kept
 * until it is read.
 */
final class Pipe {
  /** How it is named among paths. */
  static final Path PATH = Path.of("-");

  /** ID of its source. */
  static final String SOURCE = "stdin";

  private final InputStream in;
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
  private boolean opened;

  Pipe(InputStream in) {
    this.in = in;
  }

  /** Its first lines; waits until they are there, or its end. */
  List<RawLine> sample() throws IOException {
    return Sample.of(LineSources.stream(new Seeing(), SOURCE));
  }

  /** All of it. */
  LineSource open() throws IOException {
    if (opened) {
      throw new IOException("standard input can be read only once");
    }
    opened = true;
    InputStream begin = new ByteArrayInputStream(seen.toByteArray());
    seen.reset();
    return LineSources.stream(new SequenceInputStream(begin, in), SOURCE);
  }

  /** Keeps what is read through it, and does not close the pipe. */
  private final class Seeing extends InputStream {
    @Override
    public int read() throws IOException {
      int value = in.read();
      if (value >= 0) {
        seen.write(value);
      }
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.read(bytes, offset, length);
      if (count > 0) {
        seen.write(bytes, offset, count);
      }
      return count;
    }
  }
}

package io.badhop.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import com.sun.management.ThreadMXBean;
import io.badhop.ingest.parse.RawLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Bytes that are no log: what they cost, and that what comes behind them is read. */
class BadBytesTest {
  private static final long MB = 1 << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What this thread has allocated since, in bytes; what is in use is never more. */
  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /** So many times one byte. */
  private static InputStream repeated(char c, long count) {
    return new InputStream() {
      private long left = count;

      @Override
      public int read() {
        return left-- > 0 ? c : -1;
      }

      @Override
      public int read(byte[] into, int from, int length) {
        if (left <= 0) {
          return -1;
        }
        int some = (int) Math.min(length, left);
        Arrays.fill(into, from, from + some, (byte) c);
        left -= some;
        return some;
      }
    };
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private interface Packer {
    OutputStream around(OutputStream out) throws IOException;
  }

  private static byte[] packed(Packer packer, InputStream in) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (OutputStream out = packer.around(file)) {
      in.transferTo(out);
    }
    return file.toByteArray();
  }

  /** Reads a cut line and then the one behind it. */
  private static void readsOneCutLine(InputStream in, long offset) throws IOException {
    long before = allocated();
    try (LineSource lines = LineSources.stream(in, "x")) {
      RawLine line = lines.next();
      assertThat(line.length()).isEqualTo(LineSource.MAX_LINE);
      assertThat(lines.cut()).isTrue();
      RawLine next = lines.next();
      assertThat(next.text()).isEqualTo("next");
      assertThat(next.offset()).isEqualTo(offset);
      assertThat(lines.cut()).isFalse();
      assertThat(lines.next()).isNull();
    }
    assertThat(allocated() - before).isLessThan(16 * MB);
  }

  @Test
  void aLineOf100MbIsCutAndTheNextOneRead() throws IOException {
    InputStream in = new SequenceInputStream(repeated('a', 100 * MB), bytes("\nnext\n"));
    readsOneCutLine(in, 100 * MB + 1);
  }

  @Test
  void aGzipBombOfOneGigabyteCostsOneCutLine() throws IOException {
    InputStream text = new SequenceInputStream(repeated('a', 1024 * MB), bytes("\nnext\n"));
    byte[] bomb = packed(out -> new GZIPOutputStream(out, 1 << 16), text);
    assertThat(bomb.length).isLessThan((int) (2 * MB));
    readsOneCutLine(new ByteArrayInputStream(bomb), 1024 * MB + 1);
  }

  @Test
  void aZstdBombOfTwoGigabytesCostsOneCutLine() throws IOException {
    InputStream text = new SequenceInputStream(repeated('a', 2048 * MB), bytes("\nnext\n"));
    byte[] bomb = packed(ZstdOutputStream::new, text);
    assertThat(bomb.length).isLessThan((int) MB);
    readsOneCutLine(new ByteArrayInputStream(bomb), 2048 * MB + 1);
  }

  @Test
  void aBombOfNulBytesHasNoLines() throws IOException {
    byte[] bomb = packed(ZstdOutputStream::new, repeated('\0', 1024 * MB));
    long before = allocated();
    try (LineSource lines = LineSources.stream(new ByteArrayInputStream(bomb), "x")) {
      assertThat(lines.next()).isNull();
    }
    assertThat(allocated() - before).isLessThan(16 * MB);
  }

  @Test
  void aBombInABodyIsNotUnpackedBeyondTheLimit() throws IOException {
    int limit = 100_000;
    for (String encoding : new String[] {"gzip", "zstd"}) {
      Packer packer = encoding.equals("gzip") ? GZIPOutputStream::new : ZstdOutputStream::new;
      byte[] bomb = packed(packer, repeated('a', 64 * MB));
      long before = allocated();
      assertThat(bomb.length).isLessThan(limit);
      assertThatThrownBy(() -> RequestBody.read(new ByteArrayInputStream(bomb), encoding, limit))
          .isInstanceOf(RequestBody.TooLongException.class);
      assertThat(allocated() - before).as(encoding).isLessThan(4 * MB);
    }
  }

  @Test
  void bytesThatAreNotUtf8AndNulBytesStayInTheirLine() throws IOException {
    try (LineSource lines = LineSources.stream(bytes("a\0\0b\n\u00ff\u00fe\u00c3\nc"), "x")) {
      assertThat(lines.next().length()).isEqualTo(4);
      assertThat(lines.next().text()).isEqualTo("\ufffd\ufffd\ufffd");
      assertThat(lines.next().text()).isEqualTo("c");
    }
  }

  @Test
  void aQuietLogHasASmallBuffer() throws IOException {
    LineBuffer[] buffers = new LineBuffer[1000];
    long before = allocated();
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = new LineBuffer(0);
      assertThat(buffers[i].fill(InputStream.nullInputStream())).isNegative();
    }
    assertThat(allocated() - before).isLessThan(20 * MB);
  }
}

package io.badhop.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.RawLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** However bytes arrive, they are the same lines at the same offsets. */
class LineSplittingTest {
  private static final String[] PIECES = {
    "a",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\0\0\n",
    "\u00ef\u00bb\u00bf",
    "long".repeat(2000),
    " ",
    "\u00ff"
  };

  private final Random chance = new Random(29);

  private record Line(long offset, long identity, String text) {}

  /** Gives what it has in pieces of any length, and now and then nothing. */
  private InputStream pieces(byte[] bytes, int most) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] into, int from, int length) {
        return super.read(into, from, Math.min(length, 1 + chance.nextInt(most)));
      }
    };
  }

  private static List<Line> lines(InputStream in) throws IOException {
    LineBuffer buffer = new LineBuffer(0);
    List<Line> lines = new ArrayList<>();
    boolean more = true;
    while (more) {
      RawLine line;
      while ((line = buffer.next()) != null) {
        lines.add(new Line(line.offset(), line.identity(), line.text()));
      }
      more = buffer.fill(in) >= 0;
    }
    RawLine rest = buffer.rest();
    if (rest != null) {
      lines.add(new Line(rest.offset(), rest.identity(), rest.text()));
    }
    return lines;
  }

  private byte[] bytes() {
    StringBuilder text = new StringBuilder();
    for (int i = 0, count = chance.nextInt(60); i < count; i++) {
      text.append(PIECES[chance.nextInt(PIECES.length)]);
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void anySplitGivesTheSameLines() throws IOException {
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = bytes();
      List<Line> whole = lines(new ByteArrayInputStream(bytes));
      assertThat(lines(pieces(bytes, 3))).isEqualTo(whole);
      assertThat(lines(pieces(bytes, 5000))).isEqualTo(whole);
    }
  }

  @Test
  void aSplitWithinALineThatIsTooLongChangesNothing() throws IOException {
    byte[] bytes =
        ("x".repeat(LineSource.MAX_LINE + 5) + "\nnext").getBytes(StandardCharsets.UTF_8);
    assertThat(lines(pieces(bytes, 100_000)))
        .isEqualTo(lines(new ByteArrayInputStream(bytes)))
        .extracting(Line::offset)
        .containsExactly(0L, LineSource.MAX_LINE + 6L);
  }

  @Test
  void theIdentityDoesNotDependOnWhereInABufferALineLies() {
    for (int round = 0; round < 500; round++) {
      byte[] bytes = new byte[chance.nextInt(40)];
      chance.nextBytes(bytes);
      byte[] roomy = new byte[bytes.length + 20];
      chance.nextBytes(roomy);
      System.arraycopy(bytes, 0, roomy, 7, bytes.length);
      assertThat(new RawLine(roomy, 7, bytes.length, round).identity())
          .isEqualTo(new RawLine(bytes, 0, bytes.length, round).identity());
    }
  }
}

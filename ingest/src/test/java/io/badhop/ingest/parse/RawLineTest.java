package io.badhop.ingest.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Identity of a line. */
class RawLineTest {
  private static final String TEXT = "192.0.2.7 GET /cart 502 twenty-nine";

  @Test
  void theIdentityDoesNotDependOnWhereTheBufferHoldsTheLine() {
    byte[] shifted = ("xyz" + TEXT + "tail").getBytes(StandardCharsets.UTF_8);

    assertThat(new RawLine(shifted, 3, TEXT.length(), 70).identity())
        .isEqualTo(RawLine.of(TEXT, 70).identity());
  }

  @Test
  void theSameTextAtAnotherOffsetIsAnotherRecord() {
    Set<Long> identities = new HashSet<>();
    for (int offset = 0; offset < 100_000; offset++) {
      identities.add(RawLine.of(TEXT, offset).identity());
    }

    assertThat(identities).hasSize(100_000);
  }

  @Test
  void linesThatDifferInOneBitAreDifferentAtEveryLength() {
    Set<Long> identities = new HashSet<>();
    int lines = 0;
    for (int length = 0; length <= 40; length++) {
      byte[] bytes = new byte[length];
      identities.add(new RawLine(bytes, 0, length, 0).identity());
      lines++;
      for (int bit = 0; bit < length * Byte.SIZE; bit++) {
        byte[] changed = bytes.clone();
        changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        identities.add(new RawLine(changed, 0, length, 0).identity());
        lines++;
      }
    }

    assertThat(identities).hasSize(lines);
  }

  @Test
  void manyAlikeLinesHaveIdentitiesOfTheirOwn() {
    Set<Long> identities = new HashSet<>();
    for (int i = 0; i < 200_000; i++) {
      identities.add(RawLine.of(TEXT + i + " " + i % 7, i % 3).identity());
    }

    assertThat(identities).hasSize(200_000);
  }

  @Test
  void blocksThatChangePlacesAreAnotherLine() {
    assertThat(RawLine.of("aaaaaaaabbbbbbbb", 0).identity())
        .isNotEqualTo(RawLine.of("bbbbbbbbaaaaaaaa", 0).identity());
  }
}

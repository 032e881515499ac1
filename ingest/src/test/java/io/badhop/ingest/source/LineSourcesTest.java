package io.badhop.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.badhop.ingest.parse.RawLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes out of files and streams that end. */
class LineSourcesTest {
  @TempDir Path folder;

  private LineSource of(String text) throws IOException {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  private LineSource of(byte[] bytes) throws IOException {
    return LineSources.stream(new ByteArrayInputStream(bytes), "test");
  }

  @Test
  void lineEndsAreLfAndCrlfAndTheEndOfTheFile() throws IOException {
    assertThat(Lines.read(of("one\ntwo\r\n\nlast"))).containsExactly("one", "two", "", "last");
  }

  @Test
  void anEmptySourceHasNoLines() throws IOException {
    assertThat(Lines.read(of(""))).isEmpty();
  }

  @Test
  void aCarriageReturnWithinALineStays() throws IOException {
    assertThat(Lines.read(of("a\rb\r\r\n"))).containsExactly("a\rb\r");
  }

  @Test
  void offsetsAreThoseOfTheFirstBytes() throws IOException {
    LineSource source = of("äb\r\nc\n\nd");

    assertThat(List.of(source.next().offset(), source.next().offset(), source.next().offset()))
        .containsExactly(0L, 5L, 7L);
    assertThat(source.next().offset()).isEqualTo(8);
    assertThat(source.next()).isNull();
    assertThat(source.next()).isNull();
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
    LineSource source = of("\uFEFFone\n\uFEFFtwo\n");
    RawLine first = source.next();

    assertThat(first.text()).isEqualTo("one");
    assertThat(first.offset()).isEqualTo(3);
    assertThat(source.next().text()).isEqualTo("\uFEFFtwo");
  }

  @Test
  void halfAByteOrderMarkIsTextWhenNothingFollows() throws IOException {
    LineSource source = of(new byte[] {(byte) 0xEF, (byte) 0xBB});

    assertThat(source.next().length()).isEqualTo(2);
    assertThat(source.next()).isNull();
  }

  @Test
  void nulBytesWithinALineStayAndAHoleBeforeOneIsPassedOver() throws IOException {
    LineSource source = of("a\0b\n\0\0\0c\n\0\0");

    assertThat(source.next().text()).isEqualTo("a\0b");
    RawLine afterHole = source.next();
    assertThat(afterHole.text()).isEqualTo("c");
    assertThat(afterHole.offset()).isEqualTo(7);
    assertThat(source.next()).isNull();
  }

  @Test
  void aLineOfOneMebibyteIsWholeAndALongerOneIsCutThere() throws IOException {
    String whole = "x".repeat(LineSource.MAX_LINE);
    LineSource source = of(whole + "\n" + whole + "yz\nnext\n");

    assertThat(source.next().length()).isEqualTo(LineSource.MAX_LINE);
    assertThat(source.cut()).isFalse();
    assertThat(source.next().length()).isEqualTo(LineSource.MAX_LINE);
    assertThat(source.cut()).isTrue();
    assertThat(source.next().text()).isEqualTo("next");
    assertThat(source.cut()).isFalse();
  }

  @Test
  void tenMegabytesWithoutALineEndAreOneCutLine() throws IOException {
    LineSource source = of("a\n" + "x".repeat(10_000_000) + "\nb");

    assertThat(source.next().text()).isEqualTo("a");
    assertThat(source.next().length()).isEqualTo(LineSource.MAX_LINE);
    assertThat(source.cut()).isTrue();
    RawLine after = source.next();
    assertThat(after.text()).isEqualTo("b");
    assertThat(after.offset()).isEqualTo(10_000_003);
    assertThat(source.next()).isNull();
  }

  @Test
  void linesOfManyLengthsComeOutAsTheyWentIn() throws IOException {
    Random random = new Random(7);
    List<String> lines =
        IntStream.range(0, 3000)
            .mapToObj(i -> "l" + i + "x".repeat(random.nextInt(i % 50 == 0 ? 300_000 : 500)))
            .toList();

    assertThat(Lines.read(of(String.join("\n", lines)))).isEqualTo(lines);
  }

  @Test
  void gzipIsKnownByItsFirstBytesAndNotByItsName() throws IOException {
    Path packed = folder.resolve("access.log");
    Path plain = folder.resolve("access.gz");
    Files.write(packed, Lines.gzip("one\ntwo\n"));
    Files.writeString(plain, "one\ntwo\n");

    try (LineSource a = LineSources.file(packed, "a");
        LineSource b = LineSources.file(plain, "b")) {
      assertThat(Lines.identities(a)).hasSize(2).isEqualTo(Lines.identities(b));
      assertThat(a.bytesRead()).isEqualTo(Files.size(packed));
    }
  }

  @Test
  void membersOfAGzipFileFollowEachOther() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(Lines.gzip("one\ntw"));
    both.write(Lines.gzip("o\nthree"));

    assertThat(Lines.read(of(both.toByteArray()))).containsExactly("one", "two", "three");
  }

  @Test
  void aTruncatedGzipGivesItsWholeLinesAndThenSaysSo() throws IOException {
    Random random = new Random(3);
    String text =
        IntStream.range(0, 20_000)
            .mapToObj(i -> i + " " + Long.toHexString(random.nextLong()))
            .collect(Collectors.joining("\n", "", "\n"));
    byte[] packed = Lines.gzip(text);
    LineSource source = of(Arrays.copyOf(packed, packed.length / 2));

    String last = "";
    long end = 0;
    SourceException failure = null;
    try {
      RawLine line;
      while ((line = source.next()) != null) {
        last = line.text();
        end = line.offset() + line.length() + 1;
      }
    } catch (SourceException e) {
      failure = e;
    }

    assertThat(failure).isNotNull();
    assertThat(failure.reason()).isEqualTo("truncated-gzip");
    assertThat(failure.offset()).isEqualTo(end);
    assertThat(failure).hasMessageContaining("test").hasMessageContaining("byte " + end);
    assertThat(text).contains("\n" + last + "\n");
    assertThat(Integer.parseInt(last.split(" ")[0])).isGreaterThan(5000);
    assertThat(source.next()).isNull();
  }

  @Test
  void aGzipFileCutWithinItsHeaderIsTruncatedToo() throws IOException {
    LineSource source = of(Arrays.copyOf(Lines.gzip("x\n"), 5));

    assertThatThrownBy(source::next)
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.reason()).isEqualTo("truncated-gzip"));
  }

  @Test
  void damageWithinAGzipFileIsNamed() throws IOException {
    byte[] packed = Lines.gzip("some text\nthat is long enough to be damaged\n".repeat(50));
    Arrays.fill(packed, 20, 40, (byte) 0xff);
    LineSource source = of(packed);

    assertThatThrownBy(() -> Lines.read(source))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.reason()).isEqualTo("corrupt-gzip"));
  }

  @Test
  void aGzipBombOfOneLineCostsOneCutLine() throws IOException {
    byte[] bomb = Lines.gzip(new byte[40_000_000]);
    byte[] letters = new byte[40_000_000];
    Arrays.fill(letters, (byte) 'x');

    assertThat(of(bomb).next()).isNull();
    LineSource source = of(Lines.gzip(letters));
    assertThat(source.next().length()).isEqualTo(LineSource.MAX_LINE);
    assertThat(source.cut()).isTrue();
    assertThat(source.next()).isNull();
  }

  @Test
  void aFolderAndAMissingFileAreNamed() {
    Path missing = folder.resolve("nothing.log");

    assertThatThrownBy(() -> LineSources.file(missing, "x"))
        .isInstanceOf(IOException.class)
        .hasMessage(missing + " does not exist");
    assertThatThrownBy(() -> LineSources.file(folder, "x"))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + " is a folder, not a file");
  }

  @Test
  void zstdIsKnownByItsFirstBytes() throws IOException {
    byte[] packed = Zstd.compress("one\ntwo\n".getBytes(StandardCharsets.UTF_8));

    assertThat(Lines.read(of(packed))).containsExactly("one", "two");
  }

  @Test
  void aTruncatedZstdGivesItsWholeLinesAndThenSaysSo() throws IOException {
    String text = "a line of text that is there many times\n".repeat(50_000);
    byte[] packed = Zstd.compress(text.getBytes(StandardCharsets.UTF_8));
    LineSource source = of(Arrays.copyOf(packed, packed.length - 3));

    assertThatThrownBy(() -> Lines.read(source))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.reason()).isEqualTo("truncated-zstd"));
  }

  @Test
  void aDamagedZstdIsCorrupt() throws IOException {
    byte[] packed = Zstd.compress("one\ntwo\nthree\n".getBytes(StandardCharsets.UTF_8));
    packed[5] ^= 0x7f;

    assertThatThrownBy(() -> Lines.read(of(packed)))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.reason()).endsWith("-zstd"));
  }
}

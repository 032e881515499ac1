package io.badhop.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is written to, rotated and read again after a crash. */
class TailingFileSourceTest {
  @TempDir Path folder;
  private final DrivenClock clock = new DrivenClock();
  private Path log;

  @BeforeEach
  void name() {
    log = folder.resolve("access.log");
  }

  private TailingFileSource tail() throws IOException {
    return TailingFileSource.fromBeginning(log, clock);
  }

  /** What a copy does: rotated files are older than the current one. */
  private void rename(String to, int minutesAgo) throws IOException {
    Path rotated = folder.resolve(to);
    Files.move(log, rotated);
    Files.setLastModifiedTime(
        rotated, FileTime.from(Instant.now().minus(Duration.ofMinutes(minutesAgo))));
  }

  @Test
  void linesComeAsTheyAreWrittenAndHalfALineWaits() throws IOException {
    try (TailingFileSource source = tail()) {
      Lines.append(log, "one\ntw");
      assertThat(Lines.read(source)).containsExactly("one");
      assertThat(source.atEnd()).isTrue();
      Lines.append(log, "o\nthree\n");
      assertThat(Lines.read(source)).containsExactly("two", "three");
    }
  }

  @Test
  void aFileThatDoesNotExistYetIsWaitedFor() throws IOException {
    try (TailingFileSource source = tail()) {
      assertThat(source.next()).isNull();
      assertThat(source.atEnd()).isFalse();
      Lines.append(log, "one\n");
      assertThat(Lines.read(source)).containsExactly("one");
      assertThat(source.atEnd()).isTrue();
    }
  }

  @Test
  void fromTheEndOnlyWhatIsWrittenLaterComes() throws IOException {
    Lines.append(log, "old\nhalf");
    try (TailingFileSource source = TailingFileSource.fromEnd(log, clock)) {
      assertThat(Lines.read(source)).isEmpty();
      Lines.append(log, " a line\nnew\n");
      assertThat(Lines.read(source)).containsExactly("half a line", "new");
    }
  }

  @Test
  void afterARenameTheOldFileIsReadOnWhileItsWriterMayNotHaveNoticed() throws IOException {
    try (TailingFileSource source = tail()) {
      Lines.append(log, "one\n");
      assertThat(Lines.read(source)).containsExactly("one");
      rename("access.log.1", 0);
      Lines.append(folder.resolve("access.log.1"), "two\n");
      Lines.append(log, "three\n");
      assertThat(Lines.read(source)).containsExactly("two", "three");
      Lines.append(folder.resolve("access.log.1"), "late\n");
      assertThat(Lines.read(source)).containsExactly("late");
      clock.pass(TailingFileSource.GRACE);
      assertThat(Lines.read(source)).isEmpty();
      assertThat(source.positions()).hasSize(1);
      Lines.append(log, "four\n");
      assertThat(Lines.read(source)).containsExactly("four");
      assertThat(source.lost()).isZero();
    }
  }

  @Test
  void theLastLineOfARotatedFileCountsWithoutItsEnd() throws IOException {
    try (TailingFileSource source = tail()) {
      Lines.append(log, "one\ncut off");
      assertThat(Lines.read(source)).containsExactly("one");
      rename("access.log.1", 0);
      Lines.append(log, "two\n");
      assertThat(Lines.read(source)).containsExactly("two");
      clock.pass(TailingFileSource.GRACE);
      assertThat(Lines.read(source)).containsExactly("cut off");
    }
  }

  @Test
  void afterCopyAndTruncateTheRestIsReadFromTheCopy() throws IOException {
    try (TailingFileSource source = tail()) {
      Lines.append(log, "one\ntwo\n");
      assertThat(Lines.read(source)).containsExactly("one", "two");
      Lines.append(log, "unread\n");
      Files.copy(log, folder.resolve("access.log.1"));
      Files.writeString(log, "x\n");
      assertThat(Lines.read(source)).containsExactly("unread", "x");
      assertThat(source.lost()).isZero();
    }
  }

  @Test
  void aTruncatedFileThatHasGrownBeyondThePlaceIsNoticedByItsFirstBytes() throws IOException {
    try (TailingFileSource source = tail()) {
      Lines.append(log, "one\n");
      assertThat(Lines.read(source)).containsExactly("one");
      Files.writeString(log, "after the truncation\nmore\n");
      assertThat(Lines.read(source)).containsExactly("after the truncation", "more");
      assertThat(source.lost()).isEqualTo(1);
    }
  }

  @Test
  void theHoleThatATruncationLeavesUnderAWriterIsPassedOver() throws IOException {
    try (TailingFileSource source = tail()) {
      Lines.append(log, "one\n".repeat(1000));
      assertThat(Lines.read(source)).hasSize(1000);
      try (RandomAccessFile writer = new RandomAccessFile(log.toFile(), "rw")) {
        writer.setLength(0);
        writer.seek(4000);
        writer.writeBytes("after\n");
      }
      assertThat(Lines.read(source)).containsExactly("after");
    }
  }

  @Test
  void aNewProcessGoesOnWhereTheOldOneStood() throws IOException {
    List<FilePosition> stood;
    try (TailingFileSource source = tail()) {
      Lines.append(log, "one\ntwo\nhal");
      assertThat(Lines.read(source)).containsExactly("one", "two");
      stood = source.positions();
    }
    Lines.append(log, "f\n");
    try (TailingFileSource source = TailingFileSource.resume(log, stood, clock)) {
      assertThat(Lines.read(source)).containsExactly("half");
      assertThat(source.lost()).isZero();
    }
  }

  @Test
  void identitiesAreTheSameForAFollowedFileAndForOneReadAtOnce() throws IOException {
    List<FilePosition> stood;
    List<Long> followed;
    Lines.append(log, "\uFEFFone\r\ntwo\n");
    try (TailingFileSource source = tail()) {
      followed = Lines.identities(source);
      stood = source.positions();
    }
    Lines.append(log, "three\n");
    try (TailingFileSource source = TailingFileSource.resume(log, stood, clock);
        LineSource atOnce = LineSources.file(log, "x")) {
      followed.addAll(Lines.identities(source));
      assertThat(Lines.identities(atOnce)).hasSize(3).isEqualTo(followed);
    }
  }

  @Test
  void twoRotationsWhileNobodyReadAreCaughtUpWithInOrder() throws IOException {
    List<FilePosition> stood;
    Lines.append(log, "one\n");
    try (TailingFileSource source = tail()) {
      Lines.read(source);
      stood = source.positions();
    }
    Lines.append(log, "two\n");
    rename("access.log.2", 20);
    Lines.append(log, "three\n");
    rename("access.log.1", 10);
    Lines.append(log, "four\n");
    try (TailingFileSource source = TailingFileSource.resume(log, stood, clock)) {
      assertThat(Lines.read(source)).containsExactly("two", "three", "four");
      assertThat(source.lost()).isZero();
    }
  }

  @Test
  void aRotatedFileThatWasCompressedMeanwhileIsReadFromThePlace() throws IOException {
    List<FilePosition> stood;
    Lines.append(log, "one\n");
    try (TailingFileSource source = tail()) {
      Lines.read(source);
      stood = source.positions();
    }
    Lines.append(log, "two\n");
    Files.write(folder.resolve("access.log.1.gz"), Lines.gzip(Files.readAllBytes(log)));
    Files.delete(log);
    Lines.append(log, "three\n");
    try (TailingFileSource source = TailingFileSource.resume(log, stood, clock)) {
      assertThat(Lines.read(source)).containsExactly("two", "three");
    }
  }

  @Test
  void aFileThatIsGoneForGoodIsReadFromItsSuccessorAndCounted() throws IOException {
    List<FilePosition> stood;
    Lines.append(log, "one\n");
    try (TailingFileSource source = tail()) {
      Lines.read(source);
      stood = source.positions();
    }
    Files.delete(log);
    Lines.append(log, "another file\n");
    try (TailingFileSource source = TailingFileSource.resume(log, stood, clock)) {
      assertThat(Lines.read(source)).containsExactly("another file");
      assertThat(source.lost()).isEqualTo(1);
    }
  }

  @Test
  void aCrashDuringRotationKeepsBothPlaces() throws IOException {
    List<FilePosition> stood;
    try (TailingFileSource source = tail()) {
      Lines.append(log, "one\n");
      Lines.read(source);
      rename("access.log.1", 5);
      Lines.append(log, "two\n");
      assertThat(Lines.read(source)).containsExactly("two");
      stood = source.positions();
      assertThat(stood).hasSize(2);
    }
    Lines.append(folder.resolve("access.log.1"), "late\n");
    Lines.append(log, "three\n");
    try (TailingFileSource source = TailingFileSource.resume(log, stood, clock)) {
      assertThat(Lines.read(source)).containsExactlyInAnyOrder("late", "three");
    }
  }
}

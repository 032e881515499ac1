package io.badhop.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.badhop.ingest.parse.RawLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PipeReceiverTest {

  private final Inbox inbox = new Inbox(1 << 20);

  private List<String> lines(InputStream in) throws IOException {
    PipeReceiver receiver = PipeReceiver.start("pipe", in, inbox, Clock.systemUTC());
    List<String> lines = new ArrayList<>();
    await()
        .until(
            () -> {
              boolean ended = receiver.ended();
              Batch batch;
              while ((batch = inbox.poll()) != null) {
                read(batch, lines);
              }
              return ended;
            });
    return lines;
  }

  private static void read(Batch batch, List<String> lines) throws IOException {
    LineSource source = batch.lines();
    RawLine line;
    while ((line = source.next()) != null) {
      lines.add(line.offset() + " " + (source.cut() ? "cut" : line.text()));
    }
  }

  private static InputStream of(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theLastLineEndsWithThePipe() throws Exception {
    assertThat(lines(of("one\ntwo\r\nthree"))).containsExactly("0 one", "4 two", "9 three");
  }

  @Test
  void linesThatComeInPiecesAreWhole() throws Exception {
    InputStream slow =
        new InputStream() {
          private final InputStream all = of("one\ntwo\nthree\n");

          @Override
          public int read() throws IOException {
            return all.read();
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return all.read(bytes, offset, 1);
          }
        };
    assertThat(lines(slow)).containsExactly("0 one", "4 two", "8 three");
  }

  @Test
  void aLineWithoutEndIsCutAndTheNextOneIsRead() throws Exception {
    int length = 5 << 20;
    List<String> lines = lines(of("x".repeat(length) + "\nnext\n"));
    assertThat(lines).containsExactly("0 cut", (length + 1) + " next");
  }

  @Test
  void aPipeIsNotReadWhileThereIsNoRoom() {
    AtomicLong read = new AtomicLong();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return '\n';
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            java.util.Arrays.fill(bytes, offset, offset + length, (byte) '\n');
            read.addAndGet(length);
            return length;
          }
        };
    try (PipeReceiver receiver = PipeReceiver.start("pipe", endless, inbox, Clock.systemUTC())) {
      await().until(() -> read.get() > 1 << 20);
      long full = read.get();
      await().during(java.time.Duration.ofMillis(200)).until(() -> read.get() <= 2 << 20);
      assertThat(read.get()).isEqualTo(full);
      assertThat(receiver.ended()).isFalse();
    }
    inbox.close();
  }
}

package io.badhop.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.badhop.ingest.parse.RawLine;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** What comes over the network or from a disk that was full. */
class TransportFuzz {
  private static final int LIMIT = 1 << 16;
  private static final List<String> ENCODINGS = List.of("", "gzip", "zstd", "br");

  @TempDir Path folder;

  /** The first byte chooses how the body is packed. */
  @FuzzTest(maxDuration = "2m")
  void body(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] sent = Arrays.copyOfRange(data, 1, data.length);
    try {
      String encoding = ENCODINGS.get((data[0] & 0xff) % ENCODINGS.size());
      byte[] body = RequestBody.read(new ByteArrayInputStream(sent), encoding, LIMIT);
      assertThat(body.length).isLessThanOrEqualTo(LIMIT);
      RequestBody.isProbe(body);
      assertThat(RequestBody.lines(body).length).isLessThanOrEqualTo(body.length);
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotNull();
    }
  }

  @FuzzTest(maxDuration = "2m")
  void syslog(byte[] data) throws IOException {
    SyslogFrames frames = new SyslogFrames(new BufferedInputStream(new ByteArrayInputStream(data)));
    long bytes = 0;
    byte[] message;
    int messages = 0;
    while ((message = frames.next()) != null) {
      bytes += message.length;
      assertThat(++messages).isLessThanOrEqualTo(data.length);
    }
    assertThat(bytes).isLessThanOrEqualTo(data.length);
  }

  @FuzzTest(maxDuration = "2m")
  void checkpoint(byte[] data) throws IOException {
    Path file = folder.resolve("positions");
    Files.write(file, data);
    Map<String, List<FilePosition>> positions;
    try {
      positions = new CheckpointFile(file).load();
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("Remove it to read the logs from their beginning");
      return;
    }
    Path copy = folder.resolve("copy");
    new CheckpointFile(copy).save(positions);
    assertThat(new CheckpointFile(copy).load()).isEqualTo(positions);
  }

  @FuzzTest(maxDuration = "2m")
  void streams(byte[] data) throws IOException {
    try (LineSource lines = LineSources.stream(new ByteArrayInputStream(data), "fuzz")) {
      RawLine line;
      long after = -1;
      while ((line = lines.next()) != null) {
        assertThat(line.offset()).isGreaterThan(after);
        assertThat(line.text()).doesNotContain("\n");
        after = line.offset();
      }
    } catch (SourceException e) {
      assertThat(e.reason()).matches("(truncated|corrupt)-(gzip|zstd)");
    }
  }
}

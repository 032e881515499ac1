package io.badhop.ingest.source;

import io.badhop.ingest.parse.RawLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writing and reading of lines in tests. */
final class Lines {
  private Lines() {}

  /** All lines that are there now. */
  static List<String> read(LineSource source) throws IOException {
    List<String> lines = new ArrayList<>();
    RawLine line;
    while ((line = source.next()) != null) {
      lines.add(line.text());
    }
    return lines;
  }

  /** Identities of all lines that are there now. */
  static List<Long> identities(LineSource source) throws IOException {
    List<Long> identities = new ArrayList<>();
    RawLine line;
    while ((line = source.next()) != null) {
      identities.add(line.identity());
    }
    return identities;
  }

  static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(String text) throws IOException {
    return gzip(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}

package io.badhop.ingest.source;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** How a file is compressed, told by its first bytes and not by its name. */
enum Packing {
  NONE,
  /** RFC 1952; also several members one after another. */
  GZIP,
  /** RFC 8878; also several frames one after another. */
  ZSTD;

  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_MAGIC = 4;

  /** What comes next in a stream that supports {@code mark}; nothing is consumed. */
  static Packing of(InputStream in) throws IOException {
    in.mark(LONGEST_MAGIC);
    byte[] magic = in.readNBytes(LONGEST_MAGIC);
    in.reset();
    if (magic.length >= 2 && at(magic, 0) == 0x1f && at(magic, 1) == 0x8b) {
      return GZIP;
    }
    boolean zstd =
        magic.length == LONGEST_MAGIC
            && at(magic, 0) == 0x28
            && at(magic, 1) == 0xb5
            && at(magic, 2) == 0x2f
            && at(magic, 3) == 0xfd;
    return zstd ? ZSTD : NONE;
  }

  private static int at(byte[] bytes, int index) {
    return bytes[index] & 0xff;
  }

  /** Whether a file's name says that it is compressed. */
  static boolean isNamed(Path path) {
    String name = path.getFileName().toString();
    return name.endsWith(".gz") || name.endsWith(".zst");
  }

  /** The unpacked stream. */
  InputStream open(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GZIPInputStream(in, BUFFER);
      case ZSTD -> new ZstdInputStream(in);
    };
  }

  /** Its name in reasons: {@code truncated-gzip}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.badhop.ingest.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;

/** Lines through a parser, with the outcome that a test expects. */
public final class Parsed {
  private static final int MUTATIONS = 5_000;
  private static final String INSERTS = "\"'\\[]{}():|,#%$ -\t\u00e9";

  private Parsed() {}

  public static ProxyEvent proxy(LineParser parser, String line) {
    return (ProxyEvent) event(parser, line);
  }

  public static EdgeEvent edge(LineParser parser, String line) {
    return (EdgeEvent) event(parser, line);
  }

  public static AppEvent app(LineParser parser, String line) {
    return (AppEvent) event(parser, line);
  }

  private static Object event(LineParser parser, String line) {
    ParseResult result = parser.parse(RawLine.of(line, 0));
    assertThat(result).isInstanceOf(ParseResult.Event.class);
    return ((ParseResult.Event) result).event();
  }

  public static ErrorRecord error(LineParser parser, String line) {
    ParseResult result = parser.parse(RawLine.of(line, 0));
    assertThat(result).isInstanceOf(ParseResult.ErrorLine.class);
    return ((ParseResult.ErrorLine) result).error();
  }

  public static ComponentEvent component(LineParser parser, String line) {
    ParseResult result = parser.parse(RawLine.of(line, 0));
    assertThat(result).isInstanceOf(ParseResult.Component.class);
    return ((ParseResult.Component) result).event();
  }

  public static String skipped(LineParser parser, String line) {
    ParseResult result = parser.parse(RawLine.of(line, 0));
    assertThat(result).isInstanceOf(ParseResult.Skipped.class);
    return ((ParseResult.Skipped) result).reason();
  }

  public static String rejected(LineParser parser, String line) {
    ParseResult result = parser.parse(RawLine.of(line, 0));
    assertThat(result).isInstanceOf(ParseResult.Rejected.class);
    return ((ParseResult.Rejected) result).reason();
  }

  public static long micros(String instant) {
    Instant time = Instant.parse(instant);
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }

  /** Damages valid lines in a seeded random way; every outcome is one, none is an exception. */
  public static void fuzz(LineParser parser, long seed, String... valid) {
    Random random = new Random(seed);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = valid[random.nextInt(valid.length)].getBytes(StandardCharsets.UTF_8);
      for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
        bytes = mutated(bytes, random);
      }
      byte[] line = bytes;
      assertThat(parser.parse(new RawLine(line, 0, line.length, i)))
          .as(() -> new String(line, StandardCharsets.ISO_8859_1))
          .isNotNull();
    }
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    return switch (random.nextInt(6)) {
      case 0 -> java.util.Arrays.copyOf(bytes, at);
      case 1 -> java.util.Arrays.copyOfRange(bytes, at, bytes.length);
      case 2 -> replaced(bytes, at, (byte) 0);
      case 3 -> replaced(bytes, at, (byte) 0xff);
      case 4 ->
          bytes.length == 0
              ? bytes
              : replaced(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
      default -> inserted(bytes, at, INSERTS.charAt(random.nextInt(INSERTS.length())));
    };
  }

  private static byte[] replaced(byte[] bytes, int at, byte value) {
    byte[] out = bytes.clone();
    if (out.length > 0) {
      out[at] = value;
    }
    return out;
  }

  private static byte[] inserted(byte[] bytes, int at, char c) {
    byte[] out = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, out, 0, at);
    out[at] = (byte) c;
    System.arraycopy(bytes, at, out, at + 1, bytes.length - at);
    return out;
  }
}

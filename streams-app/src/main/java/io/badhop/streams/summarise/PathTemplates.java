package io.badhop.streams.summarise;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Path templates from the path alone: segments that look like identifiers become a name in braces.
 * Stateless, so that every partition makes the same one; what only experience tells (a thousand
 * product names) is folded in stage 2.
 */
public final class PathTemplates {

  private static final int MAX_SEGMENTS = 8;

  /** Most bytes of a template. */
  static final int MAX_LENGTH = 200;

  private static final int UUID_LENGTH = 36;
  private static final int SHORTEST_HASH = 8;
  private static final int SHORTEST_TOKEN = 24;
  private static final int DATE_LENGTH = 10;

  /** What a character is; the sum of digits counts on this one being 1. */
  private static final int DIGIT = 1;

  private static final int HEX = 1 << 1;
  private static final int LETTER = 1 << 2;
  private static final int UPPER = 1 << 3;
  private static final int LOWER = 1 << 4;
  private static final int OF_TOKEN = 1 << 5;
  private static final int MIXED = DIGIT | UPPER | LOWER;

  private static final byte[] TRAITS = traits();
  private static final byte[] ID = ascii("{id}");
  private static final byte[] DATE = ascii("{date}");
  private static final byte[] TOKEN = ascii("{token}");
  private static final byte[] MORE = ascii("/...");

  private static final byte[][] FOLDERS = {
    ascii("/static/"), ascii("/assets/"), ascii("/images/"), ascii("/img/")
  };
  private static final Set<String> ENDINGS =
      Set.of(
          "js", "css", "png", "jpg", "jpeg", "gif", "svg", "ico", "webp", "avif", "woff", "woff2",
          "ttf", "map", "txt", "xml", "mp4", "pdf");
  private static final int LONGEST_ENDING = 5;

  private PathTemplates() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The template of a request.
   *
   * @param host Host header; may be empty
   * @param path path without query; may be empty
   * @return host and template, at most eight segments and 200 bytes of UTF-8
   */
  public static String of(String host, String path) {
    byte[] template = new byte[MAX_LENGTH];
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    int length = of(bytes, 0, bytes.length, template);
    int room = Math.max(0, MAX_LENGTH - host.length());
    String text =
        host + new String(template, 0, cut(template, length, room), StandardCharsets.UTF_8);
    return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
  }

  /**
   * Writes the template of a path.
   *
   * @param path holds it in UTF-8, from {@code from} to {@code to}
   * @param template has room for {@link #MAX_LENGTH} bytes
   * @return bytes written
   */
  static int of(byte[] path, int from, int to, byte[] template) {
    int at = 0;
    int start = from < to && path[from] == '/' ? from + 1 : from;
    for (int segments = 0; start <= to && at < MAX_LENGTH; segments++) {
      if (segments == MAX_SEGMENTS) {
        return copy(MORE, 0, MORE.length, template, at);
      }
      int all = -1;
      int any = 0;
      int digits = 0;
      int end = start;
      for (; end < to && path[end] != '/'; end++) {
        int traits = TRAITS[path[end] & 0xff];
        all &= traits;
        any |= traits;
        digits += traits & DIGIT;
      }
      template[at++] = '/';
      boolean opaque = (all & OF_TOKEN) != 0 && (any & MIXED) == MIXED;
      byte[] name = variable(path, start, end, digits, (all & HEX) != 0, opaque);
      at =
          name == null
              ? copy(path, start, end, template, at)
              : copy(name, 0, name.length, template, at);
      start = end + 1;
    }
    return at;
  }

  /** Copies what there is room for; returns where it ends. */
  private static int copy(byte[] from, int start, int end, byte[] template, int at) {
    int length = Math.min(end - start, MAX_LENGTH - at);
    System.arraycopy(from, start, template, at, length);
    return length == end - start ? at + length : cut(template, at + length, at + length);
  }

  /** At most this many bytes, and no part of a character. */
  private static int cut(byte[] text, int length, int most) {
    int end = Math.min(length, most);
    if (end == length && length < MAX_LENGTH) {
      return end;
    }
    int last = end;
    while (last > 0 && (text[last - 1] & 0xC0) == 0x80) {
      last--;
    }
    boolean whole = last == 0 || end - last >= continuation(text[last - 1]);
    return whole ? end : last - 1;
  }

  /** Bytes that follow the first one of a character. */
  private static int continuation(byte first) {
    return first >= 0 ? 0 : (first & 0xE0) == 0xC0 ? 1 : (first & 0xF0) == 0xE0 ? 2 : 3;
  }

  /** The name of a segment that looks like an identifier; null for one that stays as it is. */
  private static byte[] variable(
      byte[] path, int start, int end, int digits, boolean hex, boolean opaque) {
    int length = end - start;
    if (digits > 0) {
      if (digits == length
          || length == UUID_LENGTH && uuid(path, start)
          || length >= SHORTEST_HASH && hex) {
        return ID;
      }
      if (date(path, start, length, digits)) {
        return DATE;
      }
      if (prefixedId(path, start, end)) {
        return ID;
      }
    }
    return length >= SHORTEST_TOKEN && opaque ? TOKEN : null;
  }

  private static boolean date(byte[] path, int start, int length, int digits) {
    return length == DATE_LENGTH && digits == 8 && path[start + 4] == '-' && path[start + 7] == '-';
  }

  private static boolean uuid(byte[] path, int start) {
    for (int i = 0; i < UUID_LENGTH; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      byte c = path[start + i];
      if (dash ? c != '-' : (TRAITS[c & 0xff] & HEX) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Letters, one dash or underscore, then at least two digits: {@code pm-429453}. */
  private static boolean prefixedId(byte[] path, int start, int end) {
    int cut = end - 1;
    while (cut > start && path[cut] != '-' && path[cut] != '_') {
      cut--;
    }
    return cut > start
        && end - cut >= 3
        && all(path, start, cut, LETTER)
        && all(path, cut + 1, end, DIGIT);
  }

  private static boolean all(byte[] path, int start, int end, int trait) {
    int all = trait;
    for (int i = start; i < end; i++) {
      all &= TRAITS[path[i] & 0xff];
    }
    return all != 0;
  }

  /** Of every byte; what is not ASCII is taken for a letter. */
  private static byte[] traits() {
    byte[] traits = new byte[256];
    for (int c = 0; c < traits.length; c++) {
      boolean digit = c >= '0' && c <= '9';
      boolean lower = c >= 'a' && c <= 'z';
      boolean upper = c >= 'A' && c <= 'Z';
      boolean letter = lower || upper || c >= 0x80;
      boolean hex = digit || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
      boolean mark = c == '-' || c == '_' || c == '=' || c == '.';
      traits[c] =
          (byte)
              ((digit ? DIGIT : 0)
                  | (hex ? HEX : 0)
                  | (letter ? LETTER : 0)
                  | (upper ? UPPER : 0)
                  | (lower ? LOWER : 0)
                  | (letter || digit || mark ? OF_TOKEN : 0));
    }
    return traits;
  }

  /** True for a path that names a static file: by its folder or by its ending. */
  public static boolean isStatic(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    return isStatic(bytes, 0, bytes.length);
  }

  /** The same of a path in UTF-8. */
  static boolean isStatic(byte[] path, int start, int length) {
    for (byte[] folder : FOLDERS) {
      if (length >= folder.length
          && Arrays.equals(path, start, start + folder.length, folder, 0, folder.length)) {
        return true;
      }
    }
    int end = start + length;
    int dot = end - 1;
    while (dot >= start && path[dot] != '.' && path[dot] != '/') {
      dot--;
    }
    int ending = end - dot - 1;
    return dot >= start
        && path[dot] == '.'
        && ending <= LONGEST_ENDING
        && ENDINGS.contains(new String(path, dot + 1, ending, StandardCharsets.UTF_8));
  }
}

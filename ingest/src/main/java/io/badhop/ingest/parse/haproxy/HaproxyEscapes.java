package io.badhop.ingest.parse.haproxy;

import java.nio.charset.StandardCharsets;

/** HAProxy's own escapes: {@code #} and two hexadecimal digits. */
final class HaproxyEscapes {

  private HaproxyEscapes() {}

  /** Resolves them; bytes are UTF-8, and what is no escape stays as it is. */
  static String resolve(String value) {
    if (value.indexOf('#') < 0) {
      return value;
    }
    byte[] raw = value.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[raw.length];
    int length = 0;
    for (int i = 0; i < raw.length; i++) {
      boolean escape =
          raw[i] == '#'
              && i + 2 < raw.length
              && Character.digit(raw[i + 1], 16) >= 0
              && Character.digit(raw[i + 2], 16) >= 0;
      out[length++] =
          escape
              ? (byte) (Character.digit(raw[i + 1], 16) * 16 + Character.digit(raw[i + 2], 16))
              : raw[i];
      i += escape ? 2 : 0;
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }
}

package io.badhop.ingest.parse.text;

/** Escapes of JSON strings, and nginx's own {@code \xHH}, which stands in JSON by mistake. */
public final class JsonEscapes {

  private JsonEscapes() {}

  /** Text of a string without its quotes; what is no escape stays as it is. */
  public static String resolve(String value) {
    int escape = value.indexOf('\\');
    if (escape < 0) {
      return value;
    }
    StringBuilder plain = new StringBuilder(value.length());
    int at = 0;
    while (escape >= 0 && escape + 1 < value.length()) {
      plain.append(value, at, escape);
      at = resolve(value, escape + 1, plain);
      escape = value.indexOf('\\', at);
    }
    return plain.append(value, at, value.length()).toString();
  }

  /** Resolves one escape and gives the index behind it. */
  private static int resolve(String value, int at, StringBuilder plain) {
    char kind = value.charAt(at);
    int digits = kind == 'u' ? 4 : kind == 'x' ? 2 : 0;
    int code = digits == 0 ? -1 : hex(value, at + 1, digits);
    if (code >= 0) {
      plain.append((char) code);
      return at + 1 + digits;
    }
    plain.append(
        switch (kind) {
          case 'n' -> '\n';
          case 't' -> '\t';
          case 'r' -> '\r';
          case 'b' -> '\b';
          case 'f' -> '\f';
          default -> kind;
        });
    return at + 1;
  }

  private static int hex(String value, int from, int digits) {
    if (from + digits > value.length()) {
      return -1;
    }
    int code = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(value.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code;
  }
}

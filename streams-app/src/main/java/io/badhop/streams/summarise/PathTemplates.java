package io.badhop.streams.summarise;

/**
 * Path templates from the path alone: segments that look like identifiers become a name in braces.
 * Stateless, so that every partition makes the same one; what only experience tells (a thousand
 * product names) is folded in stage 2.
 */
public final class PathTemplates {

  private static final int MAX_SEGMENTS = 8;
  private static final int MAX_LENGTH = 200;
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

  private static final byte[] TRAITS = traitsOfAscii();

  private PathTemplates() {}

  /**
   * The template of a request.
   *
   * @param host Host header; may be empty
   * @param path path without query; may be empty
   * @return host and template, at most eight segments and 200 characters
   */
  public static String of(String host, String path) {
    StringBuilder template = new StringBuilder(host.length() + path.length() + 16);
    append(host, path, template);
    return template.toString();
  }

  /** Appends the template to what is empty yet. */
  static void append(String host, String path, StringBuilder template) {
    template.append(host);
    int start = path.startsWith("/") ? 1 : 0;
    for (int segments = 0; start <= path.length(); segments++) {
      if (segments == MAX_SEGMENTS) {
        template.append("/...");
        break;
      }
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      String name = variable(path, start, end);
      template.append('/');
      if (name == null) {
        template.append(path, start, end);
      } else {
        template.append(name);
      }
      start = end + 1;
    }
    template.setLength(Math.min(template.length(), MAX_LENGTH));
  }

  /** The name of a segment that looks like an identifier; null for one that stays as it is. */
  private static String variable(String path, int start, int end) {
    int all = -1;
    int any = 0;
    int digits = 0;
    for (int i = start; i < end; i++) {
      int traits = traits(path.charAt(i));
      all &= traits;
      any |= traits;
      digits += traits & DIGIT;
    }
    int length = end - start;
    if (digits > 0) {
      if (digits == length
          || length == UUID_LENGTH && uuid(path, start)
          || length >= SHORTEST_HASH && (all & HEX) != 0) {
        return "{id}";
      }
      if (date(path, start, length, digits)) {
        return "{date}";
      }
      if (prefixedId(path, start, end)) {
        return "{id}";
      }
    }
    boolean opaque = (all & OF_TOKEN) != 0 && (any & MIXED) == MIXED;
    return length >= SHORTEST_TOKEN && opaque ? "{token}" : null;
  }

  private static boolean date(String path, int start, int length, int digits) {
    return length == DATE_LENGTH
        && digits == 8
        && path.charAt(start + 4) == '-'
        && path.charAt(start + 7) == '-';
  }

  private static boolean uuid(String path, int start) {
    for (int i = 0; i < UUID_LENGTH; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      char c = path.charAt(start + i);
      if (dash ? c != '-' : !hex(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hex(char c) {
    return (traits(c) & HEX) != 0;
  }

  private static int traits(char c) {
    return c < TRAITS.length ? TRAITS[c] : look(c);
  }

  private static int look(int c) {
    boolean hex = c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    boolean mark = c == '-' || c == '_' || c == '=' || c == '.';
    return (Character.isDigit(c) ? DIGIT : 0)
        | (hex ? HEX : 0)
        | (Character.isLetter(c) ? LETTER : 0)
        | (Character.isUpperCase(c) ? UPPER : 0)
        | (Character.isLowerCase(c) ? LOWER : 0)
        | (Character.isLetterOrDigit(c) || mark ? OF_TOKEN : 0);
  }

  private static byte[] traitsOfAscii() {
    byte[] traits = new byte[128];
    for (int c = 0; c < traits.length; c++) {
      traits[c] = (byte) look(c);
    }
    return traits;
  }

  /** Letters, one dash or underscore, then at least two digits: {@code pm-429453}. */
  private static boolean prefixedId(String path, int start, int end) {
    int cut = end - 1;
    while (cut > start && path.charAt(cut) != '-' && path.charAt(cut) != '_') {
      cut--;
    }
    return cut > start
        && end - cut >= 3
        && all(path, start, cut, LETTER)
        && all(path, cut + 1, end, DIGIT);
  }

  private static boolean all(String path, int start, int end, int trait) {
    int all = trait;
    for (int i = start; i < end; i++) {
      all &= traits(path.charAt(i));
    }
    return all != 0;
  }

  /** True for a path that names a static file: by its folder or by its ending. */
  public static boolean isStatic(String path) {
    if (path.startsWith("/static/")
        || path.startsWith("/assets/")
        || path.startsWith("/images/")
        || path.startsWith("/img/")) {
      return true;
    }
    int dot = path.lastIndexOf('.');
    if (dot < 0 || path.indexOf('/', dot) >= 0) {
      return false;
    }
    return switch (path.substring(dot + 1)) {
      case "js",
          "css",
          "png",
          "jpg",
          "jpeg",
          "gif",
          "svg",
          "ico",
          "webp",
          "avif",
          "woff",
          "woff2",
          "ttf",
          "map",
          "txt",
          "xml",
          "mp4",
          "pdf" ->
          true;
      default -> false;
    };
  }
}

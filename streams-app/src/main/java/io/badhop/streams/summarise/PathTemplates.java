package io.badhop.streams.summarise;

import java.util.function.IntPredicate;

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

  private PathTemplates() {}

  /**
   * The template of a request.
   *
   * @param host Host header; may be empty
   * @param path path without query; may be empty
   * @return host and template, at most eight segments and 200 characters
   */
  public static String of(String host, String path) {
    StringBuilder template = new StringBuilder(host.length() + path.length() + 16).append(host);
    int start = path.startsWith("/") ? 1 : 0;
    for (int segments = 0; start <= path.length(); segments++) {
      if (segments == MAX_SEGMENTS) {
        template.append("/...");
        break;
      }
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      append(template.append('/'), path, start, end);
      start = end + 1;
    }
    return template.length() > MAX_LENGTH ? template.substring(0, MAX_LENGTH) : template.toString();
  }

  private static void append(StringBuilder template, String path, int start, int end) {
    String name = variable(path, start, end);
    if (name == null) {
      template.append(path, start, end);
    } else {
      template.append(name);
    }
  }

  /** The name of a segment that looks like an identifier; null for one that stays as it is. */
  private static String variable(String path, int start, int end) {
    int length = end - start;
    int digits = count(path, start, end, Character::isDigit);
    if (digits > 0) {
      if (digits == length
          || length == UUID_LENGTH && uuid(path, start)
          || length >= SHORTEST_HASH && count(path, start, end, PathTemplates::hex) == length) {
        return "{id}";
      }
      if (date(path, start, length, digits)) {
        return "{date}";
      }
      if (prefixedId(path, start, end)) {
        return "{id}";
      }
    }
    return length >= SHORTEST_TOKEN && opaque(path, start, end) ? "{token}" : null;
  }

  private static int count(String path, int start, int end, IntPredicate what) {
    int count = 0;
    for (int i = start; i < end; i++) {
      count += what.test(path.charAt(i)) ? 1 : 0;
    }
    return count;
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

  private static boolean hex(int c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }

  /** Letters, one dash or underscore, then at least two digits: {@code pm-429453}. */
  private static boolean prefixedId(String path, int start, int end) {
    int cut = end - 1;
    while (cut > start && path.charAt(cut) != '-' && path.charAt(cut) != '_') {
      cut--;
    }
    return cut > start
        && end - cut >= 3
        && count(path, start, cut, Character::isLetter) == cut - start
        && count(path, cut + 1, end, Character::isDigit) == end - cut - 1;
  }

  private static boolean opaque(String path, int start, int end) {
    return count(path, start, end, PathTemplates::ofToken) == end - start
        && count(path, start, end, Character::isUpperCase) > 0
        && count(path, start, end, Character::isLowerCase) > 0
        && count(path, start, end, Character::isDigit) > 0;
  }

  private static boolean ofToken(int c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '=' || c == '.';
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

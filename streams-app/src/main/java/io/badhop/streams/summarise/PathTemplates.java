package io.badhop.streams.summarise;

import java.util.ArrayList;
import java.util.List;

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
    StringBuilder template = new StringBuilder(host);
    List<String> segments = segments(path);
    for (int i = 0; i < Math.min(segments.size(), MAX_SEGMENTS); i++) {
      template.append('/').append(variable(segments.get(i)));
    }
    if (segments.size() > MAX_SEGMENTS) {
      template.append("/...");
    }
    return template.length() > MAX_LENGTH ? template.substring(0, MAX_LENGTH) : template.toString();
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    int start = path.startsWith("/") ? 1 : 0;
    while (start <= path.length() && segments.size() <= MAX_SEGMENTS) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      segments.add(path.substring(start, end));
      start = end + 1;
    }
    return segments;
  }

  private static String variable(String segment) {
    int digits = digits(segment);
    if (digits == 0) {
      return segment.length() >= SHORTEST_TOKEN && opaque(segment) ? "{token}" : segment;
    }
    if (digits == segment.length()) {
      return "{id}";
    }
    if (segment.length() == UUID_LENGTH && uuid(segment)) {
      return "{id}";
    }
    if (segment.length() == DATE_LENGTH
        && segment.charAt(4) == '-'
        && segment.charAt(7) == '-'
        && digits == 8) {
      return "{date}";
    }
    if (segment.length() >= SHORTEST_HASH && segment.chars().allMatch(PathTemplates::hex)) {
      return "{id}";
    }
    if (prefixedId(segment)) {
      return "{id}";
    }
    return segment.length() >= SHORTEST_TOKEN && opaque(segment) ? "{token}" : segment;
  }

  private static int digits(String segment) {
    int digits = 0;
    for (int i = 0; i < segment.length(); i++) {
      digits += Character.isDigit(segment.charAt(i)) ? 1 : 0;
    }
    return digits;
  }

  private static boolean uuid(String segment) {
    for (int i = 0; i < UUID_LENGTH; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? segment.charAt(i) != '-' : !hex(segment.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean hex(int c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }

  /** Letters, one dash or underscore, then at least two digits: {@code pm-429453}. */
  private static boolean prefixedId(String segment) {
    int cut = Math.max(segment.lastIndexOf('-'), segment.lastIndexOf('_'));
    if (cut < 1 || segment.length() - cut < 3) {
      return false;
    }
    return segment.substring(0, cut).chars().allMatch(Character::isLetter)
        && segment.substring(cut + 1).chars().allMatch(Character::isDigit);
  }

  private static boolean opaque(String segment) {
    return segment
            .chars()
            .allMatch(
                c -> Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '=' || c == '.')
        && segment.chars().anyMatch(Character::isUpperCase)
        && segment.chars().anyMatch(Character::isLowerCase)
        && segment.chars().anyMatch(Character::isDigit);
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

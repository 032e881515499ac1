package io.badhop.streams.summarise;

import java.util.ArrayList;
import java.util.List;

/**
 * A path as a user or an OpenAPI file writes it: {@code /users/{id}/orders/{orderId}}. A parameter
 * stands for one segment or a part of one ({@code /reports/{name}.pdf}) and is never empty; a last
 * segment {@code **} stands for one or more segments.
 */
public final class RouteTemplate {

  /** Longest template, characters. */
  private static final int MAX_LENGTH = 180;

  private static final int MAX_SEGMENTS = 32;

  private final String text;
  private final List<String> segments;

  private RouteTemplate(String text, List<String> segments) {
    this.text = text;
    this.segments = segments;
  }

  /**
   * Reads a template.
   *
   * @param text begins with a slash, at most 180 characters in at most 32 segments; a slash at the
   *     end is dropped
   * @throws IllegalArgumentException with the mend, when it is none
   */
  public static RouteTemplate of(String text) {
    require(text.startsWith("/"), text, "must begin with /; leave out scheme and host");
    require(text.indexOf('?') < 0 && text.indexOf('#') < 0, text, "must have no query and no #");
    require(text.length() <= MAX_LENGTH, text, "is longer than " + MAX_LENGTH + " characters");
    String trimmed =
        text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    List<String> segments = List.of(trimmed.substring(1).split("/", -1));
    require(segments.size() <= MAX_SEGMENTS, text, "has more than " + MAX_SEGMENTS + " segments");
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      require(!segment.isEmpty() || trimmed.length() == 1, text, "has an empty segment");
      boolean rest = segment.equals("**");
      require(!rest || i == segments.size() - 1, text, "may have ** as its last segment only");
      require(rest || segment.indexOf('*') < 0, text, "has a *; write {name} for one segment");
      require(parameters(segment), text, "has braces that do not match; write {name}");
    }
    return new RouteTemplate(trimmed, segments);
  }

  private static void require(boolean holds, String text, String mend) {
    if (!holds) {
      throw new IllegalArgumentException("the route '" + text + "' " + mend);
    }
  }

  private static boolean parameters(String segment) {
    boolean open = false;
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      boolean fits = c == '{' ? !open : c != '}' || open && segment.charAt(i - 1) != '{';
      if (!fits) {
        return false;
      }
      open = c == '{' || open && c != '}';
    }
    return !open;
  }

  /** The template in its own words, without a slash at the end. */
  public String text() {
    return text;
  }

  List<String> segments() {
    return segments;
  }

  /** What stands before, between and after the parameters of a segment; one piece for a literal. */
  static List<String> pieces(String segment) {
    List<String> pieces = new ArrayList<>();
    int start = 0;
    for (int open = segment.indexOf('{'); open >= 0; open = segment.indexOf('{', start)) {
      pieces.add(segment.substring(start, open));
      start = segment.indexOf('}', open) + 1;
    }
    pieces.add(segment.substring(start));
    return pieces;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RouteTemplate template && text.equals(template.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}

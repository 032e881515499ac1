package io.badhop.cli.config;

import io.badhop.streams.summarise.ClientRange;
import io.badhop.streams.summarise.Period;
import io.badhop.streams.summarise.RouteTemplate;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the values that a configuration writes as one word. Throws IllegalArgumentException with
 * the mend in its message.
 */
final class Scalars {

  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|min|h|d)");

  private final Path folder;

  /**
   * @param folder where relative paths start
   */
  Scalars(Path folder) {
    this.folder = folder;
  }

  boolean reads(Class<?> type) {
    return type.isPrimitive()
        || type.isEnum()
        || List.of(
                String.class,
                Duration.class,
                Path.class,
                ZoneId.class,
                Charset.class,
                RouteTemplate.class,
                ClientRange.class,
                Period.class,
                OpenApi.class)
            .contains(type);
  }

  Object read(String text, Class<?> type) {
    if (type.isPrimitive()) {
      return primitive(text, type);
    }
    if (type.isEnum()) {
      return constant(text, type);
    }
    if (type == Duration.class) {
      return duration(text);
    }
    if (type == Path.class) {
      return path(text);
    }
    if (type == RouteTemplate.class) {
      return RouteTemplate.of(text);
    }
    if (type == ClientRange.class) {
      return ClientRange.of(text);
    }
    if (type == Period.class) {
      return Period.of(text);
    }
    if (type == OpenApi.class) {
      return OpenApi.read(path(text));
    }
    if (type == Charset.class) {
      return charset(text);
    }
    return type == ZoneId.class ? zone(text) : text;
  }

  private static Object primitive(String text, Class<?> type) {
    if (type == boolean.class) {
      return bool(text);
    }
    try {
      String digits = text.replace("_", "");
      if (type == int.class) {
        return Integer.valueOf(digits);
      }
      return type == long.class ? (Object) Long.valueOf(digits) : (Object) Double.valueOf(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a " + (type == double.class ? "number" : "whole number"), e);
    }
  }

  private static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
    };
  }

  private static Object constant(String text, Class<?> type) {
    List<Object> constants = Arrays.asList((Object[]) type.getEnumConstants());
    for (Object constant : constants) {
      if (constant.toString().equalsIgnoreCase(text.replace('-', '_'))) {
        return constant;
      }
    }
    List<String> names = constants.stream().map(Object::toString).collect(Collectors.toList());
    throw new IllegalArgumentException(
        "'" + text + "' is none of " + String.join(", ", names) + Nearest.hint(text, names));
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a duration; write a number and a unit, such as 250ms, 5s, 10m, 1h or 7d");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  private Path path(String text) {
    String home = System.getProperty("user.home", "");
    return folder.resolve(text.startsWith("~/") ? home + text.substring(1) : text).normalize();
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a time zone; write one such as UTC, Europe/Berlin or +02:00", e);
    }
  }

  private static Charset charset(String text) {
    try {
      return Charset.forName(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not an encoding; write one such as UTF-8, ISO-8859-1, windows-1252 or"
              + " UTF-16LE",
          e);
    }
  }
}

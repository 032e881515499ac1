package io.badhop.ingest.parse.caddy;

import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.AnyTimes;
import io.badhop.ingest.parse.text.GoDurations;
import io.badhop.ingest.parse.text.JsonFields;
import io.badhop.ingest.parse.text.Timestamps;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * One record of Caddy's log. As JSON it is one object; for the console time, level, logger and
 * message stand before the object, with tabs between them. The names of the first four can be set;
 * the usual ones are tried. Defaults are those of Caddy's documentation on logging.
 */
final class CaddyRecord {

  private static final List<String> TIMES = List.of("ts", "time", "timestamp", "@timestamp");
  private static final List<String> LEVELS = List.of("level", "severity", "log.level");
  private static final List<String> LOGGERS = List.of("logger", "log.logger", "name");
  private static final List<String> MESSAGES = List.of("msg", "message");

  /** A whole number from here on counts nanoseconds, below it milliseconds. */
  private static final long FEWEST_NANOS = 100_000;

  private final JsonFields json = JsonFields.takingFirsts();
  private String time = "";
  private String level = "";
  private String logger = "";
  private String message = "";

  /**
   * Reads a line.
   *
   * @return null when it is a record, else what is wrong with it
   */
  String read(RawLine line) {
    if (line.length() > 0 && line.buffer()[line.start()] == '{') {
      String wrong = json.read(line);
      time = first(TIMES);
      level = first(LEVELS).toLowerCase(Locale.ROOT);
      logger = first(LOGGERS);
      message = first(MESSAGES);
      return wrong;
    }
    return console(line);
  }

  /** {@code 2026/11/22 06:00:00.123 ERROR http.log.error EOF {...}}; the object may be missing. */
  private String console(RawLine line) {
    String text = line.text();
    String[] parts = text.split("\t", -1);
    if (parts.length < 3) {
      return "neither an object nor a time and a level with tabs between";
    }
    time = parts[0];
    level = parts[1].toLowerCase(Locale.ROOT);
    String last = parts[parts.length - 1];
    boolean fields = last.startsWith("{");
    String wrong = json.read(RawLine.of(fields ? last : "{}", line.offset()));
    int words = parts.length - (fields ? 1 : 0);
    // The root logger has no name, and its column is then missing.
    logger = words > 3 ? parts[2] : "";
    message = words < 3 ? "" : parts[words - 1];
    return wrong;
  }

  private String first(List<String> names) {
    for (String name : names) {
      if (json.has(name)) {
        return json.get(name);
      }
    }
    return "";
  }

  /** A record has a level, and a message or a logger besides. */
  boolean isWhole() {
    return !level.isEmpty() && (!message.isEmpty() || !logger.isEmpty());
  }

  /** Microseconds; {@link Timestamps#NONE} when the record has no time that is understood. */
  long time(ZoneId zone) {
    return AnyTimes.any(time, zone);
  }

  int resolution() {
    return AnyTimes.resolution(time);
  }

  String level() {
    return level;
  }

  String logger() {
    return logger;
  }

  String message() {
    return message;
  }

  boolean has(String name) {
    return json.has(name);
  }

  /** A field by its dotted name; empty when there is none. */
  String get(String name) {
    return json.get(name);
  }

  /** The first of the fields that has a value; empty when none has. */
  String any(String... names) {
    for (String name : names) {
      if (!json.get(name).isEmpty()) {
        return json.get(name);
      }
    }
    return "";
  }

  /** A whole number; -1 when there is none. */
  long number(String name) {
    return json.number(name, -1);
  }

  /**
   * A duration in microseconds, -1 when there is none. Seconds with a fraction unless set
   * otherwise; a whole number is one of milliseconds or nanoseconds, and as text the unit stands
   * there.
   */
  long micros(String name) {
    String text = get(name);
    long named = GoDurations.micros(text);
    if (named >= 0 || text.isEmpty()) {
      return named;
    }
    double number = decimal(text);
    if (number < 0) {
      return -1;
    }
    boolean whole = text.chars().allMatch(c -> c >= '0' && c <= '9');
    double unit = !whole ? 1e6 : number >= FEWEST_NANOS ? 1e-3 : 1e3;
    return Math.round(number * unit);
  }

  private static double decimal(String text) {
    try {
      double number = Double.parseDouble(text);
      return number >= 0 && number < 1e15 ? number : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}

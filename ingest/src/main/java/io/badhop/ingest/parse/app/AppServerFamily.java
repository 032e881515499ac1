package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Text logs of application servers and of the applications in them: PHP, gunicorn, uWSGI, Node,
 * Rails, Java, and plain text with a time and a level.
 */
public final class AppServerFamily implements FormatFamily {

  private static final Format FPM_ACCESS =
      format("php-fpm-access", Format.Kind.ACCESS, "PHP-FPM access log, default or sample format");
  private static final Format FPM_SLOW =
      format("php-fpm-slow", Format.Kind.COMPONENT, "PHP-FPM slow log");
  private static final Format PHP =
      format("php-error", Format.Kind.APPLICATION, "PHP's error_log with stack traces");
  private static final Format GUNICORN =
      format(
          "gunicorn-access",
          Format.Kind.ACCESS,
          "gunicorn access log; behind it may stand %(D)s or %(L)s and an ID");
  private static final Format UWSGI =
      format("uwsgi", Format.Kind.APPLICATION, "uWSGI: requests, messages, application's output");
  private static final Format MORGAN =
      format("morgan", Format.Kind.ACCESS, "Node's morgan: combined, common, dev, tiny, short");
  private static final Format TOMCAT =
      format(
          "tomcat-access",
          Format.Kind.ACCESS,
          "Tomcat or Spring Boot access log; behind it may stand %T and an ID");
  private static final Format RAILS =
      format("rails", Format.Kind.APPLICATION, "Rails: Started and Completed, lograge, Puma");
  private static final Format PLAIN =
      format("app-text", Format.Kind.APPLICATION, "plain text: time, level, message, stack trace");

  /** A configuration or a file's name can say more; below what proxies claim. */
  private static final double MARKED = 0.35;

  /** Whatever else explains a file is nearer to it. */
  private static final double LAST = 0.1;

  private static final double NAMED = 1;
  private static final double POSSIBLE = 0.5;

  private static Format format(String name, Format.Kind kind, String description) {
    return new Format(name, Tier.APP, kind, description);
  }

  @Override
  public List<Format> formats() {
    return List.of(FPM_ACCESS, FPM_SLOW, PHP, GUNICORN, UWSGI, MORGAN, TOMCAT, RAILS, PLAIN);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    String name = fileName.toLowerCase(Locale.ROOT);
    List<Detection> candidates = new ArrayList<>();
    candidates.add(one(FPM_ACCESS, POSSIBLE, () -> new FpmAccessParser(context)));
    candidates.add(one(FPM_SLOW, NAMED, () -> new FpmSlowParser(context)));
    candidates.add(one(PHP, POSSIBLE, () -> new PhpErrorParser(context)));
    candidates.add(one(RAILS, POSSIBLE, () -> new RailsParser(context)));
    candidates.add(one(UWSGI, POSSIBLE, () -> new UwsgiParser(context)));
    access(
        candidates, GUNICORN, AccessLogParser.Writer.GUNICORN, name.contains("gunicorn"), context);
    access(candidates, MORGAN, AccessLogParser.Writer.MORGAN, name.contains("morgan"), context);
    access(
        candidates,
        TOMCAT,
        AccessLogParser.Writer.TOMCAT,
        name.contains("tomcat") || name.startsWith("localhost_access"),
        context);
    candidates.add(one(PLAIN, LAST, () -> new AppLines(context, AppLines.Dialect.TEXT)));
    return candidates;
  }

  /**
   * The line of a proxy looks the same, so it takes the file's name, the user's word, or a mark
   * that only this server leaves.
   */
  private static void access(
      List<Detection> candidates,
      Format format,
      AccessLogParser.Writer writer,
      boolean named,
      ParseContext context) {
    candidates.add(
        one(format, named ? NAMED : 0, () -> new AccessLogParser(context, writer, false)));
    if (writer != AccessLogParser.Writer.TOMCAT) {
      candidates.add(
          new Detection(
              format, MARKED, "marked", () -> new AccessLogParser(context, writer, true)));
    }
  }

  private static Detection one(Format format, double prior, Supplier<LineParser> parser) {
    return new Detection(format, prior, "", parser);
  }
}

package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.List;

/** Applications: JSON logs, logfmt, PHP-FPM, gunicorn. */
public final class AppFamily implements FormatFamily {

  private static final Format JSON =
      new Format(
          "app-json",
          Tier.APP,
          Format.Kind.APPLICATION,
          "JSON application log, one object a line; field names guessed or configured");
  private static final Format LOGFMT =
      new Format(
          "logfmt",
          Tier.APP,
          Format.Kind.APPLICATION,
          "name=value pairs: Go, logrus, structlog; names guessed or configured");
  private static final Format FPM =
      new Format("php-fpm", Tier.APP, Format.Kind.COMPONENT, "PHP-FPM log of the master process");
  private static final Format GUNICORN =
      new Format("gunicorn", Tier.APP, Format.Kind.COMPONENT, "gunicorn error log");

  @Override
  public List<Format> formats() {
    return List.of(JSON, LOGFMT, FPM, GUNICORN);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    return List.of(
        new Detection(JSON, 0.3, "", () -> new AppLines(context, AppLines.Dialect.JSON)),
        new Detection(LOGFMT, 0.2, "", () -> new AppLines(context, AppLines.Dialect.LOGFMT)),
        new Detection(FPM, fileName.contains("fpm") ? 1 : 0.5, "", () -> new PhpFpmParser(context)),
        new Detection(
            GUNICORN,
            fileName.contains("gunicorn") ? 1 : 0.5,
            "",
            () -> new GunicornParser(context)));
  }
}

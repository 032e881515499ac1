package io.badhop.ingest.parse.litespeed;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.List;
import java.util.Locale;

/** LiteSpeed and OpenLiteSpeed. */
public final class LiteSpeedFamily implements FormatFamily {

  private static final Format ACCESS =
      new Format(
          "litespeed-access",
          Tier.PROXY,
          Format.Kind.ACCESS,
          "LiteSpeed access log, with virtual host or not");
  private static final Format ERROR =
      new Format("litespeed-error", Tier.PROXY, Format.Kind.ERROR, "LiteSpeed error log");

  /** The same line is nginx's and Apache's: without a hint in the file's name it is theirs. */
  private static final double UNHINTED = 0;

  @Override
  public List<Format> formats() {
    return List.of(ACCESS, ERROR);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    String name = fileName.toLowerCase(Locale.ROOT);
    boolean hint = name.contains("litespeed") || name.contains("lsws");
    return List.of(
        new Detection(
            ACCESS, hint ? 1 : UNHINTED, "combined", () -> new LiteSpeedAccessParser(context)),
        new Detection(ERROR, hint ? 1 : 0.5, "", () -> new LiteSpeedErrorParser(context)));
  }
}

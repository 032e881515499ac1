package io.badhop.ingest.parse.varnish;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.List;

/** Varnish: varnishncsa and varnishlog. */
public final class VarnishFamily implements FormatFamily {

  private static final Format NCSA =
      new Format(
          "varnish-ncsa",
          Tier.PROXY,
          Format.Kind.ACCESS,
          "varnishncsa: combined with absolute URLs, with values appended or not");
  private static final Format LOG =
      new Format(
          "varnish-log",
          Tier.PROXY,
          Format.Kind.ACCESS,
          "varnishlog, grouped by request or not: with fetch errors and backends");

  @Override
  public List<Format> formats() {
    return List.of(NCSA, LOG);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    return List.of(
        new Detection(
            NCSA,
            fileName.contains("varnish") ? 1 : 0.5,
            "ncsa",
            () -> new VarnishNcsaParser(context)),
        new Detection(LOG, 0.5, "varnishlog", () -> new VarnishLogParser(context)));
  }
}

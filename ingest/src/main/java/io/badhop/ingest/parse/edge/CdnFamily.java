package io.badhop.ingest.parse.edge;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.List;

/** Fastly, Akamai, and any edge that logs JSON. */
public final class CdnFamily implements FormatFamily {

  private static final double PRIOR = 0.5;

  /** Less than an application's: its records may have the same names. */
  private static final double ANY_JSON_PRIOR = 0.1;

  private static final Format FASTLY =
      new Format(
          "fastly",
          Tier.EDGE,
          Format.Kind.ACCESS,
          "Fastly log streaming: JSON, or the default text behind a syslog header");
  private static final Format AKAMAI =
      new Format("akamai", Tier.EDGE, Format.Kind.ACCESS, "Akamai DataStream 2, JSON");
  private static final Format ANY_JSON =
      new Format(
          "edge-json",
          Tier.EDGE,
          Format.Kind.ACCESS,
          "JSON log of any edge, one object a line; field names guessed or configured");

  @Override
  public List<Format> formats() {
    return List.of(FASTLY, AKAMAI, ANY_JSON);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    return List.of(
        new Detection(FASTLY, PRIOR, "", () -> new FastlyParser(context)),
        new Detection(AKAMAI, PRIOR, "", () -> new AkamaiParser(context)),
        new Detection(ANY_JSON, ANY_JSON_PRIOR, "", () -> new GenericEdgeParser(context)));
  }
}

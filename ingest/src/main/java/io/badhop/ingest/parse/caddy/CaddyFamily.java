package io.badhop.ingest.parse.caddy;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.List;

/**
 * Caddy 2. Its access records and its errors stand in one file or in two, as its configuration
 * says; either format reads both, so that it does not matter which one a file is taken for.
 */
public final class CaddyFamily implements FormatFamily {

  private static final double PRIOR = 0.5;

  private static final Format ACCESS =
      new Format(
          "caddy-access",
          Tier.PROXY,
          Format.Kind.ACCESS,
          "Caddy log with access records, JSON or console");
  private static final Format RUNTIME =
      new Format(
          "caddy-runtime",
          Tier.PROXY,
          Format.Kind.ERROR,
          "Caddy log with errors and messages of the server, JSON or console");

  @Override
  public List<Format> formats() {
    return List.of(ACCESS, RUNTIME);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    // Of equals the first is taken: a log without access records is one of errors.
    return List.of(
        new Detection(RUNTIME, PRIOR, "", () -> new CaddyParser(context)),
        new Detection(ACCESS, PRIOR, "", () -> new CaddyParser(context)));
  }
}

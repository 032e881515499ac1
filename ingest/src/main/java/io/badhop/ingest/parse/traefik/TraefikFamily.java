package io.badhop.ingest.parse.traefik;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.List;

/**
 * Traefik, all versions. In a container both of its logs go to standard output, so either format
 * reads the lines of both.
 */
public final class TraefikFamily implements FormatFamily {

  private static final double PRIOR = 0.5;

  private static final Format ACCESS =
      new Format(
          "traefik-access",
          Tier.PROXY,
          Format.Kind.ACCESS,
          "Traefik access log, common or JSON, with lines of the process between or not");
  private static final Format PROCESS =
      new Format(
          "traefik-process",
          Tier.PROXY,
          Format.Kind.ERROR,
          "Traefik log of the process, text or JSON");

  @Override
  public List<Format> formats() {
    return List.of(ACCESS, PROCESS);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    // Of equals the first is taken: a log without access records is that of the process.
    return List.of(
        new Detection(PROCESS, PRIOR, "", () -> new TraefikParser(context)),
        new Detection(ACCESS, PRIOR, "", () -> new TraefikParser(context)));
  }
}

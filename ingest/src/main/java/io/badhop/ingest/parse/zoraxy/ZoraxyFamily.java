package io.badhop.ingest.parse.zoraxy;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.List;

/** Zoraxy. */
public final class ZoraxyFamily implements FormatFamily {

  private static final double PRIOR = 0.5;

  private static final Format ACCESS =
      new Format("zoraxy", Tier.PROXY, Format.Kind.ACCESS, "Zoraxy log with its requests");

  @Override
  public List<Format> formats() {
    return List.of(ACCESS);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    return List.of(new Detection(ACCESS, PRIOR, "", () -> new ZoraxyParser(context)));
  }
}

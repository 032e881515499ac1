package io.badhop.ingest.parse.edge;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.List;

/** Cloudflare. */
public final class CloudflareFamily implements FormatFamily {

  private static final Format LOGPUSH =
      new Format(
          "cloudflare", Tier.EDGE, Format.Kind.ACCESS, "Cloudflare Logpush http_requests, NDJSON");

  @Override
  public List<Format> formats() {
    return List.of(LOGPUSH);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    return List.of(new Detection(LOGPUSH, 0.5, "", () -> new CloudflareParser(context)));
  }
}

package io.badhop.ingest.parse.heroku;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.List;

/** Heroku. */
public final class HerokuFamily implements FormatFamily {

  private static final Format ROUTER =
      new Format(
          "heroku-router",
          Tier.PROXY,
          Format.Kind.ACCESS,
          "Heroku's router, as 'heroku logs' or a drain shows it; the dynos' own lines are passed over");

  @Override
  public List<Format> formats() {
    return List.of(ROUTER);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    return List.of(new Detection(ROUTER, 0.5, "", () -> new HerokuRouterParser(context)));
  }
}

package io.badhop.ingest.parse.iis;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.List;
import java.util.Locale;

/** IIS: the W3C logs of its sites, and HTTPERR. */
public final class IisFamily implements FormatFamily {

  private static final Format SITE =
      new Format(
          "iis-w3c",
          Tier.PROXY,
          Format.Kind.ACCESS,
          "IIS W3C extended log, with Application Request Routing or not");
  private static final Format REFUSALS =
      new Format(
          "iis-httperr",
          Tier.PROXY,
          Format.Kind.ACCESS,
          "HTTPERR log of http.sys: what never reached an IIS site");

  @Override
  public List<Format> formats() {
    return List.of(SITE, REFUSALS);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    boolean refusals = fileName.toLowerCase(Locale.ROOT).startsWith("httperr");
    return List.of(
        new Detection(SITE, 0.5, "w3c", () -> new IisAccessParser(context)),
        new Detection(REFUSALS, refusals ? 1 : 0.5, "httperr", () -> new HttpErrParser(context)));
  }
}

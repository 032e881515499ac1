package io.badhop.ingest.parse.apache;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Apache httpd: access logs in the formats of its configuration and in the usual ones, and the
 * error log.
 */
public final class ApacheFamily implements FormatFamily {

  private static final Format ACCESS =
      new Format(
          "apache-access",
          Tier.PROXY,
          Format.Kind.ACCESS,
          "Apache access log in any LogFormat of its configuration");
  private static final Format ERROR =
      new Format("apache-error", Tier.PROXY, Format.Kind.ERROR, "Apache error log, 2.2 and 2.4");

  private static final String COMMON = "%h %l %u %t \"%r\" %>s %b";
  private static final String COMBINED = COMMON + " \"%{Referer}i\" \"%{User-Agent}i\"";

  /**
   * nginx's combined format is the same line; without a configuration nginx is taken for its
   * writer, so these come after.
   */
  private static final Map<String, String> BUILT_IN =
      Map.of("common", COMMON, "combined", COMBINED, "vhost_combined", "%v:%p " + COMBINED);

  private static final double BUILT_IN_PRIOR = 0.3;

  @Override
  public List<Format> formats() {
    return List.of(ACCESS, ERROR);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    List<Detection> candidates = new ArrayList<>();
    for (ApacheConfig config : configs.of(ApacheConfig.class)) {
      String named = config.accessLogs().getOrDefault(fileName, "");
      config
          .logFormats()
          .forEach(
              (name, format) ->
                  candidates.add(
                      access(
                          name, name.equals(named) ? 1 : 0.5, format, config.targets(), context)));
      if (named.contains("%")) {
        candidates.add(access("inline", 1, named, config.targets(), context));
      }
    }
    BUILT_IN.forEach(
        (name, format) -> candidates.add(access(name, BUILT_IN_PRIOR, format, List.of(), context)));
    candidates.add(
        new Detection(
            ERROR, fileName.contains("error") ? 1 : 0.5, "", () -> new ApacheErrorParser(context)));
    return candidates;
  }

  private static Detection access(
      String name,
      double prior,
      String format,
      List<Map.Entry<String, String>> targets,
      ParseContext context) {
    return new Detection(
        ACCESS, prior, name, () -> new ApacheAccessParser(format, targets, context));
  }
}

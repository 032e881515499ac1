package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.List;

/** HAProxy: requests in all its formats, connections, and what it says of servers. */
public final class HaproxyFamily implements FormatFamily {

  private static final Format HTTP =
      new Format(
          "haproxy-http",
          Tier.PROXY,
          Format.Kind.ACCESS,
          "HAProxy's log: HTTP, HTTPS, CLF, JSON or a log-format of its configuration, behind"
              + " syslog or not");

  @Override
  public List<Format> formats() {
    return List.of(HTTP);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    List<HaproxyConfig> known = configs.of(HaproxyConfig.class);
    return List.of(
        new Detection(
            HTTP,
            fileName.contains("haproxy") ? 1 : 0.5,
            "httplog",
            () -> new HaproxyParser(context, known)));
  }
}

package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** HAProxy: its HTTP log and what it says of servers. */
public final class HaproxyFamily implements FormatFamily {

  private static final Format HTTP =
      new Format(
          "haproxy-http",
          Tier.PROXY,
          Format.Kind.ACCESS,
          "HAProxy HTTP log (option httplog), with captures, behind syslog or not");

  @Override
  public List<Format> formats() {
    return List.of(HTTP);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    Map<String, List<String>> captures = new TreeMap<>();
    configs.of(HaproxyConfig.class).forEach(config -> captures.putAll(config.captures()));
    List<Detection> candidates = new ArrayList<>();
    candidates.add(
        new Detection(
            HTTP,
            fileName.contains("haproxy") ? 1 : 0.5,
            "httplog",
            () -> new HaproxyParser(context, captures)));
    return candidates;
  }
}

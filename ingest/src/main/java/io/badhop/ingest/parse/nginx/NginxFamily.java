package io.badhop.ingest.parse.nginx;

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
 * nginx: access logs in the formats of its configuration and in the usual ones, and the error log.
 */
public final class NginxFamily implements FormatFamily {

  private static final Format ACCESS =
      new Format(
          "nginx-access",
          Tier.PROXY,
          Format.Kind.ACCESS,
          "nginx access log in any log_format of its configuration");
  private static final Format JSON =
      new Format(
          "nginx-json",
          Tier.PROXY,
          Format.Kind.ACCESS,
          "nginx access log in JSON, fields named like the variables");
  private static final Format ERROR =
      new Format("nginx-error", Tier.PROXY, Format.Kind.ERROR, "nginx error log");

  private static final String COMBINED =
      "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" \"$http_user_agent\"";

  private static final String MANAGER_TAIL =
      "$status - $request_method $scheme $host \"$request_uri\" [Client $remote_addr]"
          + " [Length $body_bytes_sent] [Gzip $gzip_ratio]";
  private static final String AGENT_TAIL = " \"$http_user_agent\" \"$http_referer\"";

  /**
   * Formats that are there without a configuration: nginx's own, its package's, ingress-nginx's,
   * and Nginx Proxy Manager's two.
   */
  private static final Map<String, String> BUILT_IN =
      Map.of(
          "combined",
          COMBINED,
          "main",
          COMBINED + " \"$http_x_forwarded_for\"",
          "upstreaminfo",
          COMBINED
              + " $request_length $request_time [$proxy_upstream_name] [$proxy_alternative_upstream_name]"
              + " $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $req_id",
          "proxy",
          "[$time_local] $upstream_cache_status $upstream_status "
              + MANAGER_TAIL
              + " [Sent-to $server]"
              + AGENT_TAIL,
          "standard",
          "[$time_local] " + MANAGER_TAIL + AGENT_TAIL);

  private static final double NAMED = 1;
  private static final double POSSIBLE = 0.5;
  private static final double BUILT_IN_PRIOR = 0.4;

  @Override
  public List<Format> formats() {
    return List.of(ACCESS, JSON, ERROR);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    List<Detection> candidates = new ArrayList<>();
    for (NginxConfig config : configs.of(NginxConfig.class)) {
      config
          .logFormats()
          .forEach(
              (name, text) -> {
                double prior = name.equals(config.accessLogs().get(fileName)) ? NAMED : POSSIBLE;
                candidates.add(
                    access(
                        name,
                        prior,
                        text,
                        config.escapes().getOrDefault(name, "default"),
                        config.aliases(),
                        context));
              });
    }
    BUILT_IN.forEach(
        (name, text) ->
            candidates.add(access(name, BUILT_IN_PRIOR, text, "default", Map.of(), context)));
    candidates.add(
        new Detection(
            ACCESS,
            BUILT_IN_PRIOR,
            "combined with names",
            () -> new NginxKeyedParser(COMBINED, context)));
    candidates.add(new Detection(JSON, BUILT_IN_PRIOR, "", () -> new NginxJsonParser(context)));
    candidates.add(
        new Detection(
            ERROR,
            fileName.contains("error") ? NAMED : POSSIBLE,
            "",
            () -> new NginxErrorParser(context)));
    return candidates;
  }

  private static Detection access(
      String name,
      double prior,
      String text,
      String escape,
      Map<String, String> aliases,
      ParseContext context) {
    return new Detection(
        ACCESS, prior, name, () -> new NginxAccessParser(text, escape, aliases, context));
  }
}

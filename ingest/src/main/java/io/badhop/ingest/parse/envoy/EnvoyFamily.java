package io.badhop.ingest.parse.envoy;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Envoy and the meshes and gateways that are made of it. */
public final class EnvoyFamily implements FormatFamily {

  private static final Format ACCESS =
      new Format(
          "envoy-access",
          Tier.PROXY,
          Format.Kind.ACCESS,
          "Envoy access log in any format string of its configuration, its default or Istio's");
  private static final Format JSON =
      new Format(
          "envoy-json",
          Tier.PROXY,
          Format.Kind.ACCESS,
          "Envoy access log in JSON, keys as configured or the usual ones; health events");
  private static final Format PROCESS =
      new Format(
          "envoy-log", Tier.PROXY, Format.Kind.COMPONENT, "Envoy's own log, and Istio's proxy's");

  private static final String HEAD =
      "[%START_TIME%] \"%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%\""
          + " %RESPONSE_CODE% %RESPONSE_FLAGS% ";
  private static final String TAIL =
      "%BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%"
          + " \"%REQ(X-FORWARDED-FOR)%\" \"%REQ(USER-AGENT)%\" \"%REQ(X-REQUEST-ID)%\""
          + " \"%REQ(:AUTHORITY)%\" \"%UPSTREAM_HOST%\"";
  private static final String MESH =
      " %UPSTREAM_CLUSTER% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS%"
          + " %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME%";
  private static final String REASON = "\"%UPSTREAM_TRANSPORT_FAILURE_REASON%\" ";
  private static final String DETAILS = "%RESPONSE_CODE_DETAILS% %CONNECTION_TERMINATION_DETAILS% ";

  private static final double NAMED = 1;
  private static final double PRIOR = 0.5;

  @Override
  public List<Format> formats() {
    return List.of(ACCESS, JSON, PROCESS);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    double prior = fileName.contains("envoy") ? NAMED : PRIOR;
    List<Detection> candidates = new ArrayList<>();
    candidates.add(new Detection(PROCESS, prior, "", () -> new EnvoyMessages(context)));
    formats(configs)
        .forEach(
            (name, format) ->
                candidates.add(
                    new Detection(
                        ACCESS, prior, name, () -> new EnvoyTextParser(format, context))));
    for (EnvoyConfig config : configs.of(EnvoyConfig.class)) {
      for (int i = 0; i < config.jsons().size(); i++) {
        Map<String, String> keys = config.jsons().get(i);
        candidates.add(
            new Detection(
                JSON,
                prior,
                config.name() + " " + (i + 1),
                () -> new EnvoyJsonParser(keys, context)));
      }
    }
    candidates.add(
        new Detection(JSON, prior, "usual keys", () -> new EnvoyJsonParser(Map.of(), context)));
    return candidates;
  }

  /** Format strings by a name of theirs: those of the configurations, and the known ones. */
  private static Map<String, String> formats(ServerConfigs configs) {
    Map<String, String> formats = new LinkedHashMap<>();
    for (EnvoyConfig config : configs.of(EnvoyConfig.class)) {
      for (int i = 0; i < config.texts().size(); i++) {
        formats.put(config.name() + " " + (i + 1), config.texts().get(i));
      }
    }
    formats.put("default", HEAD + TAIL);
    formats.put("emissary", "ACCESS " + HEAD + TAIL);
    formats.put("istio", HEAD + DETAILS + REASON + TAIL + MESH + " %ROUTE_NAME%");
    formats.put("istio 1.6", HEAD + REASON + TAIL + MESH + " %ROUTE_NAME%");
    formats.put(
        "istio 1.1", HEAD + "\"%DYNAMIC_METADATA(istio.mixer:status)%\" " + REASON + TAIL + MESH);
    return formats;
  }
}

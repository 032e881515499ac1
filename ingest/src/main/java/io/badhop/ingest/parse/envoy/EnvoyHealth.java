package io.badhop.ingest.parse.envoy;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.AnyTimes;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.JsonFields;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.Tier;
import java.util.Locale;

/**
 * Hosts that are taken out and put back: the event logs of active health checks and of outlier
 * detection, one JSON object a line. Field names are those of Envoy's {@code HealthCheckEvent} and
 * {@code OutlierDetectionEvent}.
 */
final class EnvoyHealth {

  private final ParseContext context;

  EnvoyHealth(ParseContext context) {
    this.context = context;
  }

  /** The outcome of a record of either log; null when it is of neither. */
  ParseResult result(RawLine line, JsonFields json) {
    boolean check = json.has("health_checker_type");
    boolean outlier = json.has("upstream_url") && json.has("action");
    if (!check && !outlier) {
      return null;
    }
    long time = AnyTimes.any(json.get("timestamp"), context.zone());
    if (time == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "no time in 'timestamp'");
    }
    ComponentEventKind kind = check ? ofCheck(line.text()) : ofOutlier(json);
    if (kind == ComponentEventKind.OTHER) {
      return new ParseResult.Skipped("no-change-of-health");
    }
    return told(line, json, time, kind, check);
  }

  private ParseResult told(
      RawLine line, JsonFields json, long time, ComponentEventKind kind, boolean check) {
    String address = check ? address(json) : EnvoyUpstream.address(json.get("upstream_url"));
    String reason = json.get(check ? "eject_unhealthy_event.failure_type" : "type");
    String words = check ? "health check " : "outlier detection ";
    return new ParseResult.Component(
        BlankEvents.component(context, line, Tier.PROXY)
            .setTime(time)
            .setResolution(AnyTimes.resolution(json.get("timestamp")))
            .setKind(kind)
            .setComponent(json.get("cluster_name"))
            .setAddress(address)
            .setMessage((words + reason.toLowerCase(Locale.ROOT)).strip())
            .build());
  }

  private static ComponentEventKind ofCheck(String text) {
    if (text.contains("\"eject_unhealthy_event\"")) {
      return ComponentEventKind.SERVER_DOWN;
    }
    return text.contains("\"add_healthy_event\"")
        ? ComponentEventKind.SERVER_UP
        : ComponentEventKind.OTHER;
  }

  private static ComponentEventKind ofOutlier(JsonFields json) {
    return switch (json.get("action")) {
      case "EJECT" ->
          json.get("enforced").equals("false")
              ? ComponentEventKind.OTHER
              : ComponentEventKind.SERVER_DOWN;
      case "UNEJECT" -> ComponentEventKind.SERVER_UP;
      default -> ComponentEventKind.OTHER;
    };
  }

  private static String address(JsonFields json) {
    String pipe = json.get("host.pipe.path");
    if (!pipe.isEmpty()) {
      return "unix:" + pipe;
    }
    String host = json.get("host.socket_address.address");
    String port = json.get("host.socket_address.port_value");
    String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port.isEmpty() ? host : bracketed + ":" + port;
  }
}

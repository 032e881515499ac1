package io.badhop.ingest.parse.wrap;

import io.badhop.ingest.parse.text.JsonFields;
import java.util.List;

/**
 * JSON of a shipper with the line in one of its fields: Filebeat, Logstash, Vector, Fluent Bit,
 * Fluentd. Any object with such a field counts; whether the line inside says more than the object
 * is for the choice of the format to find.
 */
final class Shipped implements Wrapper {

  private static final List<String> LINES = List.of("event.original", "message", "log", "msg");
  private static final List<String> INSTANCES =
      List.of(
          "kubernetes.pod_name",
          "kubernetes.pod.name",
          "container_name",
          "container.name",
          "kubernetes.container_name");
  private static final List<String> SERVICES =
      List.of(
          "kubernetes.labels.app",
          "kubernetes.labels.app.kubernetes.io/name",
          "kubernetes.labels.app_kubernetes_io/name",
          "kubernetes.container_name",
          "kubernetes.container.name",
          "service.name",
          "service");
  private static final List<String> HOSTS =
      List.of("host.name", "host.hostname", "hostname", "host", "kubernetes.host");
  private static final List<String> TIMES = List.of("@timestamp", "timestamp", "time", "date");

  private final JsonFields fields = new JsonFields();
  private String name = "json";

  @Override
  public String name() {
    return name;
  }

  @Override
  public Outcome unwrap(Envelope line) {
    JsonFields json = line.json(fields);
    String inner = json == null ? "" : first(json, LINES);
    if (inner.isEmpty()) {
      return Outcome.NOT_MINE;
    }
    name = shipper(json);
    line.instance(first(json, INSTANCES));
    line.service(first(json, SERVICES));
    line.host(first(json, HOSTS));
    line.stamp(first(json, TIMES));
    line.stream(json.get("stream"));
    line.inner(inner.endsWith("\n") ? inner.substring(0, inner.length() - 1) : inner);
    return Outcome.MINE;
  }

  private static String shipper(JsonFields json) {
    if (json.get("agent.type").equals("filebeat") || json.has("beat.name")) {
      return "filebeat";
    }
    if (json.has("source_type")) {
      return "vector";
    }
    if (json.has("@version")) {
      return "logstash";
    }
    boolean fluent = json.has("kubernetes.pod_name") || json.has("fluentd_tag") || json.has("log");
    return fluent ? "fluent" : "json";
  }

  private static String first(JsonFields json, List<String> names) {
    for (String name : names) {
      String value = json.get(name);
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }
}

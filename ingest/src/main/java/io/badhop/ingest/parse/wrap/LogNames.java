package io.badhop.ingest.parse.wrap;

import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.JsonFields;

/**
 * Which log a shipper took a line from, where its JSON says so: Filebeat, Logstash and Vector name
 * the file, and all of them the container in Kubernetes. Not thread safe.
 */
public final class LogNames {

  private final JsonFields fields = new JsonFields();

  /**
   * A log, to be told from others whose lines come the same way.
   *
   * @param machine machine, or pod and container; empty when not said
   * @param file path of the file; empty when not said
   */
  public record LogName(String machine, String file) {
    /** Nothing is said. */
    public static final LogName NONE = new LogName("", "");
  }

  /** The log of a line; {@link LogName#NONE} when the line does not say it. */
  public LogName of(RawLine line) {
    if (line.length() == 0 || line.buffer()[line.start()] != '{' || fields.read(line) != null) {
      return LogName.NONE;
    }
    String file = file();
    String pod = first("kubernetes.pod_name", "kubernetes.pod.name");
    if (file.isEmpty() && pod.isEmpty()) {
      return LogName.NONE;
    }
    String container = first("kubernetes.container_name", "kubernetes.container.name");
    String machine = pod.isEmpty() ? first("host.name", "host.hostname", "host") : pod;
    return new LogName(container.isEmpty() ? machine : machine + "/" + container, file);
  }

  /** A mere {@code file} or {@code path} may be anything, so the shipper must have shown itself. */
  private String file() {
    String path = fields.get("log.file.path");
    if (path.isEmpty() && fields.has("source_type")) {
      path = fields.get("file");
    }
    if (path.isEmpty() && fields.has("@version")) {
      path = fields.get("path");
    }
    return path;
  }

  private String first(String... names) {
    for (String name : names) {
      String value = fields.get(name);
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }
}

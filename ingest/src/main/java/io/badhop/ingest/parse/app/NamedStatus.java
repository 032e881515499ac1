package io.badhop.ingest.parse.app;

import io.badhop.schemas.event.AppEvent;

/**
 * How a record says that a request ended.
 *
 * @param closes whether it closes a request
 * @param http status of HTTP, or the one that the code of gRPC stands for; -1 when not said
 * @param grpc name of the code of gRPC; empty when there is none
 */
record NamedStatus(boolean closes, int http, String grpc) {

  private static final int OK = 200;

  /**
   * Reads the status. GitLab writes 0 where another layer answers: the request ended, its status is
   * not said. What a client's interceptor logs is somebody else's status.
   */
  static NamedStatus of(NamedValues values, boolean aloneCloses) {
    String code = values.get("grpcStatus");
    int meant = GrpcStatus.status(code);
    boolean client =
        values.named("grpc.component").equals("client")
            || values.named("span.kind").equals("client");
    if (client) {
      return new NamedStatus(false, -1, "");
    }
    boolean accompanied = isAccompanied(values);
    String logged = values.atTop("status");
    boolean top = !logged.isEmpty();
    String text = top ? logged : values.get("status");
    int http = status(text);
    boolean said = (top && aloneCloses || accompanied) && http >= 0;
    if (meant >= 0 && (http < 0 || http == OK)) {
      return new NamedStatus(true, meant, GrpcStatus.name(code));
    }
    boolean unsaid = text.equals("0") && accompanied;
    return new NamedStatus(said || unsaid, said ? http : -1, "");
  }

  /** {@code 503}, {@code 503 Service Unavailable}, {@code 503.0}. */
  private static int status(String text) {
    boolean more = text.length() > 3 && " .".indexOf(text.charAt(3)) >= 0;
    return AppRecords.status(more ? text.substring(0, 3) : text);
  }

  private static boolean isAccompanied(NamedValues values) {
    return !values.get("method").isEmpty()
        || !values.get("path").isEmpty()
        || !values.get("route").isEmpty()
        || duration(values) >= 0;
  }

  /** Adds the name of gRPC's code where nothing else tells that the status was none of HTTP. */
  void describe(AppEvent event) {
    if (!grpc.isEmpty() && !grpc.equals("OK") && !event.getMessage().contains(grpc)) {
      String message = event.getMessage();
      event.setMessage(AppRecords.cut("gRPC " + grpc + (message.isEmpty() ? "" : ": " + message)));
    }
  }

  /**
   * Handling time in microseconds; -1 when not logged, or when nothing tells its unit. A unit in
   * the value counts before the one of the name.
   */
  static long duration(NamedValues values) {
    long took = duration(values, "durationMs", Durations.Unit.MILLISECONDS);
    took = took < 0 ? duration(values, "durationS", Durations.Unit.SECONDS) : took;
    took = took < 0 ? duration(values, "durationUs", Durations.Unit.MICROSECONDS) : took;
    took = took < 0 ? duration(values, "durationNs", Durations.Unit.NANOSECONDS) : took;
    return took < 0 ? duration(values, "duration", unit(values)) : took;
  }

  private static long duration(NamedValues values, String meaning, Durations.Unit unit) {
    String text = values.get(meaning);
    return text.isEmpty() ? -1 : Durations.micros(text, unit);
  }

  /** Rails' lograge and Serilog are known by their other fields, and write milliseconds. */
  private static Durations.Unit unit(NamedValues values) {
    boolean lograge =
        !values.named("controller").isEmpty()
            && !values.named("action").isEmpty()
            && !values.named("format").isEmpty();
    boolean serilog =
        !values.named("Elapsed").isEmpty()
            && (values.has("@t")
                || values.has("MessageTemplate")
                || !values.named("RequestPath").isEmpty());
    return lograge || serilog ? Durations.Unit.MILLISECONDS : Durations.Unit.UNKNOWN;
  }
}

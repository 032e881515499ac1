package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Attempt;
import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Hop;
import io.badhop.benchmarks.judgement.world.Request;

/** Cloudflare's Logpush, dataset {@code http_requests}. */
final class Cloudflare implements Journal {

  private static final String[] LOCATIONS = {"FRA", "AMS", "IAD"};

  private final LogFiles logs;
  private final Clock clock;
  private final boolean nanos;

  /**
   * @param nanos whether times are nanoseconds, or RFC 3339 with milliseconds
   */
  Cloudflare(LogFiles logs, Clock clock, boolean nanos) {
    this.logs = logs;
    this.clock = clock;
    this.nanos = nanos;
  }

  private String stamp(long time) {
    return nanos ? Long.toString(clock.at(time) * 1000) : "\"" + clock.isoMillis(time) + "\"";
  }

  @Override
  public void request(Handled handled) {
    Hop hop = handled.edge();
    if (hop == null) {
      return;
    }
    Request request = handled.request();
    Attempt last = hop.last();
    long took = last == null ? 0 : last.total() / 1000;
    String line =
        "{\"RayID\":\""
            + request.ray()
            + "\",\"ParentRayID\":\"00\",\"ClientIP\":\""
            + request.client()
            + "\",\"ClientRequestHost\":\""
            + request.host()
            + "\",\"ClientRequestMethod\":\""
            + request.method()
            + "\",\"ClientRequestURI\":\""
            + request.target()
            + "\",\"ClientRequestPath\":\""
            + request.path()
            + "\",\"ClientRequestProtocol\":\"HTTP/2\",\"ClientRequestUserAgent\":\""
            + request.agent()
            + "\",\"EdgeResponseStatus\":"
            + hop.status()
            + ",\"EdgeResponseBytes\":"
            + hop.bytes()
            + ",\"OriginIP\":\""
            + (last == null ? "" : last.server().host())
            + "\",\"OriginResponseStatus\":"
            + (last == null ? 0 : last.status())
            + ",\"OriginResponseDurationMs\":"
            + took
            + ",\"OriginTCPHandshakeDurationMs\":"
            + (last == null || last.connect() < 0 ? 0 : last.connect() / 1000)
            + ",\"OriginResponseHeaderReceiveDurationMs\":"
            + (last == null || last.header() < 0 ? 0 : last.header() / 1000)
            + ",\"CacheCacheStatus\":\""
            + (last == null && hop.own() == null ? "hit" : "dynamic")
            + "\",\"WorkerStatus\":\"unknown\",\"EdgeStartTimestamp\":"
            + stamp(hop.start())
            + ",\"EdgeEndTimestamp\":"
            + stamp(hop.end())
            + ",\"EdgeColoCode\":\""
            + LOCATIONS[hop.index() % LOCATIONS.length]
            + "\",\"ZoneName\":\"example\",\"RequestHeaders\":{\"x-request-id\":\""
            + request.id()
            + "\"},\"ResponseHeaders\":{}}";
    logs.line("cloudflare.ndjson", clock.at(hop.end()), line);
  }
}

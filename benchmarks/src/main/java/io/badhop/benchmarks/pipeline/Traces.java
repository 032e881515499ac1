package io.badhop.benchmarks.pipeline;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.summarise.PathTemplates;
import java.util.ArrayList;
import java.util.List;

/** Joined exchanges of contenders that only join: without a diagnosis. */
final class Traces {
  private static final int SERVER_ERROR = 500;

  private Traces() {}

  /**
   * Edge and proxy.
   *
   * @param proxy null when there is none
   */
  static RequestTrace of(EdgeEvent edge, ProxyEvent proxy) {
    return new RequestTrace(
        edge.getRequestId(),
        edge.getSite(),
        Tier.EDGE,
        edge.getTime(),
        edge,
        proxy,
        List.of(),
        edge.getStatus() >= SERVER_ERROR,
        FaultDomain.UNKNOWN,
        Cause.UNKNOWN,
        0.0,
        List.of(),
        true);
  }

  /**
   * The same with what the application logged.
   *
   * @param app null when there is nothing
   */
  static RequestTrace with(RequestTrace trace, AppEvent app) {
    if (app != null) {
      trace.setApp(new ArrayList<>(List.of(app)));
    }
    return trace;
  }

  /** Path template of the proxy's record, the edge's where there is none. */
  static String path(RequestTrace trace) {
    ProxyEvent proxy = trace.getProxy();
    return proxy == null
        ? PathTemplates.of(trace.getEdge().getHost(), trace.getEdge().getPath())
        : PathTemplates.of(proxy.getHost(), proxy.getPath());
  }

  /** Address of the last attempt; {@code -} where there is none. */
  static String upstream(RequestTrace trace) {
    List<Attempt> attempts = trace.getProxy() == null ? List.of() : trace.getProxy().getAttempts();
    return attempts.isEmpty() ? "-" : attempts.get(attempts.size() - 1).getAddress();
  }
}

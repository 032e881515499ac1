package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Attempt;
import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Hop;
import io.badhop.benchmarks.judgement.world.Request;

/** OpenLiteSpeed: the virtual host and combined, and the error log. */
final class LiteSpeed implements Journal {

  private final LogFiles logs;
  private final Clock clock;

  LiteSpeed(LogFiles logs, Clock clock) {
    this.logs = logs;
    this.clock = clock;
    logs.head(
        "litespeed-error.log",
        "2026-11-01 00:00:00.000001 [NOTICE] [1226033] Instance: lsws is up");
  }

  @Override
  public void request(Handled handled) {
    Hop hop = handled.proxy();
    if (hop == null) {
      return;
    }
    Request request = handled.request();
    for (Attempt attempt : hop.attempts()) {
      String said = said(attempt);
      if (!said.isEmpty()) {
        logs.line(
            "litespeed-error.log",
            clock.at(attempt.end()),
            clock.spaced(attempt.end())
                + said.replace(
                    "{who}",
                    "["
                        + request.client()
                        + ":"
                        + request.port()
                        + "#"
                        + request.host()
                        + ":lsapi]"));
      }
    }
    logs.line(
        "litespeed-access.log",
        clock.at(hop.end()),
        request.host()
            + " "
            + request.client()
            + " - - ["
            + clock.clf(hop.end())
            + "] \""
            + request.method()
            + " "
            + request.target()
            + " HTTP/1.1\" "
            + hop.status()
            + " "
            + hop.bytes()
            + " \"-\" \""
            + request.agent()
            + "\"");
  }

  private static String said(Attempt attempt) {
    if (attempt.failure() == null) {
      return "";
    }
    String socket = "uds://tmp/lshttpd/" + attempt.server().pool() + ".sock";
    return switch (attempt.failure()) {
      case REFUSED ->
          " [ERROR] [1226038] [T0] {who} connection to ["
              + socket
              + "] on request #0, confirmed, 0, associated process: -1, running: 0, error: Connection"
              + " refused!";
      case POOL_FULL ->
          " [NOTICE] [1226038] [T0] [LocalWorker::workerExec] ["
              + attempt.server().pool()
              + "] reached max children process limit: 10, extra: 3, current: 13, busy: 13, please"
              + " increase LSAPI_CHILDREN.";
      default -> "";
    };
  }
}

package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Happening;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Pool;
import io.badhop.benchmarks.judgement.world.Request;
import io.badhop.benchmarks.judgement.world.Server;
import io.badhop.benchmarks.judgement.world.Site;
import io.badhop.benchmarks.judgement.world.Work;

/** Logs of the applications, each in the way of what it runs on. */
final class Applications implements Journal {

  private static final String TRACE =
      "\\n\\tat com.example.orders.OrderService.load(OrderService.java:88)"
          + "\\n\\tat com.example.web.OrderController.get(OrderController.java:41)";

  private final LogFiles logs;
  private final Site site;
  private final Clock clock;
  private final Dialect edge;
  private final ProcessMessages messages;

  /**
   * @param edge whose ID comes as a header and is logged; null when there is no edge
   */
  Applications(LogFiles logs, Site site, Clock clock, Dialect edge) {
    this.logs = logs;
    this.site = site;
    this.clock = clock;
    this.edge = edge;
    this.messages = new ProcessMessages(logs, clock);
  }

  /** The edge's ID as a member of a JSON object, with a comma before it. */
  private String edgeId(Request request) {
    if (edge == Dialect.ALB) {
      return ",\"x-amzn-trace-id\":\"" + Alb.trace(request) + "\"";
    }
    return edge == Dialect.CLOUDFRONT ? ",\"x-amz-cf-id\":\"" + CloudFront.id(request) + "\"" : "";
  }

  private Pool.Platform platform(Server server) {
    return site.pools().stream()
        .filter(pool -> pool.servers().stream().anyMatch(s -> s.name().equals(server.name())))
        .findFirst()
        .orElseThrow()
        .platform();
  }

  @Override
  public void request(Handled handled) {
    for (Work work : handled.work()) {
      Request request = handled.request();
      switch (platform(work.server())) {
        case JSON -> json(request, work);
        case PINO -> pino(request, work);
        case LOGBACK -> logback(request, work);
        case GUNICORN -> gunicorn(request, work);
        case PHP_FPM -> phpFpm(request, work);
        case UWSGI -> uwsgi(request, work);
      }
    }
  }

  private void json(Request request, Work work) {
    String file = work.server().pool() + "-app.ndjson";
    if (work.kind() == Kind.APP_500) {
      logs.line(
          file,
          clock.at(work.end() - 400),
          messages.jsonHead(work.end() - 400, "ERROR", work.server())
              + "\"msg\":\"unhandled exception\",\"request_id\":\""
              + request.id()
              + "\",\"exc_type\":\"java.lang.NullPointerException\",\"exception\":\""
              + "java.lang.NullPointerException: Cannot invoke \\\"Order.total()\\\""
              + TRACE
              + "\"}");
    }
    logs.line(
        file,
        clock.at(work.end()),
        messages.jsonHead(work.end(), work.status() >= 500 ? "ERROR" : "INFO", work.server())
            + "\"msg\":\"request completed\",\"request_id\":\""
            + request.id()
            + "\""
            + edgeId(request)
            + ",\"method\":\""
            + request.method()
            + "\",\"path\":\""
            + request.path()
            + "\",\"status\":"
            + work.status()
            + ",\"duration_ms\":"
            + Math.floorDiv(work.end() - work.start(), 100) / 10.0
            + "}");
  }

  private void pino(Request request, Work work) {
    String err =
        work.status() >= 500
            ? ",\"err\":{\"type\":\"Error\",\"message\":\"failed with status code "
                + work.status()
                + "\",\"stack\":\"Error: failed with status code "
                + work.status()
                + "\\n    at onResFinished (/app/node_modules/pino-http/logger.js:115:39)\"}"
            : "";
    logs.line(
        work.server().pool() + "-pino.log",
        clock.at(work.end()),
        "{\"level\":30,\"time\":"
            + clock.at(work.end()) / 1000
            + ",\"pid\":"
            + work.pid()
            + ",\"hostname\":\""
            + work.server().name()
            + "\",\"req\":{\"id\":\""
            + request.id()
            + "\",\"method\":\""
            + request.method()
            + "\",\"url\":\""
            + request.target()
            + "\",\"headers\":{\"host\":\""
            + request.host()
            + "\",\"x-request-id\":\""
            + request.id()
            + "\""
            + edgeId(request)
            + "}},\"res\":{\"statusCode\":"
            + work.status()
            + "}"
            + err
            + ",\"responseTime\":"
            + (work.end() - work.start()) / 1000
            + ",\"msg\":\""
            + (work.status() >= 500 ? "request errored" : "request completed")
            + "\"}");
  }

  private void logback(Request request, Work work) {
    String file = work.server().pool() + "-logback.json";
    if (work.kind() == Kind.APP_500) {
      logs.line(
          file,
          clock.at(work.end() - 300),
          logbackHead(work, work.end() - 300, "ERROR", "Servlet.service() threw exception", request)
              + ",\"stack_trace\":\"java.lang.IllegalStateException: stock is negative"
              + TRACE
              + "\"}");
    }
    logs.line(
        file,
        clock.at(work.end()),
        logbackHead(work, work.end(), "INFO", "request", request)
            + ",\"method\":\""
            + request.method()
            + "\",\"path\":\""
            + request.path()
            + "\",\"status\":"
            + work.status()
            + ",\"duration_ms\":"
            + (work.end() - work.start()) / 1000
            + "}");
  }

  private String logbackHead(Work work, long time, String level, String said, Request request) {
    return "{\"@timestamp\":\""
        + clock.isoMillis(time)
        + "\",\"@version\":\"1\",\"message\":\""
        + said
        + "\",\"logger_name\":\"com.example.web.Access\",\"thread_name\":\"http-nio-8080-exec-4\","
        + "\"level\":\""
        + level
        + "\",\"level_value\":20000,\"HOSTNAME\":\""
        + work.server().name()
        + "\",\"request_id\":\""
        + request.id()
        + "\""
        + edgeId(request);
  }

  private void gunicorn(Request request, Work work) {
    logs.line(
        work.server().name() + "-gunicorn-access.log",
        clock.at(work.end()),
        "10.0.0.7 - - ["
            + clock.clf(work.end())
            + "] \""
            + request.method()
            + " "
            + request.target()
            + " HTTP/1.1\" "
            + work.status()
            + " 532 \"-\" \""
            + request.agent()
            + "\" "
            + (work.end() - work.start())
            + " <"
            + work.pid()
            + "> "
            + request.id());
  }

  private void phpFpm(Request request, Work work) {
    logs.line(
        work.server().pool() + "-fpm-access.log",
        clock.at(work.end()),
        "10.0.0.7 -  "
            + clock.clf(work.start())
            + " \""
            + request.method()
            + " "
            + request.target()
            + "\" "
            + work.status()
            + " /srv/www/index.php "
            + (work.end() - work.start()) / 1000.0
            + " 2048 0.00% "
            + request.id());
  }

  private void uwsgi(Request request, Work work) {
    logs.line(
        work.server().name() + "-uwsgi.log",
        clock.at(work.end()),
        "[pid: "
            + work.pid()
            + "|app: -|req: -/-] 10.0.0.7 () {38 vars in 696 bytes} ["
            + clock.cTime(work.start())
            + "] "
            + request.method()
            + " "
            + request.target()
            + " => generated 532 bytes in "
            + (work.end() - work.start())
            + " micros (HTTP/1.1 "
            + work.status()
            + ") 9 headers in 373 bytes (1 switches on core 0) request_id="
            + request.id());
  }

  @Override
  public void happening(Happening event) {
    if (event.server() == null) {
      return;
    }
    messages.happening(event, platform(event.server()));
  }
}

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

  Applications(LogFiles logs, Site site, Clock clock) {
    this.logs = logs;
    this.site = site;
    this.clock = clock;
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
          jsonHead(work.end() - 400, "ERROR", work.server())
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
        jsonHead(work.end(), work.status() >= 500 ? "ERROR" : "INFO", work.server())
            + "\"msg\":\"request completed\",\"request_id\":\""
            + request.id()
            + "\",\"method\":\""
            + request.method()
            + "\",\"path\":\""
            + request.path()
            + "\",\"status\":"
            + work.status()
            + ",\"duration_ms\":"
            + (work.end() - work.start()) / 100 / 10.0
            + "}");
  }

  private String jsonHead(long time, String level, Server server) {
    return "{\"ts\":\""
        + clock.isoMillis(time)
        + "\",\"level\":\""
        + level
        + "\",\"service\":\""
        + server.pool()
        + "\",\"instance\":\""
        + server.address()
        + "\",\"pid\":"
        + server.pid()
        + ",";
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
            + "\"}},\"res\":{\"statusCode\":"
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
        + "\"";
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
    switch (platform(event.server())) {
      case JSON -> jsonEvent(event);
      case GUNICORN -> gunicornEvent(event);
      case PHP_FPM -> phpEvent(event);
      case UWSGI -> uwsgiEvent(event);
      case PINO, LOGBACK -> {}
    }
  }

  private void jsonEvent(Happening event) {
    String said =
        switch (event.what()) {
          case STOPPING -> "SIGTERM received, shutting down";
          case STARTED -> "listening on " + event.server().address();
          default -> "";
        };
    if (!said.isEmpty()) {
      logs.line(
          event.server().pool() + "-app.ndjson",
          clock.at(event.time()),
          jsonHead(event.time(), "INFO", event.server()) + "\"msg\":\"" + said + "\"}");
    }
  }

  private void gunicornEvent(Happening event) {
    String file = event.server().name() + "-gunicorn-error.log";
    String head = "[" + clock.gunicorn(event.time()) + "] [" + event.server().pid() + "] ";
    long at = clock.at(event.time());
    switch (event.what()) {
      case STARTED -> {
        logs.line(file, at, head + "[INFO] Starting gunicorn 20.1.0");
        logs.line(
            file,
            at,
            head
                + "[INFO] Listening at: http://"
                + event.server().address()
                + " ("
                + event.server().pid()
                + ")");
        logs.line(file, at, head + "[INFO] Using worker: sync");
      }
      case STOPPING -> logs.line(file, at, head + "[INFO] Handling signal: term");
      case WORKER_KILLED -> {
        logs.line(file, at, head + "[CRITICAL] WORKER TIMEOUT (pid:" + event.pid() + ")");
        String worker = "[" + clock.gunicorn(event.time()) + "] [" + event.pid() + "] ";
        logs.line(file, at, worker + "[INFO] Worker exiting (pid: " + event.pid() + ")");
        String next = "[" + clock.gunicorn(event.time()) + "] [" + (event.pid() + 50) + "] ";
        logs.line(file, at + 1, next + "[INFO] Booting worker with pid: " + (event.pid() + 50));
      }
      default -> {}
    }
  }

  private void phpEvent(Happening event) {
    String file = "php-fpm.log";
    String head = "[" + clock.php(event.time()) + "] ";
    String pool = "[pool " + event.server().pool() + "] ";
    long at = clock.at(event.time());
    switch (event.what()) {
      case STARTED -> {
        logs.line(file, at, head + "NOTICE: fpm is running, pid " + event.server().pid());
        logs.line(file, at, head + "NOTICE: ready to handle connections");
      }
      case STOPPING -> logs.line(file, at, head + "NOTICE: Terminating ...");
      case POOL_FULL ->
          logs.line(
              file,
              at,
              head
                  + "WARNING: "
                  + pool
                  + "server reached pm.max_children setting (10), consider raising it");
      case WORKER_KILLED -> {
        logs.line(
            file,
            at,
            head
                + "WARNING: "
                + pool
                + "child "
                + event.pid()
                + ", script '/srv/www/index.php' (request: \""
                + event.detail()
                + "\") execution timed out (2.260625 sec), terminating");
        logs.line(
            file,
            at + 1,
            head
                + "WARNING: "
                + pool
                + "child "
                + event.pid()
                + " exited on signal 15 (SIGTERM) after 12.276415 seconds from start");
      }
      default -> {}
    }
  }

  private void uwsgiEvent(Happening event) {
    String file = event.server().name() + "-uwsgi.log";
    long at = clock.at(event.time());
    switch (event.what()) {
      case STARTED -> {
        logs.line(
            file,
            at,
            "*** Starting uWSGI 2.0.21 (64bit) on [" + clock.cTime(event.time()) + "] ***");
        logs.line(
            file, at, "uwsgi socket 0 bound to TCP address " + event.server().address() + " fd 3");
      }
      case WORKER_KILLED -> {
        String stamp = clock.cTime(event.time());
        logs.line(
            file, at, stamp + " - *** HARAKIRI ON WORKER 1 (pid: " + event.pid() + ", try: 1) ***");
        logs.line(
            file,
            at,
            stamp
                + " - HARAKIRI !!! worker 1 status !!!\n"
                + stamp
                + " - HARAKIRI [core 0] 10.0.0.7 - "
                + event.detail()
                + " since "
                + clock.at(event.time() - 2_000_000) / 1_000_000
                + "\n"
                + stamp
                + " - HARAKIRI !!! end of worker 1 status !!!");
        logs.line(
            file,
            at + 1,
            "DAMN ! worker 1 (pid: "
                + event.pid()
                + ") died, killed by signal 9 :( trying respawn ...");
      }
      case POOL_FULL ->
          logs.line(
              file,
              at,
              clock.cTime(event.time())
                  + " - *** uWSGI listen queue of socket \""
                  + event.server().address()
                  + "\" (fd: 3) full !!! (101/100) ***");
      default -> {}
    }
  }
}

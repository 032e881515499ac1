package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Happening;
import io.badhop.benchmarks.judgement.world.Pool;
import io.badhop.benchmarks.judgement.world.Server;

/** What applications and their servers say of themselves: starts, stops, workers, full pools. */
final class ProcessMessages {

  private final LogFiles logs;
  private final Clock clock;

  ProcessMessages(LogFiles logs, Clock clock) {
    this.logs = logs;
    this.clock = clock;
  }

  void happening(Happening event, Pool.Platform platform) {
    switch (platform) {
      case JSON -> jsonEvent(event);
      case GUNICORN -> gunicornEvent(event);
      case PHP_FPM -> phpEvent(event);
      case UWSGI -> uwsgiEvent(event);
      case PINO, LOGBACK -> {}
    }
  }

  /** How a record of a JSON log begins. */
  String jsonHead(long time, String level, Server server) {
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

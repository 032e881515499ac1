package io.badhop.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes nginx's access log and an application's log as the wall clock goes, a hundred requests a
 * second on five paths; every six seconds another path fails for three.
 */
final class FailingTraffic {

  /** As {@link #line} writes it. */
  static final String FORMAT =
      "$remote_addr [$msec] \"$request\" $status $body_bytes_sent $request_time $request_id $host"
          + " $upstream_addr $upstream_status $upstream_header_time";

  private static final int PATHS = 5;
  private static final int EACH_MS = 20;
  private static final int AT_ONCE = 2;
  private static final long TURN_MS = 6_000;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Path access;
  private final Path app;
  private final Set<String> failed = new TreeSet<>();
  private final long begin = System.currentTimeMillis();
  private final AtomicLong written = new AtomicLong();
  private ScheduledFuture<?> writing;
  private volatile long endedAt;
  private volatile boolean calm;

  private FailingTraffic(Path logs) {
    access = logs.resolve("access.log");
    app = logs.resolve("app.ndjson");
  }

  static FailingTraffic start(Path logs) {
    FailingTraffic traffic = new FailingTraffic(logs);
    traffic.writing =
        traffic.clock.scheduleAtFixedRate(traffic::write, 0, EACH_MS, TimeUnit.MILLISECONDS);
    return traffic;
  }

  /** Requests written so far. */
  long written() {
    return written.get();
  }

  /** Nothing fails from now on. */
  void calm() {
    calm = true;
  }

  /** Ends; tells the requests written. */
  long end() throws InterruptedException {
    close();
    endedAt = System.currentTimeMillis();
    return written.get();
  }

  /** Wall clock of the end, milliseconds. */
  long endedAt() {
    return endedAt;
  }

  /** Templates of the paths that failed, and the applications behind them: one for each path. */
  Set<String> failed() {
    return failed;
  }

  private void write() {
    long now = System.currentTimeMillis();
    StringBuilder accesses = new StringBuilder();
    StringBuilder apps = new StringBuilder();
    for (int i = 0; i < AT_ONCE; i++) {
      long number = written.get() + i;
      int path = (int) (number % PATHS);
      boolean fails = fails(now, path);
      if (fails) {
        failed.add("shop.example/path" + path);
        failed.add(upstream(path));
      }
      accesses.append(line(now, number, path, fails));
      apps.append(appLine(now, number, path, fails));
    }
    try {
      append(app, apps);
      append(access, accesses);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    written.addAndGet(AT_ONCE);
  }

  /** A turn's last half is healthy, and the first turn too. */
  private boolean fails(long now, int path) {
    long turn = (now - begin) / TURN_MS;
    return !calm && turn > 0 && turn % PATHS == path && (now - begin) % TURN_MS < TURN_MS / 2;
  }

  private static String upstream(int path) {
    return "10.0.0." + (1 + path) + ":8080";
  }

  private static String id(long number) {
    return String.format(Locale.ROOT, "%032x", number);
  }

  private static String line(long now, long number, int path, boolean fails) {
    int status = fails ? 500 : 200;
    return String.format(
        Locale.ROOT,
        "192.0.2.%d [%d.%03d] \"GET /path%d HTTP/1.1\" %d 512 0.010 %s shop.example %s %d 0.009%n",
        number % 200,
        now / 1000,
        now % 1000,
        path,
        status,
        id(number),
        upstream(path),
        status);
  }

  private static String appLine(long now, long number, int path, boolean fails) {
    return String.format(
        Locale.ROOT,
        "{\"time\":\"%s\",\"request_id\":\"%s\",\"status\":%d,\"path\":\"/path%d\",\"duration_ms\":8}%n",
        Instant.ofEpochMilli(now - 1),
        id(number),
        fails ? 500 : 200,
        path);
  }

  private static void append(Path log, StringBuilder lines) throws IOException {
    Files.write(
        log,
        lines.toString().getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  void close() throws InterruptedException {
    if (writing.isDone() && !writing.isCancelled()) {
      throw new IllegalStateException("writing failed", failure());
    }
    writing.cancel(false);
    clock.shutdown();
    if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("traffic does not end");
    }
  }

  private Throwable failure() throws InterruptedException {
    try {
      writing.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}

package io.badhop.benchmarks.latency;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes the logs of the plan's sites as the wall clock goes, a line at a time as nginx does
 * without a buffer, and notes when the first failing lines of each failure were written: {@code
 * LiveTraffic FOLDER millis|seconds RATE ROUNDS}.
 */
public final class LiveTraffic {

  /** Failing lines of each failure that are noted. */
  private static final int NOTED = 20;

  private final Plan plan;
  private final List<SiteLogs> sites = new ArrayList<>();
  private final Random random = new Random(7);
  private final int[][] failed;
  private final PrintWriter notes;
  private final long begin = micros();

  private LiveTraffic(Path folder, Plan plan) throws IOException {
    this.plan = plan;
    this.failed = new int[Plan.SITES.size()][plan.rounds()];
    for (String site : Plan.SITES) {
      sites.add(new SiteLogs(folder.resolve(site), plan.millis()));
    }
    notes =
        new PrintWriter(
            Files.newBufferedWriter(folder.resolve("notes.csv"), StandardCharsets.UTF_8), true);
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Plan plan = Plan.parse(new String[] {args[1], args[2], args[3]});
    new LiveTraffic(Path.of(args[0]), plan).run();
  }

  private void run() throws IOException {
    long requests = plan.lengthUs() * plan.rate() / 1_000_000;
    for (long number = 0; number < requests; number++) {
      long due = begin + number * 1_000_000 / plan.rate();
      for (long now = micros(); now < due; now = micros()) {
        LockSupport.parkNanos((due - now) * 1000);
      }
      request();
    }
    long slip = micros() - begin - plan.lengthUs();
    System.out.println("requests=" + requests + " behind_ms=" + slip / 1000);
  }

  private void request() throws IOException {
    int site = random.nextInt(sites.size());
    int path = random.nextInt(plan.rounds());
    String upstream = Plan.upstream(site, path);
    SiteLogs.Request request =
        new SiteLogs.Request(
            String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong()),
            random.nextInt(1_000_000),
            random.nextInt(200),
            Plan.path(path),
            upstream);
    if (plan.fails(site, path, micros() - begin)) {
      sites.get(site).refused(request);
      note(site, path, request.id());
    } else {
      sites.get(site).answered(request, 2 + random.nextInt(30));
    }
  }

  private void note(int site, int round, String id) {
    int number = ++failed[site][round];
    if (number <= NOTED) {
      notes.println(new FailingLine(Plan.SITES.get(site), round, number, micros(), id).toCsv());
    }
  }

  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}

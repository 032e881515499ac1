package io.badhop.ingest.bind;

import io.badhop.ingest.bind.WaitingErrors.Group;
import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Gives the lines of a server's error log to the access lines that they belong to. An error line
 * has no request ID; it is known by its connection, its client, its request line, its upstream and
 * its time. The server writes it before the access line, so whoever drains the error log up to an
 * access line's time has all that can belong to it. Each error line is bound at most once. Not
 * thread safe.
 */
public final class ErrorBinder {

  private static final int MAX_PENDING = 20_000;
  private static final long SECOND = 1_000_000;
  private static final int MAX_NOTES = 16;

  /** Apache writes the last line of a failure when it has made the response. */
  private static final long AFTERWARDS = 100_000;

  private final WaitingErrors waiting = new WaitingErrors();
  private final List<ErrorRecord> displaced = new ArrayList<>();

  /** Keeps an error line until its access line comes. */
  public void add(ErrorRecord error) {
    if (waiting.size() >= MAX_PENDING) {
      displaced.addAll(waiting.removeOldest());
    }
    waiting.add(error);
  }

  /**
   * Binds what belongs to an access line; one that shows no trouble gets nothing.
   *
   * @return the event itself, with the lines in order of time
   */
  public ProxyEvent bind(ProxyEvent access) {
    if (!troubled(access) || waiting.size() == 0) {
      return access;
    }
    List<Group> fitting =
        waiting.candidates(access).stream().filter(group -> fits(group.line(), access)).toList();
    List<Group> bound =
        access.getSoftware().equals("apache")
            ? ofOneThread(fitting, access)
            : oldest(fitting, failedAttempts(access));
    List<ErrorNote> notes = new ArrayList<>(access.getErrors());
    for (Group group : bound) {
      waiting.remove(group);
      group.lines().forEach(line -> notes.add(line.note()));
    }
    notes.sort(Comparator.comparingLong(ErrorNote::getTime));
    access.setErrors(notes);
    return access;
  }

  private static boolean troubled(ProxyEvent access) {
    int status = access.getStatus();
    boolean attempts = access.getAttempts().size() > 1;
    return status >= 500
        || status <= 9
        || status == 499
        || status == 429
        || !access.getCompleted()
        || attempts
        || access.getErrorLogged();
  }

  /** Attempts that got no response header; a request that failed without any has one line too. */
  private static int failedAttempts(ProxyEvent access) {
    long failed =
        access.getAttempts().stream().filter(attempt -> attempt.getHeaderUs() < 0).count();
    return (int) Math.max(1, failed);
  }

  /**
   * On a connection that is used again, the request that ended first wrote its lines first. Each
   * failed attempt writes one error, and may write warnings before it (a server that is taken out).
   */
  private static List<Group> oldest(List<Group> fitting, int errors) {
    List<Group> bound = new ArrayList<>();
    int left = errors;
    for (Group group : fitting) {
      if (left == 0 || bound.size() == MAX_NOTES) {
        break;
      }
      bound.add(group);
      String level = group.line().note().getLevel();
      left -= level.equals("warn") || level.equals("info") ? 0 : 1;
    }
    return bound;
  }

  /**
   * Apache handles a request in one thread. Of a client's threads the one that names the upstream
   * of the access line is taken, else the one that wrote first; of its lines those of one request's
   * length.
   */
  private static List<Group> ofOneThread(List<Group> fitting, ProxyEvent access) {
    if (fitting.isEmpty()) {
      return fitting;
    }
    Group first =
        fitting.stream().filter(group -> named(group, access)).findFirst().orElse(fitting.get(0));
    String thread = first.line().process();
    List<Group> own =
        fitting.stream().filter(group -> group.line().process().equals(thread)).toList();
    long length = Math.max(SECOND, access.getDurationUs());
    if (access.getDurationUs() >= 0 && own.get(0).line().resolution() < SECOND) {
      length = access.getDurationUs() + AFTERWARDS;
    }
    long end = own.get(0).line().note().getTime() + length;
    List<Group> bound = new ArrayList<>();
    int notes = 0;
    for (Group group : own) {
      notes += group.lines().size();
      if (group.line().note().getTime() <= end && (bound.isEmpty() || notes <= MAX_NOTES)) {
        bound.add(group);
      }
    }
    return bound;
  }

  private static boolean named(Group group, ProxyEvent access) {
    return !access.getAttempts().isEmpty()
        && group.lines().stream()
            .map(line -> line.note().getUpstream())
            .anyMatch(upstream -> !upstream.isEmpty() && tried(upstream, access));
  }

  private static boolean fits(ErrorRecord error, ProxyEvent access) {
    if (!error.software().equals(access.getSoftware()) || !inTime(error, access)) {
      return false;
    }
    if (error.software().equals("apache")) {
      // Retries may have gone to other upstreams than the one that the access line names.
      return error.clientIp().equals(access.getClientIp());
    }
    boolean connection =
        error.connection().isEmpty()
            || access.getConnection().isEmpty()
            || error.connection().equals(access.getConnection());
    return connection
        && sameClient(error, access)
        && sameRequest(error, access)
        && upstreamFits(error, access);
  }

  private static boolean sameClient(ErrorRecord error, ProxyEvent access) {
    return error.clientIp().isEmpty()
        || access.getClientIp().isEmpty()
        || error.clientIp().equals(access.getClientIp())
        || !access.getConnection().isEmpty();
  }

  private static boolean inTime(ErrorRecord error, ProxyEvent access) {
    long slack = Math.max(error.resolution(), access.getResolution());
    long start = access.getStartTime() < 0 ? access.getTime() - 60 * SECOND : access.getStartTime();
    long time = error.note().getTime();
    return time <= access.getTime() + slack && time >= start - Math.max(slack, SECOND);
  }

  private static boolean sameRequest(ErrorRecord error, ProxyEvent access) {
    String line = error.requestLine();
    if (line.isEmpty()) {
      return true;
    }
    int space = line.indexOf(' ');
    String method = space < 0 ? line : line.substring(0, space);
    String rest = space < 0 ? "" : line.substring(space + 1);
    return method.equals(access.getMethod())
        && (rest.startsWith(access.getPath()) || access.getPath().startsWith(rest));
  }

  private static boolean upstreamFits(ErrorRecord error, ProxyEvent access) {
    String upstream = error.note().getUpstream();
    return upstream.isEmpty() || access.getAttempts().isEmpty() || tried(upstream, access);
  }

  private static boolean tried(String upstream, ProxyEvent access) {
    for (Attempt attempt : access.getAttempts()) {
      if (attempt.getAddress().equals(upstream)
          || attempt.getPool().equals(upstream)
          || attempt.getAddress().startsWith(upstream + ":")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes out the lines older than a time, and those that found no room: no access line of theirs
   * is still to come.
   */
  public List<ErrorRecord> expire(long beforeMicros) {
    List<ErrorRecord> expired = new ArrayList<>(displaced);
    displaced.clear();
    expired.addAll(waiting.removeBefore(beforeMicros));
    return expired;
  }

  /** Takes out all that is left. */
  public List<ErrorRecord> drain() {
    return expire(Long.MAX_VALUE);
  }

  /** An error line by itself, as evidence about its upstream. */
  public static ComponentEvent toComponent(ErrorRecord error, String site, String source) {
    return ComponentEvent.newBuilder()
        .setEventId(error.eventId())
        .setSite(site)
        .setSource(source)
        .setTier(Tier.PROXY)
        .setTime(error.note().getTime())
        .setResolution(error.resolution())
        .setKind(ComponentEventKind.UPSTREAM_ERROR)
        .setComponent(error.software())
        .setAddress(error.note().getUpstream())
        .setMessage(error.note().getMessage())
        .setNote(error.note())
        .build();
  }
}

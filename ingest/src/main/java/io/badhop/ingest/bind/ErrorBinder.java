package io.badhop.ingest.bind;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedList;
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

  private final LinkedList<ErrorRecord> pending = new LinkedList<>();
  private final List<ErrorRecord> displaced = new ArrayList<>();

  /** Keeps an error line until its access line comes. */
  public void add(ErrorRecord error) {
    if (pending.size() >= MAX_PENDING) {
      displaced.add(pending.removeFirst());
    }
    pending.add(error);
  }

  /**
   * Binds what belongs to an access line; one that shows no trouble gets nothing.
   *
   * @return the event itself, with the lines in order of time
   */
  public ProxyEvent bind(ProxyEvent access) {
    if (!troubled(access) || pending.isEmpty()) {
      return access;
    }
    List<ErrorRecord> fitting = pending.stream().filter(error -> fits(error, access)).toList();
    List<ErrorRecord> bound =
        access.getSoftware().equals("apache")
            ? limited(fitting)
            : oldest(fitting, failedAttempts(access));
    pending.removeAll(bound);
    List<ErrorNote> notes = new ArrayList<>(access.getErrors());
    bound.stream().map(ErrorRecord::note).forEach(notes::add);
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
  private static List<ErrorRecord> oldest(List<ErrorRecord> fitting, int errors) {
    List<ErrorRecord> bound = new ArrayList<>();
    int left = errors;
    for (ErrorRecord error : fitting) {
      if (left == 0 || bound.size() == MAX_NOTES) {
        break;
      }
      bound.add(error);
      left -=
          error.note().getLevel().equals("warn") || error.note().getLevel().equals("info") ? 0 : 1;
    }
    return bound;
  }

  private static List<ErrorRecord> limited(List<ErrorRecord> fitting) {
    return fitting.subList(0, Math.min(MAX_NOTES, fitting.size()));
  }

  private static boolean fits(ErrorRecord error, ProxyEvent access) {
    if (!error.software().equals(access.getSoftware()) || !inTime(error, access)) {
      return false;
    }
    if (error.software().equals("apache")) {
      return !error.clientIp().isEmpty()
          ? error.clientIp().equals(access.getClientIp()) && upstreamFits(error, access)
          : false;
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
    if (upstream.isEmpty() || access.getAttempts().isEmpty()) {
      return true;
    }
    for (Attempt attempt : access.getAttempts()) {
      if (attempt.getAddress().equals(upstream)
          || attempt.getPool().equals(upstream)
          || attempt.getAddress().startsWith(upstream + ":")) {
        return true;
      }
    }
    return error.software().equals("apache");
  }

  /**
   * Takes out the lines older than a time, and those that found no room: no access line of theirs
   * is still to come.
   */
  public List<ErrorRecord> expire(long beforeMicros) {
    List<ErrorRecord> expired = new ArrayList<>(displaced);
    displaced.clear();
    Iterator<ErrorRecord> oldest = pending.iterator();
    while (oldest.hasNext()) {
      ErrorRecord error = oldest.next();
      if (error.note().getTime() < beforeMicros) {
        expired.add(error);
        oldest.remove();
      }
    }
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

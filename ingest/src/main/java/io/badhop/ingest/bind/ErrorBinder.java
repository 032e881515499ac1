package io.badhop.ingest.bind;

import io.badhop.ingest.bind.WaitingErrors.Group;
import io.badhop.ingest.parse.ErrorRecord;
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

  /** Error lines that wait at most, unless the constructor says otherwise. */
  public static final int MAX_PENDING = 20_000;

  private static final int MAX_NOTES = 16;

  private final int maxPending;
  private final WaitingErrors waiting = new WaitingErrors();
  private final NginxMatch nginxMatch = new NginxMatch();
  private final List<ErrorRecord> displaced = new ArrayList<>();
  private long overflowed;
  private boolean errorLogIds;

  /** Waits with at most {@link #MAX_PENDING} lines. */
  public ErrorBinder() {
    this(MAX_PENDING);
  }

  /**
   * An empty binder.
   *
   * @param maxPending error lines that may wait, 1 or more; of more the oldest are given up
   */
  public ErrorBinder(int maxPending) {
    if (maxPending < 1) {
      throw new IllegalArgumentException("room for one error line is needed, not " + maxPending);
    }
    this.maxPending = maxPending;
  }

  /**
   * Until when error lines may have been written that belong to an access line, in microseconds
   * since the epoch.
   */
  public static long until(ProxyEvent access) {
    // Apache's combined format has the time of the request's beginning and no duration.
    boolean begun = access.getSoftware().equals("apache") && access.getStartTime() < 0;
    return begun && access.getStatus() >= 500
        ? access.getTime() + ApacheMatch.LONGEST
        : access.getTime();
  }

  /** Keeps an error line until its access line comes. */
  public void add(ErrorRecord error) {
    if (waiting.size() >= maxPending) {
      List<ErrorRecord> oldest = waiting.removeOldest();
      overflowed += oldest.size();
      displaced.addAll(oldest);
    }
    waiting.add(error);
  }

  /** Lines that were given up because too many waited; {@link #expire} gives them back. */
  public long overflowed() {
    return overflowed;
  }

  /**
   * Binds what belongs to an access line; one that shows no trouble gets nothing, unless a line
   * says that its body broke off.
   *
   * @return the event itself, with the lines in order of time
   */
  public ProxyEvent bind(ProxyEvent access) {
    errorLogIds |= access.getErrorLogged();
    List<Group> bound = waiting.size() == 0 ? List.of() : belonging(access);
    if (bound.isEmpty()) {
      return access;
    }
    List<ErrorNote> notes = new ArrayList<>(access.getErrors());
    for (Group group : bound.subList(0, Math.min(MAX_NOTES, bound.size()))) {
      waiting.remove(group);
      group.lines().forEach(line -> notes.add(line.note()));
    }
    notes.sort(Comparator.comparingLong(ErrorNote::getTime));
    access.setErrors(notes);
    return access;
  }

  private List<Group> belonging(ProxyEvent access) {
    if (access.getSoftware().equals("caddy")) {
      return GoMatch.caddy(waiting.candidates(access), access);
    }
    boolean troubled = troubled(access);
    if (access.getSoftware().equals("traefik")) {
      return troubled ? GoMatch.traefik(waiting.candidates(access), access) : List.of();
    }
    if (access.getSoftware().equals("apache")) {
      return troubled ? ApacheMatch.of(waiting.candidates(access), access, MAX_NOTES) : List.of();
    }
    boolean nginx = access.getSoftware().equals("nginx");
    return nginx && (troubled || waiting.cutBodies() > 0)
        ? nginxMatch.of(waiting.candidates(access), access, troubled)
        : List.of();
  }

  /** Whether an access line shows that an error line may belong to it. */
  private boolean troubled(ProxyEvent access) {
    if (errorLogIds) {
      // A log that has error-log IDs has one for every request that wrote an error line.
      return access.getErrorLogged();
    }
    int status = access.getStatus();
    return status >= 499
        || status <= 9
        || status == 429
        || !access.getCompleted()
        || access.getAttempts().size() > 1;
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
        .setPath(RequestLine.of(error.requestLine()).path())
        .setNote(error.note())
        .build();
  }
}

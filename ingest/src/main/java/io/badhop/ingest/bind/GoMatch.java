package io.badhop.ingest.bind;

import io.badhop.ingest.bind.WaitingErrors.Group;
import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Which error lines of Caddy's and Traefik's belong to an access line. Caddy's quote the request
 * and the client's end of the connection; Traefik's give only the status and, for some errors, the
 * server.
 */
final class GoMatch {

  private static final long SECOND = 1_000_000;

  /** Longest request that is reckoned with where no duration is logged. */
  private static final long LONGEST = 75 * SECOND;

  /** Bytes of the body with which Traefik says 500. */
  private static final int REASON = "Internal Server Error".length();

  /** Both records of a request take their times apart. */
  private static final long APART = 20_000;

  private GoMatch() {}

  /** Of the errors of this very request all: each try that failed wrote one, and the end did. */
  static List<Group> caddy(List<Group> candidates, ProxyEvent access) {
    List<Group> fitting = new ArrayList<>();
    for (Group group : candidates) {
      ErrorRecord line = group.line();
      boolean same =
          line.software().equals("caddy")
              && (access.getConnection().isEmpty()
                  || line.connection().equals(access.getConnection()))
              && RequestLine.of(line.requestLine()).sameAs(access.getMethod(), access.getPath());
      if (same && during(line, access)) {
        fitting.add(group);
      }
    }
    return fitting;
  }

  private static boolean during(ErrorRecord line, ProxyEvent access) {
    long time = line.note().getTime();
    long start =
        access.getStartTime() < 0 ? access.getTime() - LONGEST : access.getStartTime() - APART;
    return time + line.resolution() > start && time <= access.getTime() + APART;
  }

  /**
   * The oldest error with this status, near the end of the request, that names no other server; and
   * one more for each retry.
   */
  static List<Group> traefik(List<Group> candidates, ProxyEvent access) {
    List<Group> fitting = new ArrayList<>();
    boolean retried = access.getRetries() > 0;
    int most = answered(access) ? 0 : 1 + Math.max(0, access.getRetries());
    for (Group group : candidates) {
      ErrorRecord line = group.line();
      boolean status = line.note().getCode().equals(Integer.toString(access.getStatus()));
      if (fitting.size() < most
          && line.software().equals("traefik")
          && status
          && atTheEnd(line, access, retried)
          && serverFits(line.note().getUpstream(), access, retried)) {
        fitting.add(group);
      }
    }
    return fitting;
  }

  /**
   * True when the application answered itself, of which Traefik writes no error. A 500 whose body
   * is the reason of the status may be the application's or made up.
   */
  private static boolean answered(ProxyEvent access) {
    return access.getAttempts().stream()
        .anyMatch(
            attempt ->
                attempt.getHeaderUs() >= 0
                    && (attempt.getStatus() != 500 || attempt.getBytesReceived() != REASON));
  }

  /** The error is written just before the answer; its time is cut off to a second. */
  private static boolean atTheEnd(ErrorRecord line, ProxyEvent access, boolean retried) {
    long time = line.note().getTime();
    long slack = Math.max(APART, access.getResolution());
    long took = retried ? Math.max(0, access.getDurationUs()) : 0;
    return time <= access.getTime() + slack
        && time + line.resolution() >= access.getTime() - took - slack;
  }

  /** Retries go to other servers than the one that the access line names. */
  private static boolean serverFits(String server, ProxyEvent access, boolean retried) {
    if (server.isEmpty() || retried) {
      return true;
    }
    for (Attempt attempt : access.getAttempts()) {
      if (attempt.getAddress().equals(server)) {
        return true;
      }
    }
    // A name in the access line is not the address that it led to.
    return access.getAttempts().stream().noneMatch(attempt -> isAddress(attempt.getAddress()));
  }

  private static boolean isAddress(String server) {
    return server.startsWith("[")
        || server.chars().allMatch(c -> c == '.' || c == ':' || c >= '0' && c <= '9');
  }
}

package io.badhop.ingest.bind;

import io.badhop.ingest.bind.WaitingErrors.Group;
import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of Apache's error lines belong to an access line. Apache handles a request in one thread
 * and names its client. Where the access log has neither an error-log ID nor a duration, as the
 * combined format has not, the path that some lines quote and the status that a code leads to
 * decide; what fits several requests goes to the first.
 */
final class ApacheMatch {

  private static final long SECOND = 1_000_000;

  /** Longest wait that is reckoned with where no duration is logged: Apache's default Timeout. */
  static final long LONGEST = 60 * SECOND;

  /** Apache writes the last line of a failure when it has made the response. */
  private static final long AFTERWARDS = 100_000;

  private static final String PATH = "returned by ";

  /** Status that Apache answers after a line with this code (modules proxy, proxy_http ...). */
  private static final Map<String, Set<Integer>> STATUS =
      Map.of(
          "AH01114", Set.of(503),
          "AH01079", Set.of(503),
          "AH10101", Set.of(503),
          "AH01102", Set.of(502, 504),
          "AH01106", Set.of(502),
          "AH01110", Set.of(),
          "AH01075", Set.of(503));

  /** The same where the line tells of a time-out. */
  private static final Map<String, Set<Integer>> WAITED_STATUS = Map.of("AH01075", Set.of(504));

  private ApacheMatch() {}

  /**
   * Lines that belong to the request, in order.
   *
   * @param candidates waiting lines of the same client, oldest first
   * @param most lines that an event has room for
   */
  static List<Group> of(List<Group> candidates, ProxyEvent access, int most) {
    Map<String, List<Group>> byThread = new HashMap<>();
    List<Group> fitting = new ArrayList<>();
    for (Group group : candidates) {
      if (fits(group.line(), access)) {
        fitting.add(group);
        byThread.computeIfAbsent(group.line().process(), one -> new ArrayList<>()).add(group);
      }
    }
    fitting.removeIf(
        group ->
            access.getErrorLogged()
                ? !inTime(group.line(), access, true)
                : !mayBeOf(around(group, byThread.get(group.line().process())), access));
    return fitting.isEmpty() ? fitting : ofOneThread(fitting, access, most);
  }

  private static boolean fits(ErrorRecord error, ProxyEvent access) {
    boolean ids = !error.connection().isEmpty() && !access.getConnection().isEmpty();
    return error.software().equals("apache")
        && error.clientIp().equals(access.getClientIp())
        && (!ids || error.connection().equals(access.getConnection()));
  }

  /** What the same thread wrote at the same time: the lines of one failure. */
  private static List<ErrorRecord> around(Group group, List<Group> ofThread) {
    long time = group.line().note().getTime();
    return ofThread.stream()
        .filter(other -> Math.abs(other.line().note().getTime() - time) <= AFTERWARDS)
        .flatMap(other -> other.lines().stream())
        .toList();
  }

  /** Whether time, status and path of an access line are those of a failure. */
  private static boolean mayBeOf(List<ErrorRecord> failure, ProxyEvent access) {
    boolean waited = failure.stream().anyMatch(ApacheMatch::hasWaited);
    return failure.stream()
        .allMatch(line -> inTime(line, access, waited) && ofRequest(line, access));
  }

  private static boolean inTime(ErrorRecord error, ProxyEvent access, boolean waited) {
    long time = error.note().getTime();
    long slack = Math.max(error.resolution(), access.getResolution());
    if (access.getStartTime() >= 0) {
      return time <= access.getTime() + slack
          && time >= access.getStartTime() - Math.max(slack, SECOND);
    }
    // Without a duration the time is that of the request's beginning.
    return time >= access.getTime() - slack
        && time <= access.getTime() + slack + (waited ? LONGEST : 0);
  }

  /** What ends in a time-out has taken long; all else fails at once. */
  private static boolean hasWaited(ErrorRecord error) {
    int errno = error.note().getErrno();
    return errno == 70007 || errno == 110;
  }

  private static boolean ofRequest(ErrorRecord error, ProxyEvent access) {
    Set<Integer> usual = STATUS.get(error.note().getCode());
    Set<Integer> status =
        hasWaited(error) ? WAITED_STATUS.getOrDefault(error.note().getCode(), usual) : usual;
    String path = path(error);
    boolean samePath = path.isEmpty() || path.equals(access.getPath());
    // A path with escapes is quoted without them.
    boolean comparable = access.getPath().indexOf('%') < 0;
    return (status == null || status.contains(access.getStatus())) && (samePath || !comparable);
  }

  private static String path(ErrorRecord error) {
    String message = error.note().getMessage();
    int from = message.lastIndexOf(PATH);
    if (from < 0) {
      return "";
    }
    String path = message.substring(from + PATH.length());
    int end = path.indexOf(' ');
    return end < 0 ? path : path.substring(0, end);
  }

  /**
   * Of a client's threads the one that names the upstream of the access line is taken, else the one
   * that quotes its path, else the one that wrote first; of its lines those of one request's
   * length.
   */
  private static List<Group> ofOneThread(List<Group> fitting, ProxyEvent access, int most) {
    Group first =
        fitting.stream()
            .filter(group -> named(group, access))
            .findFirst()
            .or(() -> fitting.stream().filter(group -> quoted(group, access)).findFirst())
            .orElse(fitting.get(0));
    String thread = first.line().process();
    List<Group> own =
        fitting.stream().filter(group -> group.line().process().equals(thread)).toList();
    long end = own.get(0).line().note().getTime() + length(own.get(0).line(), access);
    List<Group> bound = new ArrayList<>();
    int notes = 0;
    for (Group group : own) {
      notes += group.lines().size();
      if (group.line().note().getTime() <= end && (bound.isEmpty() || notes <= most)) {
        bound.add(group);
      }
    }
    return bound;
  }

  private static long length(ErrorRecord first, ProxyEvent access) {
    long took = access.getDurationUs();
    return took >= 0 && first.resolution() < SECOND ? took + AFTERWARDS : Math.max(SECOND, took);
  }

  private static boolean quoted(Group group, ProxyEvent access) {
    return group.lines().stream().anyMatch(line -> path(line).equals(access.getPath()));
  }

  /** Retries may have gone to other upstreams than the one that the access line names. */
  private static boolean named(Group group, ProxyEvent access) {
    return !access.getAttempts().isEmpty()
        && group.lines().stream()
            .map(line -> line.note().getUpstream())
            .anyMatch(upstream -> !upstream.isEmpty() && tried(upstream, access));
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
}

package io.badhop.ingest.bind;

import io.badhop.ingest.bind.WaitingErrors.Group;
import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which of nginx's error lines belong to an access line. Several requests share a connection; the
 * one that ended first wrote its lines first, and each failed attempt wrote one error.
 */
final class NginxMatch {

  private static final long SECOND = 1_000_000;

  /** Longest request that is reckoned with where no duration is logged. */
  private static final long LONGEST = 75 * SECOND;

  /** The duration and the clock of the error log are rounded apart. */
  private static final long ROUNDING = 5_000;

  private static final Set<String> BEFORE_HEADER =
      Set.of(
          "connecting to upstream",
          "SSL handshaking to upstream",
          "sending request to upstream",
          "reading response header from upstream");

  /** Requests after which it is plain that the two logs never name the same client. */
  private static final int STRANGERS = 8;

  private boolean sameClients;
  private int strangers;

  /**
   * Lines that belong to the request, in order.
   *
   * @param candidates waiting lines of the same connection, or of the same request where the access
   *     log has no connection numbers; oldest first
   * @param troubled whether the access line itself shows a failure; if not, only a line that says
   *     that the body broke off belongs to it
   */
  List<Group> of(List<Group> candidates, ProxyEvent access, boolean troubled) {
    List<Group> fitting = new ArrayList<>();
    for (Group group : candidates) {
      ErrorRecord line = group.line();
      boolean told = troubled || cutsBody(line);
      if (told && inTime(line, access) && upstreamFits(line, access)) {
        fitting.add(group);
      }
    }
    return fitting.isEmpty()
        ? fitting
        : oldest(ofClient(ofRequest(fitting, access, troubled), access), errors(access));
  }

  /** A body that broke off after a good header leaves a good status in the access log. */
  static boolean cutsBody(ErrorRecord line) {
    return line.note().getAction().equals("reading upstream") && endsAttempt(line);
  }

  /** What is rounded to a second may have been written up to a second later, but not earlier. */
  private static boolean inTime(ErrorRecord line, ProxyEvent access) {
    long time = line.note().getTime();
    long start =
        access.getStartTime() < 0 ? access.getTime() - LONGEST : access.getStartTime() - ROUNDING;
    return time + line.resolution() > start && time <= access.getTime();
  }

  /** A line that ends an attempt before its header came is not about one whose header did come. */
  private static boolean upstreamFits(ErrorRecord line, ProxyEvent access) {
    String upstream = line.note().getUpstream();
    if (upstream.isEmpty() || access.getAttempts().isEmpty() && !access.getAttemptsLogged()) {
      return true;
    }
    if (access.getAttempts().isEmpty() && unopened(line)) {
      return true;
    }
    boolean early = endsAttempt(line) && BEFORE_HEADER.contains(line.note().getAction());
    return access.getAttempts().stream()
        .anyMatch(attempt -> names(attempt, upstream) && !(early && answered(attempt)));
  }

  /**
   * nginx had no connection or file left for the attempt: it gave up before the access log's
   * variables knew of an upstream, and the error line names the one that was chosen.
   */
  private static boolean unopened(ErrorRecord line) {
    String message = line.note().getMessage();
    return message.contains("worker_connections are not enough") || message.contains("(24: ");
  }

  private static boolean names(Attempt attempt, String upstream) {
    return attempt.getAddress().equals(upstream) || attempt.getPool().equals(upstream);
  }

  /** A header came, or a status that nginx does not make up. */
  private static boolean answered(Attempt attempt) {
    int status = attempt.getStatus();
    return attempt.getHeaderUs() >= 0 || status >= 100 && status != 502 && status != 504;
  }

  /**
   * Lines that quote this very request, or none. Another path is taken only on the same connection
   * with the same upstream: the access log may have the path after a rewrite. No rewrite changes
   * the method; an error page does, and the request is seen to have failed then.
   */
  private static List<Group> ofRequest(List<Group> groups, ProxyEvent access, boolean troubled) {
    List<Group> same = new ArrayList<>();
    List<Group> rewritten = new ArrayList<>();
    boolean mayBeRewritten = !access.getConnection().isEmpty() && !access.getAttempts().isEmpty();
    for (Group group : groups) {
      String quoted = group.line().requestLine();
      RequestLine request = RequestLine.of(quoted);
      if (quoted.isEmpty() || request.sameAs(access.getMethod(), access.getPath())) {
        same.add(group);
      } else if (mayBeRewritten
          && (troubled || request.method().equals(access.getMethod()))
          && !group.line().note().getUpstream().isEmpty()) {
        rewritten.add(group);
      }
    }
    return same.isEmpty() ? rewritten : same;
  }

  /**
   * Without connection numbers the client decides, unless the access log names the client behind a
   * CDN and the error log the CDN: then they never agree.
   */
  private List<Group> ofClient(List<Group> groups, ProxyEvent access) {
    if (groups.isEmpty() || !access.getConnection().isEmpty()) {
      return groups;
    }
    String client = access.getClientIp();
    List<Group> same =
        groups.stream().filter(group -> group.line().clientIp().equals(client)).toList();
    if (!same.isEmpty()) {
      sameClients = true;
      return same;
    }
    boolean strange = !sameClients && (client.isEmpty() || ++strangers > STRANGERS);
    return strange ? groups : List.of();
  }

  /** Errors that the request can have caused: one for each attempt that got no response header. */
  private static int errors(ProxyEvent access) {
    int failed = 0;
    for (Attempt attempt : access.getAttempts()) {
      failed += answered(attempt) ? 0 : 1;
    }
    return Math.max(1, failed);
  }

  private static List<Group> oldest(List<Group> groups, int errors) {
    List<Group> taken = new ArrayList<>();
    int left = errors;
    for (Group group : groups) {
      boolean ends = endsAttempt(group.line());
      if (left == 0 && (ends || !follows(group, taken))) {
        break;
      }
      taken.add(group);
      left -= ends ? 1 : 0;
    }
    return taken;
  }

  /** The warning that a server is taken out comes before or after the error that caused it. */
  private static boolean follows(Group group, List<Group> taken) {
    ErrorNote last = taken.get(taken.size() - 1).line().note();
    ErrorNote note = group.line().note();
    return note.getTime() == last.getTime() && note.getUpstream().equals(last.getUpstream());
  }

  /** Whether a line ends an attempt; what an application wrote to its standard error does not. */
  private static boolean endsAttempt(ErrorRecord line) {
    return switch (line.note().getLevel()) {
      case "warn", "notice", "info", "debug" -> false;
      default -> !line.note().getMessage().startsWith("FastCGI sent in stderr");
    };
  }
}

package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import java.util.List;

/**
 * What the phases of one attempt tell: was a connection made, did a header come, how much arrived.
 * nginx makes up a status (502, 504) for an attempt that got no answer; a header time shows that
 * the answer is the upstream's own.
 */
final class AttemptFacts {

  /** A header that filled nginx's default buffer of one page before it was given up. */
  private static final long ONE_PAGE = 4_000;

  private AttemptFacts() {}

  static List<Evidence> read(Try one) {
    if (one.attempt() == null) {
      return List.of();
    }
    int status = one.status();
    boolean broken = status == 9 || one.proxy().getStatus() == 9;
    if (one.headerUs() >= 0 || broken || genuine(one)) {
      return answered(one, status);
    }
    Software software = one.software();
    if (software == Software.HAPROXY || software == Software.ENVOY) {
      return List.of(); // the termination state or the flags say more than the missing times
    }
    if (one.connectUs() >= 0) {
      boolean timedOut = status == 504 || one.proxy().getStatus() == 504;
      return List.of(connected(one, timedOut).sparing(Reach.REACHED));
    }
    return status >= 500 || status == 0
        ? List.of(unconnected(one).sparing(Reach.UNREACHED))
        : List.of();
  }

  /** Statuses that these servers do not make up for an attempt. */
  private static boolean genuine(Try one) {
    boolean honest =
        switch (one.software()) {
          case NGINX, TRAEFIK, IIS, OTHER -> true;
          default -> false;
        };
    return honest && (one.status() == 500 || one.status() == 503);
  }

  private static List<Evidence> answered(Try one, int status) {
    String who = "the upstream" + one.where();
    // Where the header's time is missing the status may still have been made up by the proxy.
    double sure = one.headerUs() >= 0 ? 1 : 0.9;
    if (status == 9 || one.proxy().getStatus() == 9) {
      return fact(Cause.INVALID_RESPONSE, 0.95, who + " answered something that is not HTTP");
    }
    String said = who + " answered " + status + " itself" + after(one.headerUs());
    return switch (status) {
      case 500 -> fact(Cause.APP_ERROR, 0.93 * sure, said);
      case 503 -> fact(Cause.APP_UNAVAILABLE, 0.93 * sure, said);
      case 502, 504 ->
          fact(Cause.APP_ERROR, 0.7, said + ", so it may be a gateway to something else");
      default -> status > 500 ? fact(Cause.APP_ERROR, 0.8, said) : otherwise(one, status);
    };
  }

  private static List<Evidence> otherwise(Try one, int status) {
    boolean turned = status > 0 && one.proxy().getStatus() >= 500;
    return turned
        ? List.of(
            Evidence.of(
                Grade.ATTEMPT,
                Cause.UNKNOWN,
                0.4,
                FaultDomain.PROXY,
                "the upstream"
                    + one.where()
                    + " answered "
                    + status
                    + ", the proxy made it "
                    + one.proxy().getStatus()))
        : List.of();
  }

  private static Evidence connected(Try one, boolean timedOut) {
    String words =
        "connected"
            + one.where()
            + Words.in(one.connectUs())
            + ", no response header"
            + after(one.durationUs());
    if (timedOut) {
      return Evidence.of(Grade.ATTEMPT, Cause.RESPONSE_TIMEOUT, 0.9, words);
    }
    long bytes = one.bytesReceived();
    if (bytes >= ONE_PAGE) {
      return Evidence.of(
              Grade.ATTEMPT, Cause.HEADER_TOO_LARGE, 0.65, words + ", " + bytes + " bytes received")
          .or(Cause.INVALID_RESPONSE, 0.2);
    }
    if (bytes > 0) {
      return Evidence.of(
              Grade.ATTEMPT, Cause.PREMATURE_CLOSE, 0.5, words + ", " + bytes + " bytes received")
          .or(Cause.INVALID_RESPONSE, 0.35);
    }
    Evidence broken =
        Evidence.of(Grade.ATTEMPT, Cause.PREMATURE_CLOSE, 0.45, words)
            .or(Cause.CONNECTION_RESET, 0.35);
    return bytes == 0
        ? broken
        : broken.or(Cause.HEADER_TOO_LARGE, 0.4).or(Cause.INVALID_RESPONSE, 0.2);
  }

  /** Neither a connection nor a header is shown: it failed, or the log does not hold the times. */
  private static Evidence unconnected(Try one) {
    boolean timesKnown = one.proxy().getAttempts().stream().anyMatch(a -> a.getConnectUs() >= 0);
    String words =
        "no connection and no response" + one.where() + " shown" + after(one.durationUs());
    if (one.status() == 504 || one.proxy().getStatus() == 504) {
      return timesKnown
          ? fact(Cause.CONNECT_TIMEOUT, 0.85, words).get(0)
          : fact(Cause.RESPONSE_TIMEOUT, 0.5, words).get(0).or(Cause.CONNECT_TIMEOUT, 0.45);
    }
    if (one.address().isEmpty() && !one.pool().isEmpty()) {
      return Evidence.of(
          Grade.ATTEMPT,
          Cause.NO_HEALTHY_UPSTREAM,
          0.7,
          "no member of group " + one.pool() + " could be chosen");
    }
    if (one.bytesReceived() > 0) {
      return fact(Cause.PREMATURE_CLOSE, 0.4, words).get(0).or(Cause.HEADER_TOO_LARGE, 0.4);
    }
    return one.instant()
        ? fact(Cause.CONNECTION_REFUSED, 0.7, words).get(0).or(Cause.TLS_FAILURE, 0.15)
        : fact(Cause.CONNECTION_REFUSED, 0.4, words)
            .get(0)
            .or(Cause.TLS_FAILURE, 0.35)
            .or(Cause.PREMATURE_CLOSE, 0.3);
  }

  private static List<Evidence> fact(Cause cause, double weight, String words) {
    return List.of(Evidence.of(Grade.ATTEMPT, cause, weight, words));
  }

  private static String after(long us) {
    return us < 0 ? "" : " after " + Words.time(us);
  }
}

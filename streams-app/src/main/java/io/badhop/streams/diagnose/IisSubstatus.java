package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * IIS and its request router: status, sub-status and Windows error as `502.3/12002`, or the last
 * two as `3/12002`. Sub-status 0 is an answer passed through.
 */
final class IisSubstatus {

  private static final Pattern STATE =
      Pattern.compile("(?:[0-9]{3}\\.)?([0-9]{1,4})(?:/([0-9]{1,10}))?");

  private IisSubstatus() {}

  static List<Evidence> read(Try one) {
    Matcher state = STATE.matcher(one.proxy().getTermination());
    int status = one.proxy().getStatus();
    if (status < 500 || !state.matches()) {
      return List.of();
    }
    int sub = Integer.parseInt(state.group(1));
    long win32 = state.group(2) == null ? 0 : Long.parseLong(state.group(2));
    String words =
        "iis: status "
            + status
            + "."
            + sub
            + (win32 == 0 ? "" : ", Windows error " + win32)
            + one.where();
    Evidence found =
        sub == 0 ? passed(status, words) : made(one, status * 1_000 + sub, win32, words);
    return found == null ? List.of() : List.of(found);
  }

  private static Evidence passed(int status, String words) {
    return switch (status) {
      case 500 -> said(Cause.APP_ERROR, 0.8, words);
      case 503 -> said(Cause.APP_UNAVAILABLE, 0.6, words);
      default -> null;
    };
  }

  private static Evidence made(Try one, int code, long win32, String words) {
    return switch (code) {
      case 502_001 -> said(Cause.RESPONSE_TIMEOUT, 0.85, words);
      case 502_002, 502_005 -> said(Cause.PREMATURE_CLOSE, 0.7, words);
      case 502_003, 502_006 -> forwarding(one, win32, words);
      case 502_004 -> said(Cause.NO_HEALTHY_UPSTREAM, 0.75, words);
      case 503_000 -> said(Cause.APP_UNAVAILABLE, 0.7, words);
      case 503_002, 503_003, 503_004, 500_013 -> said(Cause.POOL_EXHAUSTED, 0.9, words);
      default ->
          Evidence.of(
              Grade.TERMINATION,
              code / 1_000 == 500 ? Cause.APP_ERROR : Cause.UNKNOWN,
              0.5,
              code / 1_000 == 500 ? FaultDomain.APP : FaultDomain.PROXY,
              words);
    };
  }

  /** Errors of the Windows HTTP client, as the request router logs them. */
  private static Evidence forwarding(Try one, long win32, String words) {
    return switch ((int) win32) {
      case 12_002 -> said(Cause.RESPONSE_TIMEOUT, 0.75, words).or(Cause.CONNECT_TIMEOUT, 0.2);
      case 12_007 -> said(Cause.DNS_FAILURE, 0.95, words);
      case 12_029 ->
          one.durationUs() >= 0 && one.durationUs() < 5_000_000
              ? said(Cause.CONNECTION_REFUSED, 0.8, words).or(Cause.CONNECT_TIMEOUT, 0.2)
              : said(Cause.CONNECT_TIMEOUT, 0.75, words).or(Cause.CONNECTION_REFUSED, 0.25);
      case 12_030 -> said(Cause.PREMATURE_CLOSE, 0.6, words).or(Cause.CONNECTION_RESET, 0.4);
      case 12_152 -> said(Cause.INVALID_RESPONSE, 0.8, words).or(Cause.HEADER_TOO_LARGE, 0.2);
      case 12_175 -> said(Cause.TLS_FAILURE, 0.93, words);
      case 64 -> said(Cause.PREMATURE_CLOSE, 0.5, words).or(Cause.CLIENT_ABORT, 0.3);
      case 995, 1_236 -> said(Cause.CLIENT_ABORT, 0.7, words);
      default -> said(Cause.PREMATURE_CLOSE, 0.35, words).or(Cause.CONNECTION_REFUSED, 0.3);
    };
  }

  private static Evidence said(Cause cause, double weight, String words) {
    return Evidence.of(Grade.TERMINATION, cause, weight, words);
  }
}

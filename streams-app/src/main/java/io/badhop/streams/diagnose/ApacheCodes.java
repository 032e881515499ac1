package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.FaultDomain;
import java.util.List;
import java.util.Locale;

/**
 * Apache's error log: the code says in which phase it failed, the error number or text says how.
 * One failure writes two to six lines, of which some only wrap the others.
 */
final class ApacheCodes {

  private static final long QUICK_US = 100_000;
  private static final long WAITED_US = 900_000;

  private ApacheCodes() {}

  /** What one error line says; null when it is no evidence of any kind. */
  static Evidence read(ErrorNote note, Try one) {
    String words = words(note, one.address());
    return switch (note.getCode()) {
      case "AH00957", "AH01114", "AH01079", "AH10101", "AH00896", "AH02454", "AH00954" ->
          connecting(note, one.proxy().getDurationUs(), words);
      case "AH01102", "AH01075", "AH01067", "AH10404", "AH01106" -> answering(note, words);
      case "AH01110" -> text(Cause.BODY_TRUNCATED, 0.95, words);
      case "AH10124" -> text(Cause.HEADER_TOO_LARGE, 0.96, words);
      case "AH01068", "AH01070", "AH02475", "AH02476" -> text(Cause.INVALID_RESPONSE, 0.93, words);
      case "AH02276", "AH02039", "AH02005", "AH02004", "AH02003", "AH01961" ->
          text(Cause.TLS_FAILURE, 0.96, words);
      case "AH01170", "AH01171", "AH01167" -> text(Cause.NO_HEALTHY_UPSTREAM, 0.75, words);
      case "AH00934" -> text(Cause.POOL_EXHAUSTED, 0.93, words);
      case "AH00484", "AH00288", "AH10159" -> text(Cause.PROXY_EXHAUSTED, 0.93, words);
      case "AH01071" -> text(Cause.APP_ERROR, 0.5, words);
      default -> wrapping(note, words);
    };
  }

  private static Evidence wrapping(ErrorNote note, String words) {
    return switch (note.getCode()) {
      case "AH00898" -> generic(note, words);
      case "AH01144" ->
          Evidence.of(Grade.ERROR_TEXT, Cause.UNKNOWN, 0.85, FaultDomain.PROXY, words);
      case "AH00959", "AH00940", "AH01084", "AH01097", "AH01997", "AH01215" ->
          Evidence.remark(Grade.ERROR_TEXT, words);
      default -> ServerText.read("apache", note.getMessage(), address(note, ""));
    };
  }

  private static Evidence connecting(ErrorNote note, long tookUs, String words) {
    return switch (how(note)) {
      case REFUSED -> text(Cause.CONNECTION_REFUSED, 0.97, words);
      case TIMED_OUT -> text(Cause.CONNECT_TIMEOUT, 0.97, words);
      case UNREACHABLE ->
          Evidence.of(
              Grade.ERROR_TEXT, Cause.CONNECTION_REFUSED, 0.85, FaultDomain.UPSTREAM_LINK, words);
      case DENIED ->
          Evidence.of(Grade.ERROR_TEXT, Cause.CONNECTION_REFUSED, 0.8, FaultDomain.PROXY, words);
      case FULL -> text(Cause.POOL_EXHAUSTED, 0.95, words);
      case NO_PORTS -> text(Cause.PROXY_EXHAUSTED, 0.95, words);
      default -> unsaid(tookUs, words);
    };
  }

  /** No reason given: a refusal takes no time, silence takes as long as the time-out. */
  private static Evidence unsaid(long tookUs, String words) {
    if (tookUs >= 0 && tookUs <= QUICK_US) {
      return text(Cause.CONNECTION_REFUSED, 0.9, words);
    }
    return tookUs >= WAITED_US
        ? text(Cause.CONNECT_TIMEOUT, 0.75, words).or(Cause.CONNECTION_REFUSED, 0.2)
        : text(Cause.CONNECTION_REFUSED, 0.5, words).or(Cause.CONNECT_TIMEOUT, 0.45);
  }

  private static Evidence answering(ErrorNote note, String words) {
    if (note.getMessage().contains("reading input brigade")) {
      return text(Cause.CLIENT_ABORT, 0.6, words);
    }
    return switch (how(note)) {
      case TIMED_OUT -> text(Cause.RESPONSE_TIMEOUT, 0.96, words);
      case RESET -> text(Cause.CONNECTION_RESET, 0.95, words);
      case CLOSED -> text(Cause.PREMATURE_CLOSE, 0.93, words);
      case TOO_LARGE -> text(Cause.HEADER_TOO_LARGE, 0.93, words);
      case INVALID -> text(Cause.INVALID_RESPONSE, 0.93, words);
      default ->
          "AH01106".equals(note.getCode())
              ? text(Cause.INVALID_RESPONSE, 0.7, words)
                  .or(Cause.HEADER_TOO_LARGE, 0.3)
                  .or(Cause.PREMATURE_CLOSE, 0.3)
              : text(Cause.PREMATURE_CLOSE, 0.6, words).or(Cause.CONNECTION_RESET, 0.3);
    };
  }

  /** The line that wraps whatever went wrong; only some of its reasons are one cause's own. */
  private static Evidence generic(ErrorNote note, String words) {
    String text = note.getMessage().toLowerCase(Locale.ROOT);
    if (text.contains("dns lookup failure")) {
      return text(Cause.DNS_FAILURE, 0.96, words);
    }
    if (text.contains("ssl handshake")) {
      return text(Cause.TLS_FAILURE, 0.94, words);
    }
    return Evidence.remark(Grade.ERROR_TEXT, words);
  }

  private enum How {
    REFUSED,
    TIMED_OUT,
    UNREACHABLE,
    DENIED,
    FULL,
    NO_PORTS,
    RESET,
    CLOSED,
    TOO_LARGE,
    INVALID,
    UNSAID
  }

  /**
   * Error numbers of Linux and of the portable runtime (70007 time-out, 70014 end of file, 20014
   * internal error).
   */
  private static How how(ErrorNote note) {
    return switch (note.getErrno()) {
      case 2, 111 -> How.REFUSED;
      case 110, 70007 -> How.TIMED_OUT;
      case 101, 112, 113 -> How.UNREACHABLE;
      case 13 -> How.DENIED;
      case 11 -> How.FULL;
      case 24, 99 -> How.NO_PORTS;
      case 32, 104 -> How.RESET;
      case 20014, 70014 -> How.CLOSED;
      case 28 -> How.TOO_LARGE;
      case 22, 70008 -> How.INVALID;
      default -> howInWords(note.getMessage().toLowerCase(Locale.ROOT));
    };
  }

  private static How howInWords(String text) {
    record Hint(String needle, How how) {}
    List<Hint> hints =
        List.of(
            new Hint("refused", How.REFUSED),
            new Hint("no such file", How.REFUSED),
            new Hint("timeout specified", How.TIMED_OUT),
            new Hint("timed out", How.TIMED_OUT),
            new Hint("no route", How.UNREACHABLE),
            new Hint("unreachable", How.UNREACHABLE),
            new Hint("permission denied", How.DENIED),
            new Hint("temporarily unavailable", How.FULL),
            new Hint("reset by peer", How.RESET),
            new Hint("end of file", How.CLOSED),
            new Hint("internal error", How.CLOSED),
            new Hint("invalid argument", How.INVALID));
    return hints.stream()
        .filter(h -> text.contains(h.needle()))
        .map(Hint::how)
        .findFirst()
        .orElse(How.UNSAID);
  }

  private static Evidence text(Cause cause, double weight, String words) {
    return Evidence.of(Grade.ERROR_TEXT, cause, weight, words);
  }

  private static String words(ErrorNote note, String address) {
    String code =
        note.getCode().isEmpty() || note.getMessage().contains(note.getCode())
            ? ""
            : note.getCode() + ": ";
    String at = address(note, address);
    String suffix = at.isEmpty() || note.getMessage().contains(at) ? "" : " (" + at + ")";
    return "apache: " + code + note.getMessage() + suffix;
  }

  private static String address(ErrorNote note, String address) {
    return note.getUpstream().isEmpty() ? address : note.getUpstream();
  }
}

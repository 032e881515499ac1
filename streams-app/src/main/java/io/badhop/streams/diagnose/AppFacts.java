package io.badhop.streams.diagnose;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the application's own records say of an exchange that the hop above saw fail. */
final class AppFacts {

  /** Clocks of two hosts and rounding: less than this is at the same time. */
  private static final long SLACK_US = 50_000;

  private static final int MAX_EXCEPTIONS = 2;
  private static final int MAX_MESSAGE = 200;

  private AppFacts() {}

  /**
   * @param proxy the hop above; null when there is none
   */
  static List<Evidence> read(ProxyEvent proxy, List<AppEvent> app) {
    List<Evidence> found = new ArrayList<>();
    AppEvent closing = closing(app);
    if (closing != null) {
      found.add(closing.getStatus() >= 500 ? failed(proxy, closing) : answered(proxy, closing));
    }
    exceptions(app, closing).forEach(words -> found.add(Evidence.remark(Grade.STATUS, words)));
    return found;
  }

  /**
   * The record that closes the request: of several the one that failed, else the last; null when
   * none does.
   */
  static AppEvent closing(List<AppEvent> app) {
    AppEvent closing = null;
    for (AppEvent event : app) {
      boolean closes = event.getKind() == AppEventKind.REQUEST && event.getStatus() > 0;
      boolean kept = closing != null && closing.getStatus() >= 500 && event.getStatus() < 500;
      closing = closes && !kept ? event : closing;
    }
    return closing;
  }

  private static Evidence failed(ProxyEvent proxy, AppEvent closing) {
    int status = closing.getStatus();
    String words =
        who(closing) + " answered " + status + Words.in(closing.getDurationUs()) + reason(closing);
    if (proxy == null || proxy.getStatus() == status) {
      return Evidence.of(
          Grade.ATTEMPT,
          status == 503 ? Cause.APP_UNAVAILABLE : Cause.APP_ERROR,
          status == 502 || status == 504 ? 0.7 : 0.93,
          words);
    }
    return reached(words, 0.25).or(Cause.APP_ERROR, 0.2).or(Cause.APP_UNAVAILABLE, 0.2);
  }

  private static Evidence answered(ProxyEvent proxy, AppEvent closing) {
    String ended = " with " + closing.getStatus();
    long later = proxy == null ? 0 : closing.getTime() - proxy.getTime();
    long slack =
        proxy == null
            ? 0
            : Math.max(SLACK_US, Math.max(proxy.getResolution(), closing.getResolution()));
    if (later > slack) {
      return Evidence.of(
          Grade.STATUS,
          Cause.RESPONSE_TIMEOUT,
          0.6,
          who(closing) + " finished " + Words.time(later) + " later" + ended);
    }
    return reached(
            who(closing)
                + " finished"
                + ended
                + Words.in(closing.getDurationUs())
                + ", but the answer did not get through",
            0.1)
        .or(Cause.HEADER_TOO_LARGE, proxy == null || proxy.getStatus() == 502 ? 0.7 : 0.2)
        .or(Cause.BODY_TRUNCATED, 0.4);
  }

  /** The application saw the request: whatever failed, it was not the way to it. */
  private static Evidence reached(String words, double weight) {
    return Evidence.of(Grade.STATUS, Cause.PREMATURE_CLOSE, weight, words)
        .or(Cause.CONNECTION_RESET, weight)
        .or(Cause.INVALID_RESPONSE, weight)
        .or(Cause.RESPONSE_TIMEOUT, weight)
        .or(Cause.WORKER_TIMEOUT, weight);
  }

  private static Set<String> exceptions(List<AppEvent> app, AppEvent closing) {
    Set<String> words = new LinkedHashSet<>();
    for (AppEvent event : app) {
      if (!event.equals(closing)
          && !event.getExceptionType().isEmpty()
          && words.size() < MAX_EXCEPTIONS) {
        words.add(who(event) + " logged" + reason(event).replaceFirst("^:", ""));
      }
    }
    return words;
  }

  private static String who(AppEvent event) {
    String name = event.getInstance().isEmpty() ? event.getService() : event.getInstance();
    return name.isEmpty() ? "the application" : "the application (" + name + ")";
  }

  /** `: TypeError: message`, or empty. */
  private static String reason(AppEvent event) {
    if (event.getExceptionType().isEmpty()) {
      return "";
    }
    String message = event.getMessage();
    String cut = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
    boolean named = cut.isEmpty() || cut.startsWith(event.getExceptionType());
    return ": "
        + (named && !cut.isEmpty()
            ? cut
            : event.getExceptionType() + (cut.isEmpty() ? "" : ": " + cut));
  }
}

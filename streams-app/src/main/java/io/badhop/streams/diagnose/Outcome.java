package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How an exchange ended at a proxy, read from the proxy's record. */
enum Outcome {
  FINE,
  /** The client left; not a failure. */
  ABORTED,
  /** A rule answered on purpose; not a failure. */
  RULED,
  /** Of a method or version that the proxy does not know: it asked nobody. Not a failure. */
  UNKNOWN_REQUEST,
  /** Began well and was cut: users see a broken answer under a good status. */
  CUT,
  FAILED;

  private static final Set<String> CUTTING_FLAGS = Set.of("UC", "UR", "LR", "UT", "UPE", "UMSDR");
  private static final int SWITCHING_PROTOCOLS = 101;

  /** True for a record that ended well at the first try and of which nothing more need be asked. */
  static boolean plain(ProxyEvent proxy) {
    List<Attempt> attempts = proxy.getAttempts();
    return proxy.getErrors().isEmpty()
        && (proxy.getTermination().isEmpty() || proxy.getTermination().charAt(0) == '-')
        && plain(
            proxy.getStatus(),
            proxy.getRetries(),
            attempts.size(),
            attempts.isEmpty() ? 0 : attempts.get(attempts.size() - 1).getStatus());
  }

  /** The same of one without error lines, whose termination says nothing. */
  static boolean plain(long status, long retries, int attempts, long last) {
    return status >= 100
        && status < 499
        && retries <= 0
        && (attempts == 0 || attempts == 1 && last < 500);
  }

  /**
   * @param last what the last try's error lines and states say
   */
  static Outcome of(ProxyEvent proxy, List<Evidence> last) {
    int status = proxy.getStatus();
    if (status == 499 || status == 460 || left(proxy)) {
      return ABORTED;
    }
    if (ruled(proxy)) {
      return RULED;
    }
    if (unknown(proxy)) {
      return UNKNOWN_REQUEST;
    }
    if (status >= 500 || status == 9) {
      return FAILED;
    }
    if (status <= 0) {
      return unsent(proxy, last);
    }
    return status != SWITCHING_PROTOCOLS && cut(proxy, last) ? CUT : FINE;
  }

  /** Nothing was sent: a failure only when the record shows a fault that is not the client's. */
  private static Outcome unsent(ProxyEvent proxy, List<Evidence> last) {
    if (last.stream().anyMatch(Readers::decisive)) {
      return FAILED;
    }
    return Software.of(proxy.getSoftware()) == Software.CADDY ? ABORTED : FINE;
  }

  private static boolean left(ProxyEvent proxy) {
    String state = proxy.getTermination();
    if (state.isEmpty()) {
      return false;
    }
    boolean unanswered =
        proxy.getAttempts().stream().allMatch(attempt -> attempt.getHeaderUs() < 0);
    boolean noError = proxy.getStatus() < 500 || unanswered;
    return switch (Software.of(proxy.getSoftware())) {
      case HAPROXY -> (state.charAt(0) == 'C' || state.charAt(0) == 'c') && noError;
      case ENVOY -> flags(state).contains("DC") && proxy.getStatus() < 500;
      case IIS -> Readers.clientAbort(proxy);
      default -> false;
    };
  }

  private static Set<String> flags(String state) {
    int space = state.indexOf(' ');
    String flags = space < 0 ? state : state.substring(0, space);
    return new HashSet<>(List.of(flags.split(",", -1)));
  }

  private static boolean unknown(ProxyEvent proxy) {
    boolean said = proxy.getStatus() == 501 || proxy.getStatus() == 505;
    boolean alone = proxy.getAttempts().isEmpty() && proxy.getRetries() <= 0;
    // HAProxy logs "PR" where it refused a request itself, and no server.
    boolean shown = proxy.getAttemptsLogged() || proxy.getTermination().startsWith("PR");
    return said && alone && shown;
  }

  private static boolean ruled(ProxyEvent proxy) {
    String state = proxy.getTermination();
    return Software.of(proxy.getSoftware()) == Software.HAPROXY
        && proxy.getStatus() >= 500
        && (state.startsWith("L") || state.startsWith("PT"));
  }

  private static boolean cut(ProxyEvent proxy, List<Evidence> last) {
    String state = proxy.getTermination();
    boolean shown =
        switch (Software.of(proxy.getSoftware())) {
          case HAPROXY ->
              state.length() >= 2
                  && "SsPDK".indexOf(state.charAt(0)) >= 0
                  && "DL".indexOf(state.charAt(1)) >= 0;
          case ENVOY -> flags(state).stream().anyMatch(CUTTING_FLAGS::contains);
          default -> false;
        };
    return shown || last.stream().anyMatch(Readers::cuts);
  }
}

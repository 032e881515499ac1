package io.badhop.ingest.parse.traefik;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;

/** What the two access formats have in common. */
final class TraefikEvents {

  /** From here on a status may be one that Traefik made up for a server that did not answer. */
  private static final int SERVER_ERROR = 500;

  private TraefikEvents() {}

  static ProxyEvent blank(RawLine line, ParseContext context) {
    ProxyEvent event = BlankEvents.proxy();
    event.setEventId(line.identity());
    event.setSite(context.site());
    event.setSource(context.source());
    event.setSoftware("traefik");
    event.setAttemptsLogged(true);
    return event;
  }

  /**
   * The only try that the log names, the last one.
   *
   * @param status of the server as logged, -1 for none
   * @param size bytes of the server's body, -1 for unknown
   * @param tookUs time of the try in microseconds, -1 for unknown
   */
  static void attempt(ProxyEvent event, String address, int status, long size, long tookUs) {
    boolean made = isMadeUp(status, size);
    boolean own = status >= SERVER_ERROR && !made && size >= 0;
    List<Attempt> attempts = new ArrayList<>();
    attempts.add(
        Attempt.newBuilder()
            .setAddress(address)
            .setPool(event.getPool())
            .setStatus(made ? 0 : status)
            // Shows that there was an answer; no time nearer to its header is logged.
            .setHeaderUs(own ? tookUs : -1)
            .setResponseUs(made ? -1 : tookUs)
            .setBytesReceived(made ? 0 : size)
            .build());
    event.setAttempts(attempts);
  }

  /**
   * Traefik answers for a server that did not with the reason of the status as the body, and logs
   * that status as the server's. An application may send the text of 500 itself.
   */
  private static boolean isMadeUp(int status, long size) {
    return switch (status) {
      case 499 -> size == "Client Closed Request".length();
      case 502 -> size == "Bad Gateway".length();
      case 504 -> size == "Gateway Timeout".length();
      default -> false;
    };
  }

  /** Host and port of {@code http://10.0.0.1/path}, the port by the scheme where none is given. */
  static String address(String url) {
    int scheme = url.indexOf("://");
    if (scheme < 0) {
      return url.equals("-") ? "" : url;
    }
    int slash = url.indexOf('/', scheme + 3);
    String host = url.substring(scheme + 3, slash < 0 ? url.length() : slash);
    boolean port = host.lastIndexOf(':') > host.lastIndexOf(']');
    String plain = url.startsWith("https") ? ":443" : ":80";
    return host.isEmpty() || port ? host : host + plain;
  }
}

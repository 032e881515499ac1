package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import java.util.List;

/**
 * One try of a proxy at one upstream with the error lines that are about it.
 *
 * @param proxy the record it is from
 * @param attempt as logged; null when only an error line tells of it, or nothing does
 * @param named address that an error line names, where there is no attempt; empty when none
 * @param notes error lines about this try
 */
record Try(ProxyEvent proxy, Attempt attempt, String named, List<ErrorNote> notes) {

  private static final long INSTANT_US = 5_000;

  Try {
    notes = List.copyOf(notes);
  }

  Software software() {
    return Software.of(proxy.getSoftware());
  }

  /** Address of the upstream; empty when unknown, and for a group of which no member was chosen. */
  String address() {
    String logged = logged();
    return isGroup(logged) ? "" : logged;
  }

  /**
   * Group of the upstream; empty when unknown. What the log calls it wins over the name that stands
   * for a member: that may be of all groups, as {@code upstream_balancer} is in ingress-nginx.
   */
  String pool() {
    if (attempt != null && !attempt.getPool().isEmpty()) {
      return attempt.getPool();
    }
    String logged = logged();
    return proxy.getPool().isEmpty() && isGroup(logged) ? logged : proxy.getPool();
  }

  private String logged() {
    return attempt == null ? named : attempt.getAddress();
  }

  /**
   * nginx logs the group's name where no member could be chosen: an address always holds a colon or
   * a slash.
   */
  private boolean isGroup(String logged) {
    boolean bare = !logged.isEmpty() && logged.indexOf(':') < 0 && logged.indexOf('/') < 0;
    return bare && software() == Software.NGINX;
  }

  /** Status of the attempt; -1 when there is none. */
  int status() {
    return attempt == null ? -1 : attempt.getStatus();
  }

  long connectUs() {
    return attempt == null ? -1 : attempt.getConnectUs();
  }

  long headerUs() {
    return attempt == null ? -1 : attempt.getHeaderUs();
  }

  long bytesReceived() {
    return attempt == null ? -1 : attempt.getBytesReceived();
  }

  /** How long the try took; the whole request when it was the only one; -1 when not logged. */
  long durationUs() {
    if (attempt != null && attempt.getResponseUs() >= 0) {
      return attempt.getResponseUs();
    }
    return proxy.getAttempts().size() <= 1 ? proxy.getDurationUs() : -1;
  }

  boolean instant() {
    return durationUs() >= 0 && durationUs() <= INSTANT_US;
  }

  /** ` at 10.0.3.7:8080`, ` at group g`, or empty. */
  String where() {
    if (!address().isEmpty()) {
      return " at " + address();
    }
    return pool().isEmpty() ? "" : " at group " + pool();
  }
}

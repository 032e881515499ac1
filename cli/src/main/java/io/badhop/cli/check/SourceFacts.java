package io.badhop.cli.check;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.Tier;

/** What the records of one log file say, counted. */
final class SourceFacts {

  final String name;
  final Tier tier;
  String software = "";
  long records;
  long requests;
  long withoutId;
  long withoutDuration;
  long withoutUpstream;
  long withoutUpstreamTimes;
  int resolution;

  SourceFacts(String name, Tier tier) {
    this.name = name;
    this.tier = tier;
  }

  void add(EdgeEvent event) {
    software = event.getVendor();
    record(event.getRequestIdKind(), event.getResolution(), event.getDurationUs(), true);
    withoutUpstream += event.getOriginStatus() < 0 ? 1 : 0;
  }

  void add(ProxyEvent event) {
    software = event.getSoftware();
    record(event.getRequestIdKind(), event.getResolution(), event.getDurationUs(), true);
    withoutUpstream += event.getAttemptsLogged() ? 0 : 1;
    boolean timed =
        event.getAttempts().stream()
            .anyMatch(attempt -> attempt.getConnectUs() >= 0 || attempt.getHeaderUs() >= 0);
    // A failed attempt has no timings in any format; only an answered one shows that they are
    // missing.
    boolean answered = !event.getAttempts().isEmpty() && event.getStatus() < 500;
    withoutUpstreamTimes += timed || !answered ? 0 : 1;
  }

  void add(AppEvent event) {
    record(
        event.getRequestIdKind(),
        event.getResolution(),
        event.getDurationUs(),
        event.getKind() == AppEventKind.REQUEST);
  }

  private void record(RequestIdKind id, int unit, long durationUs, boolean request) {
    records++;
    requests += request ? 1 : 0;
    withoutId += id == RequestIdKind.NONE ? 1 : 0;
    withoutDuration += request && durationUs < 0 ? 1 : 0;
    resolution = Math.max(resolution, unit);
  }

  /**
   * True when more than one in twenty of the requests lack what is counted; single odd lines are no
   * fault of the format.
   */
  boolean lacks(long missing) {
    return missing * 20 > Math.max(1, requests);
  }
}

package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ProxyEvent;
import java.time.ZoneId;

/**
 * When a request began and ended. HAProxy counts from two points: {@code %t} with {@code %Tt} from
 * the connection's, {@code %tr} with {@code %Ta} from the request's, which differ by the handshake
 * and by the time that the connection was idle (manual of HAProxy, section "Timing events").
 */
final class HaproxyTimes {

  private static final long MILLI = 1_000;
  private static final long SECOND = 1_000_000;

  private final HaproxyClock clock;
  private HaproxyRecord record = new HaproxyRecord();

  HaproxyTimes(ZoneId zone) {
    this.clock = new HaproxyClock(zone);
  }

  /**
   * Sets begin, end, duration and resolution.
   *
   * @param stamp time in the syslog header, which is about the end; {@link Timestamps#NONE} when
   *     there is none
   * @return false when there is no time
   */
  boolean set(ProxyEvent event, HaproxyRecord of, long stamp) {
    record = of;
    long duration = duration();
    long start = start();
    if (start == Timestamps.NONE) {
      long logged = time(HaproxyField.LOGGED);
      boolean unknown = logged == Timestamps.NONE;
      if (unknown && stamp == Timestamps.NONE) {
        return false;
      }
      event.setResolution(unknown ? (int) SECOND : clock.resolution());
      event.setTime(unknown ? stamp : logged);
      event.setStartTime(duration < 0 ? -1 : event.getTime() - duration);
    } else {
      event.setResolution(clock.resolution());
      event.setStartTime(start);
      event.setTime(start + Math.max(0, duration));
    }
    event.setDurationUs(duration);
    return true;
  }

  /** Microseconds of a timer; -1 when its phase was not reached or it is not logged. */
  static long timer(HaproxyRecord record, HaproxyField field) {
    long millis = record.number(field);
    return millis < 0 ? -1 : millis * MILLI;
  }

  /** Begin of the record, for the year of stamps that have none. */
  long start(HaproxyRecord of) {
    record = of;
    return start();
  }

  private long start() {
    long requested = time(HaproxyField.REQUESTED);
    if (requested != Timestamps.NONE) {
      return requested;
    }
    long accepted = accepted();
    return accepted == Timestamps.NONE ? Timestamps.NONE : accepted + beforeRequest();
  }

  private long accepted() {
    long seconds = record.number(HaproxyField.ACCEPTED_SECONDS);
    long millis = record.number(HaproxyField.ACCEPTED_MILLIS);
    if (seconds >= 0 && millis >= 0 && millis < MILLI) {
      clock.resolution((int) MILLI);
      return seconds * SECOND + millis * MILLI;
    }
    long accepted = time(HaproxyField.ACCEPTED);
    return accepted == Timestamps.NONE ? time(HaproxyField.ACCEPTED_SECONDS) : accepted;
  }

  /** From the connection's beginning to the request's. */
  private long beforeRequest() {
    long until = record.number(HaproxyField.UNTIL_REQUEST_TIME);
    long request = record.number(HaproxyField.REQUEST_TIME);
    long parts =
        Math.max(0, record.number(HaproxyField.HANDSHAKE_TIME))
            + Math.max(0, record.number(HaproxyField.IDLE_TIME));
    long before = parts == 0 && until >= 0 && request >= 0 ? until - request : parts;
    return Math.max(0, before) * MILLI;
  }

  private long duration() {
    long active = timer(record, HaproxyField.ACTIVE_TIME);
    long total = timer(record, HaproxyField.TOTAL_TIME);
    if (active >= 0 || total < 0) {
      return active;
    }
    return Math.max(0, total - beforeRequest());
  }

  private long time(HaproxyField field) {
    return record.has(field)
        ? clock.read(record.buffer(), record.from(field), record.to(field))
        : Timestamps.NONE;
  }
}

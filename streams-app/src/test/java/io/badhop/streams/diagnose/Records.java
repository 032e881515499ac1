package io.badhop.streams.diagnose;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import java.util.List;

/** Records as the parsers make them, in the few fields that a diagnosis reads. */
final class Records {

  static final String UPSTREAM = "10.0.3.7:8080";
  static final long END = 1_795_328_000_000_000L;

  private Records() {}

  static ProxyEvent proxy(String software, int status, Attempt... attempts) {
    return ProxyEvent.newBuilder()
        .setEventId(1)
        .setTime(END)
        .setRequestId("r1")
        .setSoftware(software)
        .setMethod("GET")
        .setHost("shop.example.com")
        .setPath("/login")
        .setStatus(status)
        .setAttempts(List.of(attempts))
        .setAttemptsLogged(true)
        .build();
  }

  /** Times in milliseconds; -1 for a dash. */
  static Attempt attempt(String address, int status, int connect, int header, int response) {
    return Attempt.newBuilder()
        .setAddress(address)
        .setStatus(status)
        .setConnectUs(us(connect))
        .setHeaderUs(us(header))
        .setResponseUs(us(response))
        .build();
  }

  private static long us(int ms) {
    return ms < 0 ? -1 : ms * 1_000L;
  }

  static ProxyEvent with(ProxyEvent event, ErrorNote... notes) {
    return ProxyEvent.newBuilder(event).setErrors(List.of(notes)).build();
  }

  static ProxyEvent ended(ProxyEvent event, String termination) {
    return ProxyEvent.newBuilder(event).setTermination(termination).build();
  }

  /** A line of nginx's error log: its message and what stands behind "while". */
  static ErrorNote line(String message, String action, String upstream) {
    return ErrorNote.newBuilder()
        .setTime(END)
        .setLevel("error")
        .setMessage(message)
        .setAction(action)
        .setUpstream(upstream)
        .build();
  }

  /** A line of Apache's error log. */
  static ErrorNote coded(String code, int errno, String message, String upstream) {
    return ErrorNote.newBuilder()
        .setTime(END)
        .setLevel("error")
        .setMessage(message)
        .setCode(code)
        .setErrno(errno)
        .setUpstream(upstream)
        .build();
  }

  static EdgeEvent edge(String vendor, int status, int originStatus) {
    return EdgeEvent.newBuilder()
        .setEventId(2)
        .setTime(END)
        .setRequestId("r1")
        .setVendor(vendor)
        .setStatus(status)
        .setOriginStatus(originStatus)
        .setOriginAddress("192.0.2.11")
        .setDurationUs(5_000_000)
        .build();
  }

  static EdgeEvent detail(EdgeEvent event, String detail) {
    return EdgeEvent.newBuilder(event).setDetail(detail).build();
  }

  /** A record that closes a request, so many milliseconds after the proxy's end. */
  static AppEvent answered(int status, int laterMs, String exception, String message) {
    return AppEvent.newBuilder()
        .setEventId(3)
        .setTime(END + laterMs * 1_000L)
        .setRequestId("r1")
        .setKind(AppEventKind.REQUEST)
        .setInstance(UPSTREAM)
        .setStatus(status)
        .setDurationUs(12_000)
        .setExceptionType(exception)
        .setMessage(message)
        .build();
  }

  static Diagnosis diagnose(ProxyEvent event, AppEvent... app) {
    return Diagnoser.diagnose(
        new Case(Tier.PROXY, null, event, List.of(app), false, false, -1, -1));
  }

  /** The same when the application's records are all there and none is of this exchange. */
  static Diagnosis unseen(ProxyEvent event, double coverage) {
    return Diagnoser.diagnose(
        new Case(Tier.PROXY, null, event, List.of(), false, true, coverage, -1));
  }

  static Diagnosis diagnose(EdgeEvent edge, ProxyEvent proxy, AppEvent... app) {
    return Diagnoser.diagnose(new Case(Tier.EDGE, edge, proxy, List.of(app), false, false, -1, -1));
  }
}

package io.badhop.streams.correlate;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * The fields of each kind of record, written and read in one order; all but identity, time, request
 * ID, alias and site, which the caller keeps. Start and duration are written as what they differ by
 * from what they mostly are. {@link Packs} writes what is read here.
 */
final class Packing {

  static final int SUCCESS = 200;
  private static final RequestIdKind[] ID_KINDS = RequestIdKind.values();
  private static final AppEventKind[] APP_KINDS = AppEventKind.values();

  private Packing() {}

  /** What the caller keeps of a record. */
  record Known(long eventId, String site, long time, String requestId, boolean alias) {}

  /** The record of a tier, equal to the one that was written. */
  static SpecificRecord read(Tier tier, Known known, Unpacker in) {
    return switch (tier) {
      case EDGE -> edge(known, in);
      case PROXY -> proxy(known, in);
      case APP -> app(known, in);
    };
  }

  private static EdgeEvent edge(Known known, Unpacker in) {
    EdgeEvent event = new EdgeEvent();
    event.setEventId(known.eventId());
    event.setSite(known.site());
    event.setTime(known.time());
    event.setRequestId(known.requestId());
    event.setAlias(known.alias());
    in.group(3);
    event.setSource(in.text(0));
    event.setStartTime(in.start(1, event.getTime()));
    event.setResolution(in.small(2, 1000));
    event.setRequestIdKind(ID_KINDS[in.small(3, 0)]);
    event.setOtherId(in.text(4));
    event.setVendor(in.text(5));
    event.setMethod(in.text(6));
    event.setHost(in.text(7));
    event.setPath(in.text(8));
    event.setStatus(in.small(9, SUCCESS));
    event.setOriginStatus(in.small(10, event.getStatus()));
    event.setOriginAddress(in.text(11));
    event.setClientIp(in.text(12));
    event.setEdgeLocation(in.text(13));
    event.setCacheStatus(in.text(14));
    event.setDurationUs(in.number(15, took(event.getTime(), event.getStartTime())));
    event.setOriginConnectUs(in.number(16, -1));
    event.setOriginHeaderUs(in.number(17, -1));
    event.setOriginResponseUs(in.number(18, -1));
    event.setDetail(in.text(19));
    return event;
  }

  private static ProxyEvent proxy(Known known, Unpacker in) {
    ProxyEvent event = new ProxyEvent();
    event.setEventId(known.eventId());
    event.setSite(known.site());
    event.setTime(known.time());
    event.setRequestId(known.requestId());
    event.setAlias(known.alias());
    in.group(4);
    event.setSource(in.text(0));
    event.setStartTime(in.start(1, event.getTime()));
    event.setResolution(in.small(2, 1000));
    event.setRequestIdKind(ID_KINDS[in.small(3, 0)]);
    event.setOtherId(in.text(4));
    event.setSoftware(in.text(5));
    event.setProxy(in.text(6));
    event.setConnection(in.text(7));
    event.setClientIp(in.text(8));
    event.setMethod(in.text(9));
    event.setHost(in.text(10));
    event.setPath(in.text(11));
    event.setStatus(in.small(12, SUCCESS));
    event.setBytesSent(in.number(13, -1));
    event.setCompleted(!in.flag(14));
    event.setDurationUs(in.number(15, took(event.getTime(), event.getStartTime())));
    event.setQueueUs(in.number(16, -1));
    event.setPool(in.text(17));
    event.setAttemptsLogged(in.flag(18));
    event.setRetries(in.small(19, -1));
    event.setTermination(in.text(20));
    event.setErrorLogged(in.flag(21));
    int attempts = in.small(22, 1);
    int errors = in.small(23, 0);
    event.setAttempts(attempts(attempts, event.getStatus(), in));
    event.setErrors(notes(errors, event.getTime(), in));
    return event;
  }

  private static List<Attempt> attempts(int count, int status, Unpacker in) {
    List<Attempt> attempts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Attempt attempt = new Attempt();
      in.group(1);
      attempt.setAddress(in.text(0));
      attempt.setPool(in.text(1));
      attempt.setStatus(in.small(2, status));
      attempt.setConnectUs(in.number(3, -1));
      attempt.setHeaderUs(in.number(4, -1));
      attempt.setResponseUs(in.number(5, attempt.getHeaderUs()));
      attempt.setBytesReceived(in.number(6, -1));
      attempts.add(attempt);
    }
    return attempts;
  }

  private static List<ErrorNote> notes(int count, long time, Unpacker in) {
    List<ErrorNote> notes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ErrorNote note = new ErrorNote();
      in.group(1);
      note.setTime(in.number(0, time));
      note.setLevel(in.text(1));
      note.setMessage(in.text(2));
      note.setAction(in.text(3));
      note.setCode(in.text(4));
      note.setErrno(in.small(5, -1));
      note.setUpstream(in.text(6));
      notes.add(note);
    }
    return notes;
  }

  private static AppEvent app(Known known, Unpacker in) {
    AppEvent event = new AppEvent();
    event.setEventId(known.eventId());
    event.setSite(known.site());
    event.setTime(known.time());
    event.setRequestId(known.requestId());
    event.setAlias(known.alias());
    in.group(2);
    event.setSource(in.text(0));
    event.setStartTime(in.start(1, event.getTime()));
    event.setResolution(in.small(2, 1000));
    event.setRequestIdKind(ID_KINDS[in.small(3, 0)]);
    event.setOtherId(in.text(4));
    event.setKind(APP_KINDS[in.small(5, 0)]);
    event.setService(in.text(6));
    event.setInstance(in.text(7));
    event.setMethod(in.text(8));
    event.setHost(in.text(9));
    event.setPath(in.text(10));
    event.setRoute(in.text(11));
    event.setStatus(in.small(12, SUCCESS));
    event.setDurationUs(in.number(13, took(event.getTime(), event.getStartTime())));
    event.setLevel(in.text(14));
    boolean said = in.flag(15);
    if (said) {
      in.group(1);
    }
    event.setMessage(said ? in.text(0) : "");
    event.setExceptionType(said ? in.text(1) : "");
    return event;
  }

  /** What a duration mostly is. */
  static long took(long time, long start) {
    return start == -1 ? -1 : time - start;
  }
}

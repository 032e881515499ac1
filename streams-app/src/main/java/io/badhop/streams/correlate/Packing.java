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
 * from what they mostly are.
 */
final class Packing {

  private static final int SUCCESS = 200;
  private static final RequestIdKind[] ID_KINDS = RequestIdKind.values();
  private static final AppEventKind[] APP_KINDS = AppEventKind.values();

  private Packing() {}

  /** What the caller keeps of a record. */
  record Known(long eventId, String site, long time, String requestId, boolean alias) {}

  static void write(SpecificRecord event, Packer out) {
    if (event instanceof EdgeEvent edge) {
      write(edge, out);
    } else if (event instanceof ProxyEvent proxy) {
      write(proxy, out);
    } else {
      write((AppEvent) event, out);
    }
  }

  /** The record of a tier, equal to the one that was written. */
  static SpecificRecord read(Tier tier, Known known, Unpacker in) {
    return switch (tier) {
      case EDGE -> edge(known, in);
      case PROXY -> proxy(known, in);
      case APP -> app(known, in);
    };
  }

  private static void write(EdgeEvent event, Packer out) {
    out.group(3);
    out.text(0, event.getSource());
    out.start(1, event.getStartTime(), event.getTime());
    out.number(2, event.getResolution(), 1000);
    out.number(3, event.getRequestIdKind().ordinal(), 0);
    out.text(4, event.getOtherId());
    out.text(5, event.getVendor());
    out.text(6, event.getMethod());
    out.text(7, event.getHost());
    out.text(8, event.getPath());
    out.number(9, event.getStatus(), SUCCESS);
    out.number(10, event.getOriginStatus(), event.getStatus());
    out.text(11, event.getOriginAddress());
    out.text(12, event.getClientIp());
    out.text(13, event.getEdgeLocation());
    out.text(14, event.getCacheStatus());
    out.number(15, event.getDurationUs(), took(event.getTime(), event.getStartTime()));
    out.number(16, event.getOriginConnectUs(), -1);
    out.number(17, event.getOriginHeaderUs(), -1);
    out.number(18, event.getOriginResponseUs(), -1);
    out.text(19, event.getDetail());
    out.end(3);
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

  private static void write(ProxyEvent event, Packer out) {
    out.group(4);
    out.text(0, event.getSource());
    out.start(1, event.getStartTime(), event.getTime());
    out.number(2, event.getResolution(), 1000);
    out.number(3, event.getRequestIdKind().ordinal(), 0);
    out.text(4, event.getOtherId());
    out.text(5, event.getSoftware());
    out.text(6, event.getProxy());
    out.text(7, event.getConnection());
    out.text(8, event.getClientIp());
    out.text(9, event.getMethod());
    out.text(10, event.getHost());
    out.text(11, event.getPath());
    out.number(12, event.getStatus(), SUCCESS);
    out.number(13, event.getBytesSent(), -1);
    out.flag(14, !event.getCompleted());
    out.number(15, event.getDurationUs(), took(event.getTime(), event.getStartTime()));
    out.number(16, event.getQueueUs(), -1);
    out.text(17, event.getPool());
    out.flag(18, event.getAttemptsLogged());
    out.number(19, event.getRetries(), -1);
    out.text(20, event.getTermination());
    out.flag(21, event.getErrorLogged());
    out.number(22, event.getAttempts().size(), 1);
    out.number(23, event.getErrors().size(), 0);
    out.end(4);
    for (Attempt attempt : event.getAttempts()) {
      write(attempt, event.getStatus(), out);
    }
    for (ErrorNote note : event.getErrors()) {
      write(note, event.getTime(), out);
    }
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

  private static void write(Attempt attempt, int status, Packer out) {
    out.group(1);
    out.text(0, attempt.getAddress());
    out.text(1, attempt.getPool());
    out.number(2, attempt.getStatus(), status);
    out.number(3, attempt.getConnectUs(), -1);
    out.number(4, attempt.getHeaderUs(), -1);
    out.number(5, attempt.getResponseUs(), attempt.getHeaderUs());
    out.number(6, attempt.getBytesReceived(), -1);
    out.end(1);
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

  private static void write(ErrorNote note, long time, Packer out) {
    out.group(1);
    out.number(0, note.getTime(), time);
    out.text(1, note.getLevel());
    out.text(2, note.getMessage());
    out.text(3, note.getAction());
    out.text(4, note.getCode());
    out.number(5, note.getErrno(), -1);
    out.text(6, note.getUpstream());
    out.end(1);
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

  private static void write(AppEvent event, Packer out) {
    out.group(2);
    out.text(0, event.getSource());
    out.start(1, event.getStartTime(), event.getTime());
    out.number(2, event.getResolution(), 1000);
    out.number(3, event.getRequestIdKind().ordinal(), 0);
    out.text(4, event.getOtherId());
    out.number(5, event.getKind().ordinal(), 0);
    out.text(6, event.getService());
    out.text(7, event.getInstance());
    out.text(8, event.getMethod());
    out.text(9, event.getHost());
    out.text(10, event.getPath());
    out.text(11, event.getRoute());
    out.number(12, event.getStatus(), SUCCESS);
    out.number(13, event.getDurationUs(), took(event.getTime(), event.getStartTime()));
    out.text(14, event.getLevel());
    out.flag(15, !event.getMessage().isEmpty() || !event.getExceptionType().isEmpty());
    out.end(2);
    if (!event.getMessage().isEmpty() || !event.getExceptionType().isEmpty()) {
      out.group(1);
      out.text(0, event.getMessage());
      out.text(1, event.getExceptionType());
      out.end(1);
    }
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
  private static long took(long time, long start) {
    return start == -1 ? -1 : time - start;
  }
}

package io.badhop.ingest.bind;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Access and error lines of timelines; times in milliseconds of one minute. */
final class Lines {

  static final long SECOND = 1_000_000;

  private static final long MINUTE = 1_795_327_680L * SECOND;

  private Lines() {}

  static long at(double seconds) {
    return MINUTE + Math.round(seconds * SECOND);
  }

  /** An nginx error line; its log has whole seconds. */
  static ErrorRecord nginx(double seconds, String connection, String request, String said) {
    return nginx(seconds, connection, request, said, "error", "10.0.0.1:80");
  }

  static ErrorRecord nginx(
      double seconds, String connection, String request, String said, String level, String to) {
    int action = said.indexOf(" while ");
    ErrorNote note =
        ErrorNote.newBuilder()
            .setTime(at(Math.floor(seconds)))
            .setLevel(level)
            .setMessage(action < 0 ? said : said.substring(0, action))
            .setAction(action < 0 ? "" : said.substring(action + " while ".length()))
            .setUpstream(to)
            .build();
    return new ErrorRecord(
        id(note, request + connection),
        "nginx",
        note,
        connection,
        "192.0.2.1",
        request,
        "h",
        "1#1",
        1_000_000);
  }

  /** An Apache error line of thread {@code 9:t}. */
  static ErrorRecord apache(
      double seconds, String thread, String client, String code, String said, String to) {
    ErrorNote note =
        ErrorNote.newBuilder()
            .setTime(at(seconds))
            .setLevel("error")
            .setMessage(code + ": " + said)
            .setCode(code)
            .setUpstream(to)
            .build();
    return new ErrorRecord(
        id(note, thread + client), "apache", note, "", client, "", "", "9:" + thread, 1);
  }

  private static long id(ErrorNote note, String more) {
    return (note.getTime() + note.getMessage() + note.getUpstream() + more).hashCode();
  }

  /** An nginx access line with milliseconds, of a request that took so long. */
  static ProxyEvent access(double end, double took, String connection, String path, int status) {
    return event("nginx", end, took, status)
        .setResolution(1_000)
        .setConnection(connection)
        .setPath(path)
        .setAttemptsLogged(true)
        .build();
  }

  /** An Apache access line: the second of the beginning, the duration in microseconds. */
  static ProxyEvent apacheAccess(double begin, double took, String client, int status) {
    return event("apache", Math.floor(begin) + took, took, status)
        .setResolution(1_000_000)
        .setClientIp(client)
        .setPath("/")
        .build();
  }

  private static ProxyEvent.Builder event(String software, double end, double took, int status) {
    return ProxyEvent.newBuilder()
        .setEventId(Double.hashCode(end))
        .setRequestId("r")
        .setSoftware(software)
        .setTime(at(end))
        .setDurationUs(Math.round(took * SECOND))
        .setStartTime(at(end) - Math.round(took * SECOND))
        .setMethod("GET")
        .setClientIp("192.0.2.1")
        .setStatus(status);
  }

  /** An attempt that got no answer. */
  static Attempt failed(String address) {
    return Attempt.newBuilder().setAddress(address).setStatus(502).build();
  }

  static Attempt answered(String address, int status) {
    return Attempt.newBuilder().setAddress(address).setStatus(status).setHeaderUs(1_000).build();
  }

  static ProxyEvent with(ProxyEvent event, Attempt... attempts) {
    event.setAttempts(new ArrayList<>(Arrays.asList(attempts)));
    return event;
  }

  static ErrorBinder binder(ErrorRecord... errors) {
    ErrorBinder binder = new ErrorBinder();
    for (ErrorRecord error : errors) {
      binder.add(error);
    }
    return binder;
  }

  /** What was bound, each as its message. */
  static List<String> bound(ErrorBinder binder, ProxyEvent access) {
    return binder.bind(access).getErrors().stream().map(ErrorNote::getMessage).toList();
  }
}

package io.badhop.ingest.bind;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;

/** A binder, and lines for it at times in milliseconds. */
class Bindings {
  static final String APP = "10.1.1.1:80";
  static final String SPARE = "10.1.1.2:80";

  final ErrorBinder binder = new ErrorBinder();
  private long ids;

  private static ErrorNote note(long millis, String level, String message, String upstream) {
    return ErrorNote.newBuilder()
        .setTime(millis * 1_000)
        .setLevel(level)
        .setMessage(message)
        .setUpstream(upstream)
        .build();
  }

  /** An nginx line; its clock has whole seconds. */
  void nginx(long millis, String connection, String path, String upstream) {
    nginx(millis, "error", connection, path, upstream);
  }

  void nginx(long millis, String level, String connection, String path, String upstream) {
    binder.add(
        new ErrorRecord(
            ids++,
            "nginx",
            note(millis / 1_000 * 1_000, level, "failed " + path, upstream),
            connection,
            "192.0.2.7",
            "GET " + path + " HTTP/1.1",
            "shop.test",
            "31#31",
            1_000_000));
  }

  void apache(long millis, String thread, String client, String message, String upstream) {
    binder.add(
        new ErrorRecord(
            ids++,
            "apache",
            note(millis, "error", message, upstream),
            "",
            client,
            "",
            "",
            thread,
            1));
  }

  ProxyEvent access(
      String software, long millis, long tookMillis, int status, String client, String... tried) {
    List<Attempt> attempts = new ArrayList<>();
    for (String address : tried) {
      attempts.add(Attempt.newBuilder().setAddress(address).setPool("shop").build());
    }
    return ProxyEvent.newBuilder()
        .setEventId(ids++)
        .setTime(millis * 1_000)
        .setStartTime((millis - tookMillis) * 1_000)
        .setDurationUs(tookMillis * 1_000)
        .setRequestId("r" + millis)
        .setStatus(status)
        .setSoftware(software)
        .setClientIp(client)
        .setMethod("GET")
        .setPath("/")
        .setAttempts(attempts)
        .build();
  }

  ProxyEvent onConnection(String connection, long millis, String path, String... tried) {
    ProxyEvent access = access("nginx", millis, 5, 502, "192.0.2.7", tried);
    access.setConnection(connection);
    access.setPath(path);
    return binder.bind(access);
  }

  static List<String> messages(ProxyEvent event) {
    return event.getErrors().stream().map(ErrorNote::getMessage).toList();
  }

  static List<String> upstreams(ProxyEvent event) {
    return event.getErrors().stream().map(ErrorNote::getUpstream).toList();
  }
}

package io.badhop.benchmarks.latency;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Access log and error log of one nginx, and the log of its applications. */
final class SiteLogs {

  /** What the logs are of one request. */
  record Request(String id, int connection, int client, String path, String upstream) {}

  static final String MILLIS =
      "escape=json '{\"msec\":\"$msec\",\"request_id\":\"$rid\",\"connection\":\"$connection\","
          + "\"remote_addr\":\"$remote_addr\",\"host\":\"$host\",\"request\":\"$request\","
          + "\"status\":\"$status\",\"request_time\":\"$request_time\","
          + "\"request_completion\":\"$request_completion\",\"upstream_addr\":\"$upstream_addr\","
          + "\"upstream_status\":\"$upstream_status\","
          + "\"upstream_connect_time\":\"$upstream_connect_time\","
          + "\"upstream_header_time\":\"$upstream_header_time\","
          + "\"upstream_response_time\":\"$upstream_response_time\"}'";

  static final String SECONDS =
      "'$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent "
          + "\"$http_referer\" \"$http_user_agent\" rid=$rid conn=$connection host=$host "
          + "rt=$request_time ua=\"$upstream_addr\" us=\"$upstream_status\" "
          + "uct=\"$upstream_connect_time\" uht=\"$upstream_header_time\" "
          + "urt=\"$upstream_response_time\"'";

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss '+0000'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter ERROR =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String host;
  private final boolean millis;
  private final FileChannel access;
  private final FileChannel error;
  private final FileChannel app;

  SiteLogs(Path folder, boolean millis) throws IOException {
    this.host = folder.getFileName() + ".example.com";
    this.millis = millis;
    Files.createDirectories(folder);
    access = open(folder.resolve("access.log"));
    error = open(folder.resolve("error.log"));
    app = open(folder.resolve("app.ndjson"));
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void answered(Request request, int tookMs) throws IOException {
    Instant now = Instant.now();
    write(
        app,
        String.format(
            Locale.ROOT,
            "{\"ts\":\"%s\",\"level\":\"INFO\",\"service\":\"shop\",\"instance\":\"%s\","
                + "\"request_id\":\"%s\",\"method\":\"GET\",\"path\":\"%s\",\"status\":200,"
                + "\"duration_ms\":%d}%n",
            now.truncatedTo(ChronoUnit.MILLIS),
            request.upstream,
            request.id,
            request.path,
            tookMs));
    String time = String.format(Locale.ROOT, "0.%03d", tookMs + 1);
    access(request, now, 200, time, "0.000", time);
  }

  void refused(Request request) throws IOException {
    Instant now = Instant.now();
    write(
        error,
        String.format(
            Locale.ROOT,
            "%s [error] 21#21: *%d connect() failed (111: Connection refused) while connecting to"
                + " upstream, client: 198.51.100.%d, server: %s, request: \"GET %s HTTP/1.1\","
                + " upstream: \"http://%s%s\", host: \"%s\"%n",
            ERROR.format(now),
            request.connection,
            request.client,
            host,
            request.path,
            request.upstream,
            request.path,
            host));
    access(request, now, 502, "0.001", "-", "-");
  }

  private void access(
      Request request, Instant now, int status, String took, String connect, String header)
      throws IOException {
    write(
        access,
        millis
            ? json(request, now, status, took, connect, header)
            : text(request, now, status, took, connect, header));
  }

  private String json(
      Request request, Instant now, int status, String took, String connect, String header) {
    return String.format(
        Locale.ROOT,
        "{\"msec\":\"%d.%03d\",\"request_id\":\"%s\",\"connection\":\"%d\","
            + "\"remote_addr\":\"198.51.100.%d\",\"host\":\"%s\",\"request\":\"GET %s HTTP/1.1\","
            + "\"status\":\"%d\",\"request_time\":\"%s\",\"request_completion\":\"OK\","
            + "\"upstream_addr\":\"%s\",\"upstream_status\":\"%d\","
            + "\"upstream_connect_time\":\"%s\",\"upstream_header_time\":\"%s\","
            + "\"upstream_response_time\":\"%s\"}%n",
        now.getEpochSecond(),
        now.getNano() / 1_000_000,
        request.id,
        request.connection,
        request.client,
        host,
        request.path,
        status,
        took,
        request.upstream,
        status,
        connect,
        header,
        took);
  }

  private String text(
      Request request, Instant now, int status, String took, String connect, String header) {
    return String.format(
        Locale.ROOT,
        "198.51.100.%d - - [%s] \"GET %s HTTP/1.1\" %d 512 \"-\" \"Mozilla/5.0\" rid=%s conn=%d"
            + " host=%s rt=%s ua=\"%s\" us=\"%d\" uct=\"%s\" uht=\"%s\" urt=\"%s\"%n",
        request.client,
        LOCAL.format(now),
        request.path,
        status,
        request.id,
        request.connection,
        host,
        took,
        request.upstream,
        status,
        connect,
        header,
        took);
  }

  private static void write(FileChannel to, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }
}

package io.badhop.ingest.ship;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Logs as nginx and an application write them, made line by line. */
final class TestLogs {
  /** A minute to which the times of lines are added. */
  static final Instant START = Instant.parse("2026-11-22T06:00:00Z");

  static final String NGINX_CONF =
      """
      events { }
      http {
        log_format badhop '$msec $remote_addr "$request" $status $bytes_sent rid=$http_x_request_id ray=$http_cf_ray '
          'conn=$connection rt=$request_time ua="$upstream_addr" us="$upstream_status" '
          'uct="$upstream_connect_time" uht="$upstream_header_time" urt="$upstream_response_time"';
        upstream app { server 10.0.3.7:8080; }
        server { access_log /var/log/nginx/shop.log badhop; location / { proxy_pass http://app; } }
      }
      """;

  private static final DateTimeFormatter NGINX_ERROR_TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private TestLogs() {}

  static long micros(long millis) {
    return START.toEpochMilli() * 1000 + millis * 1000;
  }

  /**
   * An access line in the format of {@link #NGINX_CONF}, written {@code millis} after the start.
   */
  static String access(long millis, String id, int status, int connection) {
    long at = START.toEpochMilli() + millis;
    String header = status == 502 ? "-" : "0.004";
    return String.format(
        Locale.ROOT,
        "%d.%03d 192.0.2.9 \"GET /items/%s HTTP/1.1\" %d 321 rid=%s ray=- conn=%d rt=0.005 ua=\"10.0.3.7:8080\" us=\"%d\" uct=\"%s\" uht=\"%s\" urt=\"0.005\"\n",
        at / 1000,
        at % 1000,
        id,
        status,
        id,
        connection,
        status,
        header,
        header);
  }

  /** An error line about a refused connection. */
  static String refused(long millis, String id, int connection) {
    return NGINX_ERROR_TIME.format(START.plusMillis(millis))
        + " [error] 71#71: *"
        + connection
        + " connect() failed (111: Connection refused) while connecting to upstream,"
        + " client: 192.0.2.9, server: shop, request: \"GET /items/"
        + id
        + " HTTP/1.1\","
        + " upstream: \"http://10.0.3.7:8080/items/"
        + id
        + "\", host: \"shop\"\n";
  }

  /** A line of an application. */
  static String app(long millis, String id, int status) {
    return "{\"ts\":\""
        + START.plusMillis(millis)
        + "\",\"level\":\"INFO\",\"request_id\":\""
        + id
        + "\",\"status\":"
        + status
        + ",\"duration_ms\":4,\"method\":\"GET\",\"path\":\"/items/"
        + id
        + "\",\"instance\":\"10.0.3.7:8080\",\"service\":\"shop\",\"msg\":\"done\"}\n";
  }

  static Path write(Path folder, String name, String... texts) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, String.join("", texts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void append(Path file, String... texts) {
    try {
      Files.writeString(
          file, String.join("", texts), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  /** All events of a reader. */
  static List<ShippedEvent> drain(EventReader reader) throws IOException {
    List<ShippedEvent> events = new ArrayList<>();
    ShippedEvent event;
    while ((event = reader.next()) != null) {
      events.add(event);
    }
    return events;
  }
}

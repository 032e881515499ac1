package io.badhop.benchmarks;

import io.badhop.ingest.parse.RawLine;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;

/** Lines of access logs as servers write them; clients, paths, IDs and times differ. */
public final class Lines {

  /** Lines of each kind; more than fit into a first-level cache. */
  public static final int COUNT = 4_096;

  private Lines() {}

  /** nginx's combined format, which is Apache's as well: some 190 bytes. */
  public static String combined(int index) {
    Random random = new Random(index);
    return String.format(
        Locale.ROOT,
        "192.0.2.%d - - [22/Nov/2026:06:%02d:%02d +0000] \"GET /shop/items/%d?ref=%d HTTP/1.1\" %d"
            + " %d \"https://www.example.com/shop\" \"Mozilla/5.0 (X11; Linux x86_64; rv:128.0)"
            + " Firefox/128.0\"",
        random.nextInt(256),
        index / 60 % 60,
        index % 60,
        random.nextInt(100_000),
        random.nextInt(1_000),
        random.nextInt(50) == 0 ? 502 : 200,
        random.nextInt(50_000));
  }

  /** A format of twenty fields with all that says which upstream did what. */
  public static final String TWENTY_FIELDS =
      "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"
          + " \"$http_referer\" \"$http_user_agent\" $host $server_addr $connection $msec"
          + " $request_time $request_id \"$upstream_addr\" \"$upstream_status\""
          + " \"$upstream_connect_time\" \"$upstream_header_time\" \"$upstream_response_time\""
          + " $http_cf_ray";

  /** A line of {@link #TWENTY_FIELDS}: some 340 bytes. */
  public static String twentyFields(int index) {
    Random random = new Random(index);
    return combined(index)
        + String.format(
            Locale.ROOT,
            " www.example.com 10.0.0.%d %d 17638%05d.%03d 0.%03d %016x%016x \"10.0.3.%d:8080\""
                + " \"200\" \"0.001\" \"0.0%02d\" \"0.0%02d\" %016x-FRA",
            random.nextInt(4),
            random.nextInt(1_000_000),
            index,
            random.nextInt(1000),
            random.nextInt(1000),
            random.nextLong(),
            random.nextLong(),
            random.nextInt(8),
            random.nextInt(100),
            random.nextInt(100),
            random.nextLong());
  }

  /**
   * A line of Cloudflare's Logpush with 44 fields, half of which badhop takes: some 1,250 bytes.
   */
  public static String cloudflare(int index) {
    Random random = new Random(index);
    int millis = random.nextInt(2_000);
    return String.format(
            Locale.ROOT,
            "{\"ClientASN\":64500,\"ClientCountry\":\"de\",\"ClientDeviceType\":\"desktop\",\"ClientIP\":\"192.0.2.%d\","
                + "\"ClientIPClass\":\"noRecord\",\"ClientRequestBytes\":%d,\"ClientRequestHost\":\"www.example.com\","
                + "\"ClientRequestMethod\":\"GET\",\"ClientRequestPath\":\"/shop/items/%d\",\"ClientRequestProtocol\":\"HTTP/2\","
                + "\"ClientRequestReferer\":\"https://www.example.com/shop\",\"ClientRequestScheme\":\"https\","
                + "\"ClientRequestSource\":\"eyeball\",\"ClientRequestURI\":\"/shop/items/%d?ref=%d\","
                + "\"ClientRequestUserAgent\":\"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0\",\"ClientSSLProtocol\":\"TLSv1.3\","
                + "\"ClientSrcPort\":%d,\"CacheCacheStatus\":\"dynamic\",\"CacheResponseBytes\":%d,\"CacheResponseStatus\":200,"
                + "\"CacheTieredFill\":false,\"EdgeColoCode\":\"FRA\",\"EdgeColoID\":20,",
            random.nextInt(256),
            random.nextInt(2_000),
            random.nextInt(100_000),
            random.nextInt(100_000),
            random.nextInt(1_000),
            random.nextInt(60_000),
            random.nextInt(50_000))
        + String.format(
            Locale.ROOT,
            "\"EdgeEndTimestamp\":\"2026-11-22T06:%02d:%02d.%03dZ\",\"EdgePathingOp\":\"wl\",\"EdgePathingSrc\":\"macro\","
                + "\"EdgePathingStatus\":\"nr\",\"EdgeRequestHost\":\"www.example.com\",\"EdgeResponseBytes\":%d,"
                + "\"EdgeResponseContentType\":\"text/html\",\"EdgeResponseStatus\":%d,"
                + "\"EdgeStartTimestamp\":\"2026-11-22T06:%02d:%02d.000Z\",\"FirewallMatchesActions\":[],\"OriginDNSResponseTimeMs\":0,"
                + "\"OriginIP\":\"198.51.100.7\",\"OriginResponseDurationMs\":%d,\"OriginResponseHeaderReceiveDurationMs\":%d,"
                + "\"OriginResponseStatus\":200,\"OriginSSLProtocol\":\"TLSv1.3\",\"OriginTCPHandshakeDurationMs\":1,"
                + "\"OriginTLSHandshakeDurationMs\":3,\"ParentRayID\":\"00\",\"RayID\":\"%016x\",\"WAFAction\":\"unknown\"}",
            index / 60 % 60,
            index % 60,
            millis % 1_000,
            random.nextInt(50_000),
            random.nextInt(50) == 0 ? 502 : 200,
            index / 60 % 60,
            index % 60,
            random.nextInt(500),
            random.nextInt(500),
            random.nextLong());
  }

  /** Names what HAProxy captures in {@link #haproxyHttp}. */
  public static final String HAPROXY_CONFIG =
      """
      frontend web
        capture request header X-Request-ID len 64
        capture request header Host len 40
        capture request header CF-Connecting-IP len 40
      backend app
        server app0 10.0.3.0:8080
        server app1 10.0.3.1:8080
        server app2 10.0.3.2:8080
        server app3 10.0.3.3:8080
      """;

  /** HAProxy's HTTP log with three captures behind syslog: some 250 bytes. */
  public static String haproxyHttp(int index) {
    Random random = new Random(index);
    boolean failed = random.nextInt(50) == 0;
    return String.format(
        Locale.ROOT,
        "Nov 22 06:%02d:%02d lb1 haproxy[1996]: 192.0.2.%d:%d [22/Nov/2026:06:%02d:%02d.%03d] web~"
            + " app/app%d 0/0/%s %s - - %s-- %d/%d/%d/%d/0 0/0"
            + " {%016x%016x|www.example.com|198.51.100.%d} \"GET /shop/items/%d?ref=%d HTTP/1.1\"",
        index / 60 % 60,
        index % 60,
        random.nextInt(256),
        1_024 + random.nextInt(60_000),
        index / 60 % 60,
        index % 60,
        random.nextInt(1_000),
        random.nextInt(4),
        failed ? "1/-1/3002" : "1/" + random.nextInt(90) + "/" + (91 + random.nextInt(200)),
        failed ? "504 198" : "200 " + random.nextInt(50_000),
        failed ? "sH" : "--",
        1 + random.nextInt(50),
        1 + random.nextInt(50),
        random.nextInt(9),
        random.nextInt(9),
        random.nextLong(),
        random.nextLong(),
        random.nextInt(256),
        random.nextInt(100_000),
        random.nextInt(1_000));
  }

  /** Raw lines of a kind. */
  static RawLine[] raw(IntFunction<String> kind) {
    RawLine[] lines = new RawLine[COUNT];
    for (int i = 0; i < COUNT; i++) {
      lines[i] = RawLine.of(kind.apply(i), i * 400L);
    }
    return lines;
  }
}

package io.badhop.benchmarks;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.SourceChange;
import io.badhop.schemas.event.SourceChangeKind;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Requests through a CDN, nginx and an application, as the logs of the recorded incidents tell of
 * them: one record of each tier for each request. What a request is follows from its number and the
 * seed alone, so whoever needs the truth makes the same requests again.
 *
 * <p>200 path templates of two hosts with IDs in them, five pools of four upstreams, four proxies
 * as the edge addresses them, ten edge locations. Two requests in a hundred fail: the application
 * answers 500 or 503, and the tiers above pass it on.
 */
public final class Traffic {
  /** Site of all requests. */
  public static final String SITE = "default";

  /** Length of a tick in event time, microseconds. */
  public static final long TICK_US = 250_000;

  /** Start of the first request, microseconds since the epoch; a full second. */
  public static final long BEGIN = 1_760_000_000_000_000L;

  private static final String[] NOUNS = {
    "orders", "payments", "carts", "users", "products", "reviews", "wishlists", "coupons",
    "invoices", "shipments", "returns", "sessions", "searches", "messages", "addresses", "cards",
    "stores", "offers", "prices", "stocks"
  };
  private static final String[] VERBS = {
    "confirm", "items", "history", "details", "status", "events", "notes", "totals", "summary",
    "checks"
  };
  private static final String[] LOCATIONS = {
    "FRA", "AMS", "CDG", "LHR", "MAD", "WAW", "VIE", "MXP", "ARN", "DUB"
  };
  private static final String EDGE_SOURCE = "edge.ndjson";
  private static final String PROXY_SOURCE = "proxy-access.log";
  private static final String APP_SOURCE = "app.ndjson";
  private static final int POOLS = 5;
  private static final int UPSTREAMS_A_POOL = 4;
  private static final long MS = 1_000;

  private final long seed;
  private final long perSecond;

  /**
   * A stream of requests.
   *
   * @param seed other seeds give other requests
   * @param perSecond requests that begin in a second of event time, 1 or more
   */
  public Traffic(long seed, long perSecond) {
    if (perSecond < 1) {
      throw new IllegalArgumentException("requests a second: " + perSecond);
    }
    this.seed = seed;
    this.perSecond = perSecond;
  }

  /** When a request begins, microseconds since the epoch; never earlier than the one before. */
  public long start(long number) {
    return BEGIN + number * 1_000_000 / perSecond / MS * MS;
  }

  /** Number of the first request that begins at this time or later. */
  public long firstFrom(long time) {
    long number = Math.max(0, (time - BEGIN) * perSecond / 1_000_000);
    while (number > 0 && start(number - 1) >= time) {
      number--;
    }
    while (start(number) < time) {
      number++;
    }
    return number;
  }

  /** True for two in a hundred. */
  public boolean failed(long number) {
    return part(number, 1, 50) == 0;
  }

  /** The join key: 32 hexadecimal digits. */
  public String requestId(long number) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(mix(number, 2)) + hex.toHexDigits(mix(number, 3));
  }

  /** What the edge logs when it has answered. */
  public EdgeEvent edge(long number) {
    long proxyTime = proxyTime(number);
    long time = proxyTime + MS * (2 + part(number, 4, 9));
    return EdgeEvent.newBuilder()
        .setEventId(mix(number, 5))
        .setSource(EDGE_SOURCE)
        .setTime(time)
        .setStartTime(start(number))
        .setResolution(1)
        .setRequestId(requestId(number))
        .setRequestIdKind(RequestIdKind.REQUEST_ID)
        .setOtherId(HexFormat.of().toHexDigits(mix(number, 6)))
        .setVendor("cloudflare")
        .setMethod(method(number))
        .setHost(host(number))
        .setPath(path(number))
        .setStatus(status(number))
        .setOriginStatus(status(number))
        .setOriginAddress(origin(number))
        .setClientIp(clientIp(number))
        .setEdgeLocation(LOCATIONS[part(number, 7, LOCATIONS.length)])
        .setCacheStatus("dynamic")
        .setDurationUs(time - start(number))
        .setOriginConnectUs(MS)
        .setOriginHeaderUs(proxyTime - start(number))
        .setOriginResponseUs(proxyTime - start(number))
        .build();
  }

  /** What the proxy logs when it has answered. */
  public ProxyEvent proxyEvent(long number) {
    long begin = start(number) + MS;
    long time = proxyTime(number);
    return ProxyEvent.newBuilder()
        .setEventId(mix(number, 8))
        .setSource(PROXY_SOURCE)
        .setTime(time)
        .setStartTime(begin)
        .setRequestId(requestId(number))
        .setRequestIdKind(RequestIdKind.REQUEST_ID)
        .setSoftware("nginx")
        .setConnection(Long.toString(number / 16))
        .setClientIp(clientIp(number))
        .setMethod(method(number))
        .setHost(host(number))
        .setPath(path(number))
        .setStatus(status(number))
        .setBytesSent(200 + part(number, 9, 40_000))
        .setDurationUs(time - begin)
        .setPool(pool(number))
        .setAttempts(List.of(attempt(number, time - begin)))
        .setAttemptsLogged(true)
        .build();
  }

  private Attempt attempt(long number, long durationUs) {
    return Attempt.newBuilder()
        .setAddress(upstream(number))
        .setPool(pool(number))
        .setStatus(status(number))
        .setConnectUs(MS)
        .setHeaderUs(durationUs)
        .setResponseUs(durationUs)
        .setBytesReceived(150 + part(number, 9, 40_000))
        .build();
  }

  /** What the application logs when it has answered. */
  public AppEvent app(long number) {
    return AppEvent.newBuilder()
        .setEventId(mix(number, 10))
        .setSource(APP_SOURCE)
        .setTime(appTime(number))
        .setStartTime(start(number) + 2 * MS)
        .setRequestId(requestId(number))
        .setRequestIdKind(RequestIdKind.REQUEST_ID)
        .setKind(AppEventKind.REQUEST)
        .setService("shop")
        .setInstance(upstream(number))
        .setMethod(method(number))
        .setPath(path(number))
        .setRoute(route(number))
        .setStatus(status(number))
        .setDurationUs(appTime(number) - start(number) - 2 * MS)
        .setLevel(failed(number) ? "ERROR" : "INFO")
        .setMessage("request completed")
        .setExceptionType(failed(number) ? "shop.errors.StoreUnavailable" : "")
        .build();
  }

  /**
   * The tick with this number when no tier lags.
   *
   * @param number 1, 2, 3 ...; all that begins before {@code BEGIN + number * TICK_US} stands
   *     before it
   */
  public static Tick tick(long number) {
    long watermark = BEGIN + number * TICK_US;
    return tick(number, watermark, watermark, watermark);
  }

  /** The last tick: nothing comes any more. */
  public static Tick lastTick(long number) {
    return tick(number, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** A tick with the watermark of each tier, microseconds since the epoch. */
  public static Tick tick(long number, long edge, long proxy, long app) {
    List<SourceChange> changes = new ArrayList<>();
    if (number == 1) {
      changes.add(joined(EDGE_SOURCE, Tier.EDGE));
      changes.add(joined(PROXY_SOURCE, Tier.PROXY));
      changes.add(joined(APP_SOURCE, Tier.APP));
    }
    return new Tick(
        number,
        List.of(
            new TierWatermark(SITE, Tier.EDGE, edge),
            new TierWatermark(SITE, Tier.PROXY, proxy),
            new TierWatermark(SITE, Tier.APP, app)),
        changes);
  }

  private static SourceChange joined(String source, Tier tier) {
    return new SourceChange(source, SITE, tier, SourceChangeKind.JOINED);
  }

  private long appTime(long number) {
    return start(number) + MS * (4 + part(number, 11, 12) * part(number, 12, 20));
  }

  private long proxyTime(long number) {
    return appTime(number) + MS;
  }

  private int status(long number) {
    if (failed(number)) {
      return part(number, 13, 4) == 0 ? 503 : 500;
    }
    return 200;
  }

  private int template(long number) {
    return part(number, 14, NOUNS.length * VERBS.length);
  }

  private String host(long number) {
    return template(number) % 2 == 0 ? "api.example.com" : "shop.example.com";
  }

  private String path(long number) {
    return path(number, Integer.toString(10_000 + part(number, 15, 90_000)));
  }

  private String route(long number) {
    return path(number, "{id}");
  }

  private String path(long number, String id) {
    int template = template(number);
    return "/api/"
        + NOUNS[template / VERBS.length]
        + '/'
        + id
        + '/'
        + VERBS[template % VERBS.length];
  }

  private String method(long number) {
    return template(number) % 4 == 3 ? "POST" : "GET";
  }

  private String pool(long number) {
    return "pool-" + template(number) % POOLS;
  }

  private String upstream(long number) {
    int of = template(number) % POOLS * UPSTREAMS_A_POOL + part(number, 16, UPSTREAMS_A_POOL);
    return "10.0.3." + (20 + of) + ":" + (10_001 + of);
  }

  private String origin(long number) {
    return "10.0.2." + (11 + part(number, 17, 4));
  }

  private String clientIp(long number) {
    long bits = mix(number, 18);
    return "203." + (bits & 127) + "." + (bits >>> 8 & 255) + "." + (bits >>> 16 & 255);
  }

  private int part(long number, int salt, int bound) {
    return (int) Long.remainderUnsigned(mix(number, salt), bound);
  }

  /** SplitMix64's finalizer (Steele, Lea, Flood 2014) over number, salt and seed. */
  private long mix(long number, int salt) {
    long z = (seed * 31 + salt) * 0x9e3779b97f4a7c15L + number * 0xd1342543de82ef95L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}

package io.badhop.streams.replay;

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
 * A recording made up for tests: an edge, an nginx and three applications, 25 requests a second for
 * 80 seconds. From second 30 to second 50 the second application refuses connections. Every seventh
 * request has a second ID.
 */
public final class Synthetic {

  /** Start of the recording, microseconds since the epoch. */
  public static final long START = 1_760_000_000_000_000L;

  public static final String REFUSING = "10.0.0.2:8080";

  private static final int REQUESTS = 2000;
  private static final long GAP = 40_000;
  private static final List<String> UPSTREAMS = List.of("10.0.0.1:8080", REFUSING, "10.0.0.3:8080");
  private static final List<String> PATHS = List.of("/", "/cart", "/login", "/search");

  private Synthetic() {}

  /** A log for each tier. */
  public static List<EventSource> sources() {
    List<SpecificRecord> edge = new ArrayList<>();
    List<SpecificRecord> proxy = new ArrayList<>();
    List<SpecificRecord> app = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      Request request = new Request(i);
      edge.add(request.edge());
      proxy.add(request.proxy());
      if (!request.refused()) {
        app.add(request.app());
      }
    }
    return List.of(
        new ListSource("edge.log", Tier.EDGE, edge),
        new ListSource("proxy.log", Tier.PROXY, proxy),
        new ListSource("app.log", Tier.APP, app));
  }

  private record Request(int number) {

    long end() {
      return START + number * GAP + 20_000;
    }

    String upstream() {
      return UPSTREAMS.get(number % 3);
    }

    boolean refused() {
      long second = number * GAP / 1_000_000;
      return upstream().equals(REFUSING) && second >= 30 && second < 50;
    }

    String id() {
      return "request-" + number;
    }

    String ray() {
      return number % 7 == 0 ? "ray-" + number : "";
    }

    String path() {
      return PATHS.get(number / 3 % PATHS.size());
    }

    SpecificRecord edge() {
      return EdgeEvent.newBuilder()
          .setEventId(number)
          .setSource("edge.log")
          .setTime(end() + 5_000)
          .setStartTime(end() - 30_000)
          .setRequestId(id())
          .setRequestIdKind(RequestIdKind.REQUEST_ID)
          .setOtherId(ray())
          .setVendor("cloudflare")
          .setMethod("GET")
          .setHost("shop.example")
          .setPath(path())
          .setStatus(refused() ? 502 : 200)
          .setOriginStatus(refused() ? 502 : 200)
          .setOriginAddress("192.0.2.10")
          .setClientIp("198.51.100." + number % 200)
          .setEdgeLocation("FRA")
          .setDurationUs(35_000)
          .build();
    }

    SpecificRecord proxy() {
      return ProxyEvent.newBuilder()
          .setEventId(1_000_000 + number)
          .setSource("proxy.log")
          .setTime(end())
          .setStartTime(end() - 20_000)
          .setRequestId(id())
          .setRequestIdKind(RequestIdKind.REQUEST_ID)
          .setSoftware("nginx")
          .setClientIp("198.51.100." + number % 200)
          .setMethod("GET")
          .setHost("shop.example")
          .setPath(path())
          .setStatus(refused() ? 502 : 200)
          .setDurationUs(20_000)
          .setPool("app")
          .setAttemptsLogged(true)
          .setAttempts(List.of(attempt()))
          .setErrors(refused() ? List.of(error()) : List.of())
          .build();
    }

    private Attempt attempt() {
      return Attempt.newBuilder()
          .setAddress(upstream())
          .setPool("app")
          .setStatus(refused() ? 502 : 200)
          .setConnectUs(refused() ? -1 : 1_000)
          .setHeaderUs(refused() ? -1 : 15_000)
          .setResponseUs(refused() ? 1_000 : 18_000)
          .build();
    }

    private ErrorNote error() {
      return ErrorNote.newBuilder()
          .setTime(end())
          .setLevel("error")
          .setMessage("connect() failed (111: Connection refused) while connecting to upstream")
          .setAction("connecting to upstream")
          .setErrno(111)
          .setUpstream("http://" + upstream() + path())
          .build();
    }

    SpecificRecord app() {
      return AppEvent.newBuilder()
          .setEventId(2_000_000 + number)
          .setSource("app.log")
          .setTime(end() - 2_000)
          .setStartTime(end() - 16_000)
          .setRequestId(id())
          .setRequestIdKind(RequestIdKind.REQUEST_ID)
          .setKind(AppEventKind.REQUEST)
          .setService("shop")
          .setInstance(upstream())
          .setMethod("GET")
          .setPath(path())
          .setStatus(200)
          .setDurationUs(14_000)
          .build();
    }
  }
}

package io.badhop.streams.summarise;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.List;

/**
 * Events with times in milliseconds since {@link #START}. Identities come from the content, as
 * those of log lines do.
 */
final class Events {

  static final long START = 1_700_000_000_000_000L;
  static final String SITE = "default";
  static final String UPSTREAM = "10.0.0.1:80";

  private Events() {}

  static long at(double ms) {
    return START + Math.round(ms * 1_000);
  }

  private static long identity(Object... content) {
    long id = 17;
    for (Object part : content) {
      id = id * 0x9E3779B97F4A7C15L + part.hashCode();
    }
    return id;
  }

  static ProxyEvent proxy(String id, double start, double end, int status) {
    return proxy(id, start, end, status, UPSTREAM);
  }

  static ProxyEvent proxy(String id, double start, double end, int status, String upstream) {
    long took = Math.round((end - start) * 1_000);
    return ProxyEvent.newBuilder()
        .setEventId(identity("proxy", id, start, end, status))
        .setSource("nginx")
        .setTime(at(end))
        .setStartTime(at(start))
        .setDurationUs(took)
        .setRequestId(id)
        .setRequestIdKind(RequestIdKind.REQUEST_ID)
        .setSoftware("nginx")
        .setProxy("10.0.2.1")
        .setClientIp("192.0.2.7")
        .setMethod("GET")
        .setHost("shop.example.com")
        .setPath("/orders/42")
        .setStatus(status)
        .setPool("app")
        .setAttempts(new ArrayList<>(List.of(attempt(upstream, status == 499 ? 0 : status, took))))
        .setAttemptsLogged(true)
        .build();
  }

  static Attempt attempt(String address, int status, long took) {
    return Attempt.newBuilder()
        .setAddress(address)
        .setPool("app")
        .setStatus(status)
        .setConnectUs(status > 0 ? 300 : -1)
        .setHeaderUs(status > 0 ? took : -1)
        .setResponseUs(took)
        .build();
  }

  static EdgeEvent edge(String id, double start, double end, int status, int originStatus) {
    return EdgeEvent.newBuilder()
        .setEventId(identity("edge", id, start, end, status))
        .setSource("logpush")
        .setTime(at(end))
        .setStartTime(at(start))
        .setDurationUs(Math.round((end - start) * 1_000))
        .setRequestId(id)
        .setRequestIdKind(RequestIdKind.REQUEST_ID)
        .setVendor("cloudflare")
        .setMethod("GET")
        .setHost("shop.example.com")
        .setPath("/orders/42")
        .setStatus(status)
        .setOriginStatus(originStatus)
        .setOriginAddress("10.0.2.1")
        .setClientIp("192.0.2.7")
        .setEdgeLocation("FRA")
        .setCacheStatus("dynamic")
        .build();
  }

  static AppEvent app(String id, double start, double end, int status) {
    return AppEvent.newBuilder()
        .setEventId(identity("app", id, start, end, status))
        .setSource("shop")
        .setTime(at(end))
        .setStartTime(at(start))
        .setDurationUs(Math.round((end - start) * 1_000))
        .setRequestId(id)
        .setRequestIdKind(RequestIdKind.REQUEST_ID)
        .setKind(AppEventKind.REQUEST)
        .setService("shop")
        .setInstance("shop-1")
        .setMethod("GET")
        .setHost("shop.example.com")
        .setPath("/orders/42")
        .setStatus(status)
        .setLevel(status >= 500 ? "ERROR" : "INFO")
        .setMessage("request completed")
        .setExceptionType(status >= 500 ? "NullPointerException" : "")
        .build();
  }

  static AppEvent log(String id, double time, String level, String message) {
    return AppEvent.newBuilder()
        .setEventId(identity("log", id, time, message))
        .setSource("shop")
        .setTime(at(time))
        .setRequestId(id)
        .setRequestIdKind(RequestIdKind.REQUEST_ID)
        .setService("shop")
        .setInstance("shop-1")
        .setLevel(level)
        .setMessage(message)
        .build();
  }

  static ComponentEvent component(double time, String message) {
    return ComponentEvent.newBuilder()
        .setEventId(identity("component", time, message))
        .setSource("php-fpm")
        .setTier(Tier.APP)
        .setTime(at(time))
        .setKind(ComponentEventKind.POOL_FULL)
        .setComponent("www")
        .setMessage(message)
        .build();
  }

  /** The copy that ingest publishes under the second ID. */
  static ProxyEvent copyUnder(String other, ProxyEvent event) {
    return ProxyEvent.newBuilder(event)
        .setRequestId(other)
        .setOtherId(event.getRequestId())
        .setAlias(true)
        .build();
  }
}

package io.badhop.streams.replay;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.summarise.Exempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Made-up logs of an edge, a proxy and an application, told request by request. */
final class Story {

  static final long START = 1_760_000_000_000_000L;

  private final Map<Tier, List<Timed>> logs = new EnumMap<>(Tier.class);
  private long number;

  private record Timed(long time, SpecificRecord event) {}

  /** A request that ends at a second of the story; what is not said otherwise went well. */
  Request at(double second) {
    return new Request(++number, START + Math.round(second * 1e6));
  }

  /** What is said when these logs are read. */
  List<Escalation> told() {
    return told(Map.of());
  }

  /** The same where failures of some requests concern no user, by site. */
  List<Escalation> told(Map<String, Exempt> exempt) {
    List<EventSource> sources = new ArrayList<>();
    logs.forEach(
        (tier, events) -> {
          events.sort(Comparator.comparingLong(Timed::time));
          sources.add(
              new ListSource(tier + ".log", tier, events.stream().map(Timed::event).toList()));
        });
    try {
      return new OfflineReplay(ReplayConfig.DEFAULT.exempting(exempt))
          .run(sources, ReplayListener.NONE)
          .escalations();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void log(Tier tier, long time, SpecificRecord event) {
    logs.computeIfAbsent(tier, t -> new ArrayList<>()).add(new Timed(time, event));
  }

  /** One request on its way down; each tier that is named logs it. */
  final class Request {

    private final long number;
    private final long end;
    private String host = "shop.example";
    private String path = "/";
    private String client = "198.51.100.7";
    private String location = "FRA";
    private String pool = "app";
    private String upstream = "10.0.0.1:8080";
    private String software = "nginx";
    private long took = 20_000;
    private String id;
    private String ray = "";

    private Request(long number, long end) {
      this.number = number;
      this.end = end;
      this.id = "request-" + number;
    }

    Request of(String host, String path) {
      this.host = host;
      this.path = path;
      return this;
    }

    Request by(String client) {
      this.client = client;
      return this;
    }

    /** The client sends an ID of its own, and the same when it tries again. */
    Request again(String id) {
      this.id = id;
      return this;
    }

    /** The CDN leaves its mark in the proxy's record. */
    Request viaEdge() {
      this.ray = String.format(Locale.ROOT, "%016x", number);
      return this;
    }

    Request through(String location) {
      this.location = location;
      return this;
    }

    Request on(String pool, String upstream) {
      this.pool = pool;
      this.upstream = upstream;
      return this;
    }

    Request by(String software, long tookUs) {
      this.software = software;
      this.took = tookUs;
      return this;
    }

    /**
     * The edge logs it.
     *
     * @param originStatus what the proxy answered; 0 when it was not asked or did not answer
     */
    Request edge(int status, int originStatus) {
      EdgeEvent event =
          EdgeEvent.newBuilder()
              .setEventId(number)
              .setSource("EDGE.log")
              .setTime(end + 5_000)
              .setStartTime(end - took - 5_000)
              .setDurationUs(took + 10_000)
              .setRequestId(id)
              .setRequestIdKind(RequestIdKind.REQUEST_ID)
              .setVendor("cloudflare")
              .setClientIp(client)
              .setMethod("GET")
              .setHost(host)
              .setPath(path)
              .setStatus(status)
              .setOriginStatus(originStatus)
              .setOriginAddress("192.0.2.10")
              .setEdgeLocation(location)
              .build();
      log(Tier.EDGE, end + 5_000, event);
      return this;
    }

    /** The proxy logs it with the status that its upstream answered. */
    Request proxy(int status) {
      return proxy(status, status < 0 ? -1 : status, "");
    }

    /**
     * The proxy logs it.
     *
     * @param upstreamStatus what the upstream answered; -1 for no answer
     * @param termination HAProxy's termination state; empty for other proxies
     */
    Request proxy(int status, int upstreamStatus, String termination) {
      return proxy(
          status,
          termination,
          Attempt.newBuilder()
              .setAddress(upstream)
              .setPool(pool)
              .setStatus(upstreamStatus)
              .setConnectUs(300)
              .setHeaderUs(upstreamStatus < 0 ? -1 : took - 1_000)
              .setResponseUs(took)
              .build());
    }

    /** The proxy answers by itself; it asks no upstream. */
    Request refused(int status) {
      this.pool = "";
      return proxy(status, "");
    }

    /** The proxy logs it, with what it tried in order. */
    Request proxy(int status, String termination, Attempt... attempts) {
      ProxyEvent event =
          ProxyEvent.newBuilder()
              .setEventId(1_000_000_000 + number)
              .setSource("PROXY.log")
              .setTime(end)
              .setStartTime(end - took)
              .setDurationUs(took)
              .setRequestId(id)
              .setRequestIdKind(RequestIdKind.REQUEST_ID)
              .setOtherId(ray)
              .setSoftware(software)
              .setProxy("192.0.2.10")
              .setClientIp(client)
              .setMethod("GET")
              .setHost(host)
              .setPath(path)
              .setStatus(status)
              .setPool(pool)
              .setTermination(termination)
              .setAttemptsLogged(true)
              .setAttempts(List.of(attempts))
              .build();
      log(Tier.PROXY, end, event);
      return this;
    }

    /** The application logs it. */
    Request app(int status) {
      AppEvent event =
          AppEvent.newBuilder()
              .setEventId(2_000_000_000 + number)
              .setSource("APP.log")
              .setTime(end - 1_000)
              .setStartTime(end - took + 1_000)
              .setDurationUs(took - 2_000)
              .setRequestId(id)
              .setRequestIdKind(RequestIdKind.REQUEST_ID)
              .setKind(AppEventKind.REQUEST)
              .setService("shop")
              .setInstance(upstream)
              .setMethod("GET")
              .setPath(path)
              .setStatus(status)
              .setLevel(status >= 500 ? "ERROR" : "INFO")
              .setMessage("request completed")
              .build();
      log(Tier.APP, end - 1_000, event);
      return this;
    }
  }
}

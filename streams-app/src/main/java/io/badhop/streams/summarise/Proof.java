package io.badhop.streams.summarise;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.Exemplar;
import io.badhop.schemas.event.HopTiming;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.correlate.Exchange;
import java.util.ArrayList;
import java.util.List;

/** A failed exchange as proof: who asked for what, and what each hop says of it. */
final class Proof {

  private Proof() {}

  static Exemplar of(Exchange exchange, String upstream, List<String> evidence) {
    EdgeEvent edge = exchange.edge();
    ProxyEvent proxy = exchange.proxy();
    AppEvent app = exchange.closingApp();
    return new Exemplar(
        exchange.eventId(),
        exchange.requestId(),
        edge != null ? edge.getClientIp() : proxy != null ? proxy.getClientIp() : "",
        upstream,
        proxy != null ? proxy.getMethod() : edge != null ? edge.getMethod() : app.getMethod(),
        proxy != null ? proxy.getHost() : edge != null ? edge.getHost() : app.getHost(),
        proxy != null ? proxy.getPath() : edge != null ? edge.getPath() : app.getPath(),
        exchange.time(),
        new ArrayList<>(evidence),
        hops(exchange),
        exchange.view() == Tier.EDGE ? edge.getVendor() : proxy != null ? proxy.getSoftware() : "");
  }

  private static List<HopTiming> hops(Exchange exchange) {
    List<HopTiming> hops = new ArrayList<>();
    EdgeEvent edge = exchange.edge();
    if (edge != null) {
      String node =
          edge.getEdgeLocation().isEmpty()
              ? edge.getVendor()
              : edge.getVendor() + " " + edge.getEdgeLocation();
      String detail =
          edge.getOriginAddress().isEmpty()
              ? edge.getDetail()
              : "origin "
                  + edge.getOriginAddress()
                  + " "
                  + (edge.getOriginStatus() < 0 ? "" : edge.getOriginStatus());
      hops.add(
          new HopTiming(
              Tier.EDGE,
              node,
              edge.getTime(),
              edge.getDurationUs(),
              edge.getStatus(),
              detail.strip()));
    }
    if (exchange.proxy() != null) {
      proxy(hops, exchange.proxy());
    }
    for (AppEvent app : exchange.app()) {
      String detail =
          app.getExceptionType().isEmpty()
              ? app.getMessage()
              : app.getExceptionType() + ": " + app.getMessage();
      hops.add(
          new HopTiming(
              Tier.APP,
              app.getInstance(),
              app.getTime(),
              app.getDurationUs(),
              app.getStatus(),
              detail));
    }
    return hops;
  }

  private static void proxy(List<HopTiming> hops, ProxyEvent proxy) {
    List<String> said = new ArrayList<>();
    if (!proxy.getTermination().isEmpty()) {
      said.add(proxy.getTermination());
    }
    for (ErrorNote error : proxy.getErrors()) {
      said.add(
          error.getMessage() + (error.getAction().isEmpty() ? "" : " while " + error.getAction()));
    }
    String node = proxy.getProxy().isEmpty() ? proxy.getSoftware() : proxy.getProxy();
    hops.add(
        new HopTiming(
            Tier.PROXY,
            node,
            proxy.getTime(),
            proxy.getDurationUs(),
            proxy.getStatus(),
            String.join("; ", said)));
    for (Attempt attempt : proxy.getAttempts()) {
      String facts =
          "connect " + millis(attempt.getConnectUs()) + ", header " + millis(attempt.getHeaderUs());
      hops.add(
          new HopTiming(
              Tier.PROXY,
              "-> " + attempt.getAddress(),
              proxy.getTime(),
              attempt.getResponseUs(),
              attempt.getStatus(),
              facts));
    }
  }

  private static String millis(long micros) {
    return micros < 0 ? "-" : micros / 1000 + " ms";
  }
}

package io.badhop.streams.summarise;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.scan.RecordScan;
import io.badhop.streams.correlate.Exchange;
import io.badhop.streams.correlate.Fields;
import io.badhop.streams.diagnose.Diagnosis;
import io.badhop.streams.diagnose.HiddenFailure;
import java.util.List;

/** What an exchange is counted under. */
final class Words {

  /** Longest name of a host that DNS allows. */
  private static final int MAX_HOST = 253;

  private static final int TRACE_ID = 32;

  private Words() {}

  static String path(Exchange exchange, Routes routes) {
    return switch (exchange.view()) {
      case EDGE -> path(exchange.edge().getHost(), exchange.edge().getPath(), routes);
      case PROXY -> path(exchange.proxy().getHost(), exchange.proxy().getPath(), routes);
      case APP -> path(exchange.closingApp().getHost(), exchange.closingApp().getPath(), routes);
    };
  }

  static String path(String host, String path, Routes routes) {
    String given = routes.match(path);
    if (given == null) {
      return PathTemplates.of(host, path);
    }
    return host.length() <= MAX_HOST ? host + given : host.substring(0, MAX_HOST) + given;
  }

  static boolean isStatic(Exchange exchange) {
    return switch (exchange.view()) {
      case EDGE -> PathTemplates.isStatic(exchange.edge().getPath());
      case PROXY -> PathTemplates.isStatic(exchange.proxy().getPath());
      case APP -> PathTemplates.isStatic(exchange.closingApp().getPath());
    };
  }

  private static int status(Exchange exchange) {
    return switch (exchange.view()) {
      case EDGE -> exchange.edge().getStatus();
      case PROXY -> exchange.proxy().getStatus();
      case APP -> exchange.closingApp().getStatus();
    };
  }

  private static String host(Exchange exchange) {
    return switch (exchange.view()) {
      case EDGE -> exchange.edge().getHost();
      case PROXY -> exchange.proxy().getHost();
      case APP -> exchange.closingApp().getHost();
    };
  }

  /**
   * Whether a request came through a CDN: the proxy's record holds the ID that the CDN gave it. An
   * ID of 32 digits beside another is that of a distributed trace.
   */
  static boolean viaEdge(ProxyEvent proxy) {
    boolean other = !proxy.getOtherId().isEmpty() && proxy.getOtherId().length() != TRACE_ID;
    return other || proxy.getRequestIdKind() == RequestIdKind.EDGE_ID;
  }

  /** The same of a record where it stands. */
  static boolean viaEdge(RecordScan proxy) {
    return !proxy.isEmpty(Fields.OTHER_ID) && characters(proxy, Fields.OTHER_ID) != TRACE_ID
        || proxy.number(Fields.REQUEST_ID_KIND) == RequestIdKind.EDGE_ID.ordinal();
  }

  /** Characters of a text as Java counts them. */
  private static int characters(RecordScan event, int field) {
    byte[] bytes = event.bytes();
    int start = event.start(field);
    int characters = 0;
    for (int i = start; i < start + event.length(field); i++) {
      characters += (bytes[i] & 0xC0) == 0x80 ? 0 : (bytes[i] & 0xF8) == 0xF0 ? 2 : 1;
    }
    return characters;
  }

  /** The words of the cell that a failed exchange belongs to. */
  static FailureCell failure(Exchange exchange, Diagnosis diagnosis, Routes routes) {
    String pool = diagnosis.pool();
    String upstream = diagnosis.upstream().equals(pool) ? "" : diagnosis.upstream();
    return cell(
        exchange,
        routes,
        upstream,
        pool,
        diagnosis.cause(),
        diagnosis.faultDomain(),
        instance(exchange, diagnosis),
        false,
        diagnosis.triedBefore());
  }

  private static String instance(Exchange exchange, Diagnosis diagnosis) {
    if (!diagnosis.instance().isEmpty()) {
      return diagnosis.instance();
    }
    return exchange.app().stream()
        .map(AppEvent::getInstance)
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** The words of the cell of an attempt that a retry made good. */
  static FailureCell hidden(Exchange exchange, HiddenFailure hidden, Routes routes) {
    return cell(
        exchange,
        routes,
        hidden.upstream(),
        hidden.pool(),
        hidden.cause(),
        hidden.faultDomain(),
        "",
        true,
        List.of());
  }

  private static FailureCell cell(
      Exchange exchange,
      Routes routes,
      String upstream,
      String pool,
      Cause cause,
      FaultDomain domain,
      String instance,
      boolean hidden,
      List<String> triedBefore) {
    boolean edge = exchange.view() == Tier.EDGE;
    return new FailureCell(
        host(exchange),
        path(exchange, routes),
        pool,
        upstream,
        exchange.proxy() == null ? "" : exchange.proxy().getProxy(),
        edge ? exchange.edge().getOriginAddress() : "",
        edge ? exchange.edge().getEdgeLocation() : "",
        instance,
        status(exchange),
        cause,
        domain,
        0.0,
        hidden,
        isStatic(exchange),
        0L,
        0L,
        0L,
        -1L,
        -1L,
        List.of(),
        List.of(),
        0L,
        List.of(),
        List.of(),
        triedBefore);
  }
}

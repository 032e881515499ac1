package io.badhop.streams.summarise;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.scan.RecordScan;
import io.badhop.streams.correlate.Exchange;
import io.badhop.streams.correlate.Fields;
import io.badhop.streams.correlate.Fields.App;
import io.badhop.streams.correlate.Fields.Edge;
import io.badhop.streams.correlate.Fields.Proxy;
import io.badhop.streams.correlate.Fields.Try;
import io.badhop.streams.correlate.Tally;
import io.badhop.streams.diagnose.Diagnoser;
import io.badhop.streams.diagnose.Diagnosis;
import io.badhop.streams.diagnose.HiddenFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A bucket while it is being filled: with plain successes as they are read, and with what its
 * exchanges show when it has passed.
 */
final class BucketDraft implements Tally {

  /** One success in sixteen is joined to learn how well the tiers are logged. */
  private static final int SAMPLE = 16;

  private final long start;
  private final Tier view;
  private final Routes routes;
  private final Successes successes;
  private final Map<String, CellDraft> cells = new TreeMap<>();
  private final Pacing paces;
  private long exchanges;
  private long viaEdge;
  private long staticExchanges;
  private long staticFailures;
  private long succeededOnRetry;

  BucketDraft(long start, Tier view, Routes routes, Books books) {
    this.start = start;
    this.view = view;
    this.routes = routes;
    this.successes = new Successes(view, books);
    this.paces = new Pacing(view == Tier.APP ? KeyKind.INSTANCE : KeyKind.UPSTREAM);
  }

  long start() {
    return start;
  }

  Tier view() {
    return view;
  }

  /** Whether nothing was counted: then all that fell into it came late. */
  boolean isEmpty() {
    return exchanges == 0;
  }

  static boolean sampled(long eventId) {
    return Math.floorMod(CellDraft.mix(eventId), SAMPLE) == 0;
  }

  @Override
  public Answer take(RecordScan anchor) {
    return switch (view) {
      case EDGE -> edge(anchor);
      case PROXY -> proxy(anchor);
      case APP -> app(anchor);
    };
  }

  @Override
  public void rest() {
    successes.rest();
  }

  private Answer edge(RecordScan edge) {
    if (!Diagnoser.plainEdge(edge.number(Edge.STATUS))) {
      return Answer.TO_SEE;
    }
    successes.edge(edge);
    return counted(edge, Edge.PATH);
  }

  private Answer proxy(RecordScan proxy) {
    RecordScan last = Places.last(proxy);
    if (!plain(proxy, last)) {
      return Answer.TO_SEE;
    }
    viaEdge += Words.viaEdge(proxy) ? 1 : 0;
    String upstream = successes.proxy(proxy, last);
    long us = last == null ? -1 : last.number(Try.RESPONSE_US);
    paces.add(upstream, us >= 0 ? us : proxy.number(Proxy.DURATION_US));
    return counted(proxy, Proxy.PATH);
  }

  private static boolean plain(RecordScan proxy, RecordScan last) {
    boolean clean =
        proxy.isEmpty(Proxy.TERMINATION) || proxy.bytes()[proxy.start(Proxy.TERMINATION)] == '-';
    return clean
        && proxy.isEmpty(Proxy.ERRORS)
        && Diagnoser.plainProxy(
            proxy.number(Proxy.STATUS),
            proxy.number(Proxy.RETRIES),
            proxy.length(Proxy.ATTEMPTS),
            last == null ? 0 : last.number(Try.STATUS));
  }

  private Answer app(RecordScan app) {
    if (!Diagnoser.plainApp(app.number(App.STATUS))) {
      return Answer.TO_SEE;
    }
    paces.add(successes.app(app), app.number(App.DURATION_US));
    return counted(app, App.PATH);
  }

  private Answer counted(RecordScan anchor, int path) {
    exchanges++;
    boolean fixed = PathTemplates.isStatic(anchor.bytes(), anchor.start(path), anchor.length(path));
    staticExchanges += fixed ? 1 : 0;
    return sampled(anchor.number(Fields.EVENT_ID)) ? Answer.COUNTED_TO_FINISH : Answer.COUNTED;
  }

  void success(Exchange exchange, Diagnosis diagnosis) {
    exchange(exchange);
    switch (view) {
      case EDGE -> successes.add(exchange.edge());
      case PROXY -> successes.add(exchange.proxy());
      case APP -> successes.add(exchange.closingApp());
    }
    succeededOnRetry += diagnosis.hidden().isEmpty() ? 0 : 1;
    for (HiddenFailure hidden : diagnosis.hidden()) {
      cell(Words.hidden(exchange, hidden, routes)).add(exchange, asDiagnosis(hidden));
    }
  }

  /** An exchange that tells of no failure of this view, and is no proof of its health either. */
  void exchange(Exchange exchange) {
    exchanges++;
    viaEdge += view == Tier.PROXY && Words.viaEdge(exchange.proxy()) ? 1 : 0;
    staticExchanges += Words.isStatic(exchange) ? 1 : 0;
  }

  void failure(Exchange exchange, Diagnosis diagnosis) {
    exchange(exchange);
    staticFailures += Words.isStatic(exchange) ? 1 : 0;
    cell(Words.failure(exchange, diagnosis, routes)).add(exchange, diagnosis);
  }

  private CellDraft cell(FailureCell words) {
    return cells.computeIfAbsent(CellDraft.name(words), key -> new CellDraft(words));
  }

  private static Diagnosis asDiagnosis(HiddenFailure hidden) {
    return new Diagnosis(
        true,
        true,
        hidden.faultDomain(),
        hidden.cause(),
        hidden.confidence(),
        hidden.evidence(),
        hidden.upstream(),
        hidden.pool(),
        "",
        hidden.durationUs(),
        false,
        true,
        List.of(),
        List.of());
  }

  Bucket build() {
    List<FailureCell> failures = new ArrayList<>(cells.size());
    cells.values().forEach(cell -> failures.add(cell.build()));
    return new Bucket(
        start,
        view,
        exchanges,
        staticExchanges,
        staticFailures,
        succeededOnRetry,
        successes.build(),
        failures,
        viaEdge,
        paces.build());
  }
}

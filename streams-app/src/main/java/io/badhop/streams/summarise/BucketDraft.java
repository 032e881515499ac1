package io.badhop.streams.summarise;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.correlate.Exchange;
import io.badhop.streams.correlate.Tally;
import io.badhop.streams.diagnose.Diagnoser;
import io.badhop.streams.diagnose.Diagnosis;
import io.badhop.streams.diagnose.HiddenFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

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
  public Answer take(SpecificRecord anchor) {
    return switch (view) {
      case EDGE -> take((EdgeEvent) anchor);
      case PROXY -> take((ProxyEvent) anchor);
      case APP -> take((AppEvent) anchor);
    };
  }

  private Answer take(EdgeEvent edge) {
    if (!Diagnoser.plain(edge)) {
      return Answer.TO_SEE;
    }
    exchange(edge.getPath());
    successes.add(edge);
    return counted(edge.getEventId());
  }

  private Answer take(ProxyEvent proxy) {
    if (!Diagnoser.plain(proxy)) {
      return Answer.TO_SEE;
    }
    exchange(proxy.getPath());
    viaEdge += Words.viaEdge(proxy) ? 1 : 0;
    successes.add(proxy);
    paces.add(Places.upstream(proxy), took(proxy));
    return counted(proxy.getEventId());
  }

  private Answer take(AppEvent app) {
    if (!Diagnoser.plain(app)) {
      return Answer.TO_SEE;
    }
    exchange(app.getPath());
    successes.add(app);
    paces.add(app.getInstance(), app.getDurationUs());
    return counted(app.getEventId());
  }

  private static long took(ProxyEvent proxy) {
    List<Attempt> attempts = proxy.getAttempts();
    long us = attempts.isEmpty() ? -1 : attempts.get(attempts.size() - 1).getResponseUs();
    return us >= 0 ? us : proxy.getDurationUs();
  }

  private static Answer counted(long eventId) {
    return sampled(eventId) ? Answer.COUNTED_TO_FINISH : Answer.COUNTED;
  }

  private void exchange(String path) {
    exchanges++;
    staticExchanges += PathTemplates.isStatic(path) ? 1 : 0;
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

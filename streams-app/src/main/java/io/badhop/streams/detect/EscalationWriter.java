package io.badhop.streams.detect;

import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Exemplar;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.LatencyBins;
import io.badhop.schemas.event.Percentiles;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Retries;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.Timings;
import io.badhop.streams.diagnose.Remedies;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Puts an incident into the words of an escalation: everything that the person who gets it needs to
 * act.
 */
final class EscalationWriter {

  private static final int MAX_EVIDENCE = 8;
  private static final int MAX_EXEMPLAR_EVIDENCE = 4;

  private static final LogarithmicMapping BINS = new LogarithmicMapping(0.02);

  private final String site;
  private final DetectConfig config;
  private final IncidentWords words;

  EscalationWriter(String site, DetectConfig config, SiteFacts facts) {
    this.site = site;
    this.config = config;
    this.words = new IncidentWords(facts);
  }

  /** Writes the next escalation of an incident and remembers what it said. */
  Escalation write(Incident incident, Verdict verdict, Phase phase, long slot) {
    IncidentState state = incident.state();
    Escalation escalation = new Escalation();
    escalation.setIncidentId(state.getId());
    escalation.setSite(site);
    escalation.setSequence(state.getPublished());
    escalation.setPhase(phase);
    escalation.setSeverity(state.getSeverity());
    escalation.setEventTimeMs(Slots.endMs(slot));
    escalation.setFirstFailureMs(Slots.startMs(state.getFirstSlot()));
    escalation.setLastFailureMs(Slots.startMs(state.getLastSlot()));
    escalation.setFaultDomain(verdict.faultDomain());
    escalation.setCause(verdict.cause());
    escalation.setConfidence(Math.round(verdict.confidence() * 100) / 100.0);
    escalation.setKey(state.getKey());
    escalation.setKeyAnd(state.getKeyAnd());
    escalation.setExplains(incident.lines());
    numbers(escalation, state);
    escalation.setUsers(words.users(incident));
    proof(escalation, state);
    escalation.setEvidence(evidence(incident, verdict));
    act(escalation, incident, verdict);
    remember(incident, verdict, slot);
    return escalation;
  }

  private static void remember(Incident incident, Verdict verdict, long slot) {
    IncidentState state = incident.state();
    state.setPublished(state.getPublished() + 1);
    state.setSaidCause(verdict.cause());
    state.setSaidDomain(verdict.faultDomain());
    state.setSaidKey(state.getKey());
    state.setSaidSlot(slot);
    state.setSaidFailed(state.getFailed());
    state.setSaidExplains(incident.lines().size());
  }

  private static void numbers(Escalation escalation, IncidentState state) {
    escalation.setFailed(state.getHidden() ? state.getHiddenFailures() : state.getFailed());
    escalation.setTotal(Math.max(escalation.getFailed(), state.getTotal()));
    escalation.setBaselineRatio(state.getBaselineRatio());
    escalation.setStatuses(new TreeMap<>(state.getStatuses()));
    escalation.setStaticRatio(ratio(state.getStaticFailed(), state.getStaticTotal()));
    escalation.setDynamicRatio(ratio(state.getDynamicFailed(), state.getDynamicTotal()));
    escalation.setRetries(
        new Retries(
            state.getRetried(),
            state.getHiddenFailures(),
            state.getInstant(),
            IncidentWords.constantDuration(state)));
  }

  private static double ratio(long part, long whole) {
    return whole <= 0
        ? 0
        : Math.round(Math.min(1, Math.max(0, (double) part / whole)) * 10_000) / 10_000.0;
  }

  private static void proof(Escalation escalation, IncidentState state) {
    escalation.setRequestIds(distinct(state, Exemplar::getRequestId));
    escalation.setClientIps(distinct(state, Exemplar::getClientIp));
    Set<String> upstreams = new TreeSet<>(state.getUpstreams());
    escalation.setUpstreamIps(new ArrayList<>(upstreams));
    escalation.setTimings(timings(state.getLatencies()));
    escalation.setSampleTrace(
        new ArrayList<>(state.getExemplars().isEmpty() ? List.of() : richest(state).getHops()));
  }

  /** The exemplar that shows most hops; of equals the first. */
  private static Exemplar richest(IncidentState state) {
    Exemplar richest = state.getExemplars().get(0);
    for (Exemplar exemplar : state.getExemplars()) {
      richest = exemplar.getHops().size() > richest.getHops().size() ? exemplar : richest;
    }
    return richest;
  }

  private static List<String> distinct(IncidentState state, Function<Exemplar, String> field) {
    return new ArrayList<>(
        state.getExemplars().stream()
            .map(field)
            .filter(value -> !value.isEmpty())
            .distinct()
            .toList());
  }

  private static Timings timings(List<LatencyBins> latencies) {
    Timings timings = new Timings();
    for (LatencyBins bins : latencies) {
      switch (bins.getHop()) {
        case "edge" -> timings.setEdge(percentiles(bins));
        case "proxy" -> timings.setProxy(percentiles(bins));
        case "connect" -> timings.setUpstreamConnect(percentiles(bins));
        case "header" -> timings.setUpstreamHeader(percentiles(bins));
        case "response" -> timings.setUpstreamResponse(percentiles(bins));
        case "app" -> timings.setApp(percentiles(bins));
        default -> throw new IllegalArgumentException("no such hop: " + bins.getHop());
      }
    }
    return timings;
  }

  private static Percentiles percentiles(LatencyBins bins) {
    long count = bins.getCounts().stream().mapToLong(Long::longValue).sum();
    return new Percentiles(
        count,
        quantile(bins, count, 0.5),
        quantile(bins, count, 0.95),
        quantile(bins, count, 0.99),
        bins.getMaxUs());
  }

  private static long quantile(LatencyBins bins, long count, double q) {
    long rank = (long) Math.ceil(q * count);
    long seen = 0;
    for (int i = 0; i < bins.getBins().size(); i++) {
      seen += bins.getCounts().get(i);
      if (seen >= rank) {
        return Math.min(bins.getMaxUs(), Math.round(BINS.value(bins.getBins().get(i))));
      }
    }
    return bins.getMaxUs();
  }

  private List<String> evidence(Incident incident, Verdict verdict) {
    IncidentState state = incident.state();
    Set<String> evidence = new LinkedHashSet<>();
    boolean overruled = verdict.cause() != incident.cause();
    if (overruled) {
      evidence.addAll(verdict.evidence());
    }
    said(state, 0).limit(MAX_EXEMPLAR_EVIDENCE).forEach(evidence::add);
    evidence.addAll(verdict.evidence());
    said(state, 1).limit(2).forEach(evidence::add);
    evidence.addAll(state.getNotes());
    if (!Causes.silence(verdict.cause())) {
      evidence.addAll(words.history(incident, verdict.cause(), software(state)));
    }
    return new ArrayList<>(evidence.stream().limit(MAX_EVIDENCE).toList());
  }

  /** The strongest, or next strongest, that is said of each exemplar; the same words once. */
  private static Stream<String> said(IncidentState state, int rank) {
    return state.getExemplars().stream()
        .flatMap(exemplar -> exemplar.getEvidence().stream().skip(rank).limit(1))
        .distinct();
  }

  private void act(Escalation escalation, Incident incident, Verdict verdict) {
    IncidentState state = incident.state();
    Cause cause = verdict.cause();
    escalation.setQuickFix(Remedies.quickFix(cause, software(state)));
    escalation.setRunbookUrl(
        config.runbookUrl().isEmpty()
            ? ""
            : config.runbookUrl() + cause.name().toLowerCase(Locale.ROOT));
    escalation.setReproduce(
        state.getExemplars().isEmpty() ? "" : reproduce(state, richest(state), cause));
  }

  private static String software(IncidentState state) {
    return state.getExemplars().stream()
        .map(Exemplar::getSoftware)
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String reproduce(IncidentState state, Exemplar exemplar, Cause cause) {
    boolean edge = state.getView() == Tier.EDGE;
    Key key = state.getKey();
    String target =
        edge && key.getKind() == KeyKind.ORIGIN ? key.getValue() : exemplar.getUpstream();
    return Remedies.reproduce(
        exemplar.getMethod(),
        exemplar.getHost(),
        exemplar.getPath(),
        target,
        cause,
        exemplar.getRequestId());
  }
}

package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.CauseTally;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is held to be behind an incident, once history has had its say.
 *
 * @param cause cause
 * @param faultDomain hop that has to be mended
 * @param confidence 0 to 1
 * @param evidence what history adds, strongest first
 */
record Verdict(Cause cause, FaultDomain faultDomain, double confidence, List<String> evidence) {

  private static final Set<Cause> STARVED =
      EnumSet.of(
          Cause.RESPONSE_TIMEOUT,
          Cause.CONNECTION_REFUSED,
          Cause.CONNECT_TIMEOUT,
          Cause.CONNECTION_RESET,
          Cause.APP_UNAVAILABLE);
  private static final Set<Cause> CUT =
      EnumSet.of(Cause.RESPONSE_TIMEOUT, Cause.CONNECTION_RESET, Cause.PREMATURE_CLOSE);
  private static final Set<Cause> UNREACHED =
      EnumSet.of(Cause.CONNECTION_REFUSED, Cause.CONNECT_TIMEOUT, Cause.TLS_FAILURE);

  /** Nothing is said about "never" in the first ten minutes of watching (DESIGN). */
  private static final long NEVER_AFTER = 10 * 60 * 4;

  private static final long COMPONENT_BEFORE = 120;
  private static final int MAX_SENTENCES = 3;

  /** A proxy takes its new configuration within a few seconds. */
  private static final long RELOAD_BEFORE = 20;

  private static final double CIRCUMSTANTIAL = 0.75;

  Verdict {
    evidence = List.copyOf(evidence);
  }

  static Verdict of(Incident incident, SiteFacts facts, Board board, long now) {
    Verdict weighed =
        Recollection.of(incident, weigh(incident, facts, board, now), facts, board.frontier());
    return new Verdict(
        weighed.cause, weighed.faultDomain, Certainty.of(weighed.confidence), weighed.evidence);
  }

  private static Verdict weigh(Incident incident, SiteFacts facts, Board board, long now) {
    CauseTally leading = incident.leading();
    List<ComponentEvent> components =
        facts.about(incident, incident.state().getFirstSlot() - COMPONENT_BEFORE, now);
    List<String> words = new ArrayList<>();
    for (ComponentEvent event : components) {
      if (telling(event, incident)
          && words.size() < MAX_SENTENCES
          && !words.contains(sentence(event))) {
        words.add(sentence(event));
      }
    }
    words.addAll(facts.clocks().words(incident.state()));
    Cause cause = leading.getCause();
    double confidence = share(incident, leading) * leading.getConfidence();
    if (STARVED.contains(cause) && said(components, ComponentEventKind.POOL_FULL)) {
      return new Verdict(Cause.POOL_EXHAUSTED, FaultDomain.APP, Math.max(confidence, 0.9), words);
    }
    if (CUT.contains(cause) && said(components, ComponentEventKind.WORKER_TIMEOUT)) {
      return new Verdict(Cause.WORKER_TIMEOUT, FaultDomain.APP, Math.max(confidence, 0.9), words);
    }
    if (mayBeFull(incident, leading)
        && said(components, ComponentEventKind.CONNECTIONS_EXHAUSTED)) {
      return new Verdict(
          Cause.PROXY_EXHAUSTED, FaultDomain.PROXY, Math.max(confidence, 0.8), words);
    }
    Optional<Verdict> told =
        ServerNews.tell(incident, components, confidence, words)
            .or(() -> Listening.tell(incident, components, confidence, now));
    if (told.isPresent()) {
      return told.get();
    }
    if (UNREACHED.contains(cause)) {
      Optional<Verdict> moved = moved(incident, facts, board, now, confidence, words);
      if (moved.isPresent()) {
        return moved.get();
      }
    }
    return new Verdict(cause, leading.getFaultDomain(), confidence, words);
  }

  /**
   * True for a symptom, and where an edge got nothing from the proxies or waited in vain: a proxy
   * that has no worker or connection left answers nothing, or leaves new ones in its backlog.
   */
  private static boolean mayBeFull(Incident incident, CauseTally leading) {
    Cause cause = leading.getCause();
    boolean waitedFor =
        incident.state().getView() == Tier.EDGE
            && cause == Cause.RESPONSE_TIMEOUT
            && leading.getFaultDomain() == FaultDomain.UNKNOWN;
    return Causes.symptom(cause) || cause == Cause.ORIGIN_UNREACHABLE || waitedFor;
  }

  /** An address that took the place of one that answered, or one that never answered at all. */
  private static Optional<Verdict> moved(
      Incident incident,
      SiteFacts facts,
      Board board,
      long now,
      double confidence,
      List<String> words) {
    List<String> upstreams = incident.state().getUpstreams();
    if (upstreams.isEmpty() || !upstreams.stream().allMatch(facts::neverAnswered)) {
      return Optional.empty();
    }
    long first = incident.state().getFirstSlot();
    List<String> evidence = new ArrayList<>();
    long until = Rewritten.asked(incident.state(), now);
    Optional<String> before = Predecessor.of(incident, board, first, until);
    if (before.isEmpty() && !facts.answersSeen()) {
      return redirected(incident, facts, confidence, words);
    }
    if (before.isPresent()) {
      boolean named =
          !Rewritten.by(incident.state(), before.get(), board, until)
              && reload(incident, facts).isEmpty();
      evidence.add(
          upstreams.get(0)
              + " never answered; until the failures began these requests went to "
              + before.get()
              + ", which answered");
      evidence.addAll(words);
      return Optional.of(
          named
              ? new Verdict(
                  Cause.DNS_DRIFT, FaultDomain.UPSTREAM_LINK, Math.max(confidence, 0.8), evidence)
              : new Verdict(
                  Cause.WRONG_UPSTREAM_ADDRESS,
                  FaultDomain.PROXY,
                  Math.max(confidence, 0.8),
                  evidence));
    }
    if (facts.watchedBefore(first) < NEVER_AFTER) {
      return Optional.empty();
    }
    evidence.add(
        upstreams.get(0)
            + " has not answered once in "
            + facts.watchedBefore(first) / 240
            + " minutes of watching");
    evidence.addAll(words);
    return Optional.of(
        new Verdict(
            Cause.WRONG_UPSTREAM_ADDRESS, FaultDomain.PROXY, Math.max(confidence, 0.8), evidence));
  }

  /**
   * Where the log names upstreams in its errors only it cannot be seen who served before. But when
   * the proxy read its configuration anew right before the first failure, and that was no upstream
   * going down, the new configuration is to blame.
   */
  private static Optional<Verdict> redirected(
      Incident incident, SiteFacts facts, double confidence, List<String> words) {
    return reload(incident, facts)
        .map(
            event -> {
              List<String> evidence = new ArrayList<>();
              evidence.add(
                  "the proxy read its configuration anew right before the first failure; "
                      + incident.state().getUpstreams().get(0)
                      + " was not seen to answer");
              evidence.addAll(words);
              return new Verdict(
                  Cause.WRONG_UPSTREAM_ADDRESS,
                  FaultDomain.PROXY,
                  Math.min(confidence, CIRCUMSTANTIAL),
                  evidence);
            });
  }

  /** The proxy's reading of its configuration right before the first failure, if there was one. */
  private static Optional<ComponentEvent> reload(Incident incident, SiteFacts facts) {
    long first = incident.state().getFirstSlot();
    return facts.about(incident, first - RELOAD_BEFORE, first).stream()
        .filter(event -> event.getKind() == ComponentEventKind.RELOADED)
        .filter(event -> event.getTier() == Tier.PROXY)
        .findFirst();
  }

  private static boolean said(List<ComponentEvent> components, ComponentEventKind kind) {
    return components.stream().anyMatch(event -> event.getKind() == kind);
  }

  /**
   * A restart tells only when the failures began with it; what starves requests tells for longer.
   */
  private static boolean telling(ComponentEvent event, Incident incident) {
    if (event.getKind() == ComponentEventKind.OTHER
        || event.getKind() == ComponentEventKind.SLOW_REQUEST
        || event.getKind() == ComponentEventKind.UPSTREAM_ERROR) {
      return false;
    }
    return !SiteFacts.restart(event.getKind())
        || Math.abs(Slots.of(event.getTime()) - incident.state().getFirstSlot())
            <= SiteFacts.RESTART_BEFORE;
  }

  private static String sentence(ComponentEvent event) {
    String name = event.getComponent().isEmpty() ? event.getSource() : event.getComponent();
    return name + ": " + event.getMessage();
  }

  /** Full confidence where all failures agree, down to seven tenths of it where hardly any does. */
  private static double share(Incident incident, CauseTally leading) {
    long origins =
        incident.state().getCauses().stream()
            .filter(
                tally -> !Causes.symptom(tally.getCause()) || Causes.symptom(leading.getCause()))
            .mapToLong(CauseTally::getCount)
            .sum();
    return origins == 0 ? 1 : 0.7 + 0.3 * leading.getCount() / origins;
  }
}

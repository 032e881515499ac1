package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.CauseTally;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.LossState;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Severity;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Traffic of a view that is lost in part: all of it falls far below what came before, or none comes
 * through one proxy or one location of the edge while the rest goes on. Nobody is woken for that:
 * routing, deployments and campaigns move traffic, too.
 */
final class Losses {

  private static final double CONFIDENCE = 0.6;

  private static final Verdict LOST =
      new Verdict(Cause.TRAFFIC_LOST, FaultDomain.UNKNOWN, CONFIDENCE, List.of());

  /** Two minutes: a proxy that restarts is back by then. */
  private static final long SHORTEST = 2 * 60 * 4;

  /** After six hours what is left is what is usual. */
  private static final long LONGEST = 6 * 60 * 240L;

  private final Tier view;
  private final Clusters clusters;
  private final EscalationWriter writer;
  private final Map<KeyId, LossState> open = new TreeMap<>();

  Losses(Tier view, Clusters clusters, EscalationWriter writer) {
    this.view = view;
    this.clusters = clusters;
    this.writer = writer;
  }

  /**
   * What there is to say at the end of 10 s.
   *
   * @param stopped true while all traffic has stopped, which is another incident's to say
   */
  List<Escalation> watch(Flows flows, boolean stopped, long slot) {
    List<Escalation> said = new ArrayList<>();
    for (KeyId key : List.copyOf(open.keySet())) {
      ended(flows, key, slot).ifPresent(said::add);
    }
    Flow.Loss fall = flows.of(KeyId.ALL).fall(flows.number());
    if (fall != null) {
      boolean usual = flows.usuallyFalls();
      flows.fell();
      if (!stopped && !usual && !open.containsKey(KeyId.ALL)) {
        said.add(fell(fall, slot));
      }
    }
    if (!stopped && fall == null && !open.containsKey(KeyId.ALL)) {
      for (KeyId part : flows.parts()) {
        silent(flows, part, slot).ifPresent(said::add);
      }
    }
    return said;
  }

  private Escalation fell(Flow.Loss fall, long slot) {
    String words =
        String.format(
            Locale.ROOT,
            "only %d exchanges in %s, where as long a time before had %d at the least",
            fall.came(),
            time(fall.slots()),
            fall.due());
    return opened(KeyId.ALL, fall, Severity.WARNING, words, slot);
  }

  private Optional<Escalation> silent(Flows flows, KeyId part, long slot) {
    Flow.Loss loss = open.containsKey(part) ? null : flows.of(part).silence(flows.number());
    if (loss == null
        || loss.slots() < SHORTEST
        || slot - flows.of(KeyId.ALL).lastTraffic() > Flow.BASE) {
      return Optional.empty();
    }
    Flow all = flows.of(KeyId.ALL);
    boolean moved = all.came(loss.length()) >= all.due(loss.length()) - loss.due() / 2;
    String words =
        String.format(
            Locale.ROOT,
            "nothing came through %s for %s, where %d exchanges were due; %s",
            part,
            time(loss.slots()),
            loss.due(),
            moved ? "the others carry its share" : "its share is missing from the whole");
    return Optional.of(opened(part, loss, moved ? Severity.INFO : Severity.WARNING, words, slot));
  }

  private Escalation opened(KeyId key, Flow.Loss loss, Severity severity, String words, long slot) {
    IncidentState state =
        IncidentState.newBuilder()
            .setId(clusters.id(KeyId.of(KeyKind.SOURCE, "lost " + key), slot))
            .setView(view)
            .setKey(key.key())
            .setSeverity(severity)
            .setOpenedSlot(slot)
            .setFirstSlot(slot - loss.slots())
            .setLastSlot(slot)
            .setTotalledSlot(slot)
            .setStatuses(new TreeMap<>())
            .build();
    state.getCauses().add(new CauseTally(LOST.cause(), LOST.faultDomain(), 1L, CONFIDENCE));
    Incident incident = new Incident(state);
    incident.note(words);
    open.put(key, new LossState(state, loss.length(), loss.due()));
    return writer.write(incident, LOST, Phase.OPENED, slot);
  }

  /** Over when half of what was due comes again, or when the loss has become what is usual. */
  private Optional<Escalation> ended(Flows flows, KeyId key, long slot) {
    LossState loss = open.get(key);
    IncidentState state = loss.getIncident();
    if (!Flow.ended(loss.getLength(), flows.number())) {
      return Optional.empty();
    }
    boolean back = 2 * flows.of(key).came(loss.getLength()) >= loss.getDue();
    boolean usual = slot - state.getOpenedSlot() >= LONGEST;
    if (!back && !usual) {
      state.setLastSlot(slot);
      return Optional.empty();
    }
    open.remove(key);
    Incident incident = new Incident(state);
    if (!back) {
      incident.note("it did not come back in six hours, and is taken for what is usual");
    }
    return Optional.of(writer.write(incident, LOST, Phase.RESOLVED, slot));
  }

  /** Some seconds or minutes, in words. */
  static String time(long slots) {
    long seconds = slots / 4;
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }

  /** True while no traffic is lost. */
  boolean none() {
    return open.isEmpty();
  }

  List<LossState> state() {
    return new ArrayList<>(open.values());
  }

  void restore(List<LossState> saved) {
    saved.forEach(loss -> open.put(KeyId.of(loss.getIncident().getKey(), null), loss));
  }
}

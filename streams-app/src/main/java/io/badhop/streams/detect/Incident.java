package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.CauseTally;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.LatencyBins;
import io.badhop.schemas.event.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Clusters with one explanation: which failures belong to it, and what they add up to. Its identity
 * is fixed at its opening; its key and its cause are what is known so far and may be corrected.
 */
final class Incident {

  private static final int MAX_EXEMPLARS = 10;
  static final int MAX_NAMES = 20;

  private static final int MAX_NOTES = 8;

  private final IncidentState state;
  private final CauseTallies tallies;
  private final IncidentKeys keys;

  Incident(IncidentState state) {
    this.state = state;
    this.tallies = new CauseTallies(state);
    this.keys = new IncidentKeys(state);
  }

  String id() {
    return state.getId();
  }

  IncidentState state() {
    return state;
  }

  boolean open() {
    return state.getOpen();
  }

  KeyId key() {
    return keys.key();
  }

  /** Its key and those besides: what lies under one of them is its own. */
  Set<KeyId> keys() {
    return keys.own();
  }

  /** What the incident explains: the keys besides its own, then those inside. */
  List<Key> lines() {
    return keys.lines();
  }

  /** Corrects what the incident is keyed by. */
  void rekey(Explanation found) {
    keys.rekey(found);
  }

  /** Gathers another cluster under the key that the incident has. */
  void gather(Explanation found) {
    keys.gather(found);
  }

  /** Names its paths anew. */
  void renamePaths(UnaryOperator<String> name) {
    state.setPaths(
        new ArrayList<>(state.getPaths().stream().map(name).distinct().sorted().toList()));
  }

  /** Upstreams that fail because they carry the load of the incident's own. */
  void overloads(List<KeyId> upstreams) {
    for (KeyId upstream : upstreams) {
      if (!state.getFollowers().contains(upstream.key())) {
        state.getFollowers().add(upstream.key());
      }
    }
  }

  /**
   * True when a failure lies under one of the incident's keys and its cause fits; or is what
   * follows when the incident has taken a pool's members out.
   */
  boolean takes(Cell cell) {
    if (Causes.silence(cause())) {
      return false;
    }
    if (followsFrom(cell)) {
      return true;
    }
    return alike(cell.cause()) && cell.keys.stream().anyMatch(keys.own()::contains);
  }

  /**
   * "No live upstreams" in a pool whose members the incident's failures took out, or a neighbour
   * that their load overwhelmed.
   */
  boolean followsFrom(Cell cell) {
    return overwhelmed(cell.data)
        || cell.cause() == Cause.NO_HEALTHY_UPSTREAM
            && cause() != Cause.NO_HEALTHY_UPSTREAM
            && !cell.data.getPool().isEmpty()
            && state.getPools().contains(cell.data.getPool());
  }

  private boolean overwhelmed(FailureCell data) {
    return !state.getFollowers().isEmpty()
        && Causes.overload(data.getCause())
        && state.getFollowers().contains(new Key(KeyKind.UPSTREAM, data.getUpstream()));
  }

  /**
   * True when failures of the cause belong to this trouble: by what is known of it now, or because
   * its own were counted so before their diagnosis was complete.
   */
  boolean alike(Cause cause) {
    return Causes.alike(cause, cause()) || state.getCountedAs().contains(cause);
  }

  /** Takes a failure into the incident. */
  void absorb(Cell cell) {
    boolean consequence = followsFrom(cell);
    cell.owner = this;
    FailureCell data = cell.data;
    if (cell.slot > state.getLastSlot()) {
      state.setLongestGap(Math.max(state.getLongestGap(), cell.slot - state.getLastSlot()));
      if (state.getWellSince() != Slots.NONE) {
        long lull = cell.slot - state.getWellSince();
        state.setLongestLull(Math.max(state.getLongestLull(), lull));
        state.setWellSince(Slots.NONE);
      }
    }
    state.setFirstSlot(Math.min(state.getFirstSlot(), cell.slot));
    if (cell.slot >= state.getLastSlot()) {
      state.setLastSlot(cell.slot);
      state.setTotal(state.getTotal() + state.getSuccessesSinceFailure());
      state.setSuccessesSinceFailure(0);
      state.setTrafficSinceFailure(0);
    }
    state.setTotal(state.getTotal() + data.getCount());
    if (cell.hidden()) {
      state.setHiddenFailures(state.getHiddenFailures() + data.getCount());
    } else {
      state.setHidden(false);
      state.setFailed(state.getFailed() + data.getCount());
      state.setClients(Buckets.least(state.getClients(), data.getClients()));
      state.setRequests(Buckets.least(state.getRequests(), data.getRequests()));
      state.getStatuses().merge(Integer.toString(data.getStatus()), data.getCount(), Long::sum);
    }
    if (!overwhelmed(data)) {
      tallies.add(data.getCause(), data.getFaultDomain(), data.getCount(), data.getConfidence());
    }
    if (!consequence && !state.getCountedAs().contains(data.getCause())) {
      state.getCountedAs().add(data.getCause());
    }
    if (!consequence) {
      keepProof(data);
    }
  }

  /** Proof is taken from the origin's own failures: what follows from them shows a symptom. */
  private void keepProof(FailureCell data) {
    remember(state.getPools(), data.getPool());
    remember(state.getUpstreams(), data.getUpstream());
    data.getTriedBefore().forEach(tried -> remember(state.getUpstreams(), tried));
    remember(state.getPaths(), data.getPath());
    state.setExemplars(Buckets.exemplars(state.getExemplars(), data.getExemplars(), MAX_EXEMPLARS));
    Distributions.add(state.getLatencies(), data.getLatencies());
    state.setRetried(state.getRetried() + data.getRetried());
    state.setViaEdgeFailed(state.getViaEdgeFailed() + data.getViaEdge());
    state.setInstant(state.getInstant() + data.getInstant());
    if (data.getMaxDurationUs() >= 0 && !Causes.symptom(data.getCause())) {
      state.setMinDurationUs(Buckets.least(state.getMinDurationUs(), data.getMinDurationUs()));
      state.setMaxDurationUs(Math.max(state.getMaxDurationUs(), data.getMaxDurationUs()));
    }
  }

  private static void remember(List<String> names, String name) {
    if (!name.isEmpty() && !names.contains(name) && names.size() < MAX_NAMES) {
      names.add(name);
      names.sort(Comparator.naturalOrder());
    }
  }

  /** Moves failures from the cause first counted to the one that a complete diagnosis found. */
  void refine(Cause was, FaultDomain wasDomain, FailureCell becomes) {
    if (overwhelmed(becomes)) {
      return;
    }
    if (becomes.getCause() != was || becomes.getFaultDomain() != wasDomain) {
      tallies.add(was, wasDomain, -becomes.getCount(), 0);
      tallies.add(
          becomes.getCause(),
          becomes.getFaultDomain(),
          becomes.getCount(),
          becomes.getConfidence());
    }
    remember(state.getPools(), becomes.getPool());
    if (Causes.symptom(becomes.getCause()) && !Causes.symptom(cause())) {
      return;
    }
    remember(state.getUpstreams(), becomes.getUpstream());
    state.setExemplars(
        Buckets.exemplars(state.getExemplars(), becomes.getExemplars(), MAX_EXEMPLARS));
    Distributions.add(
        state.getLatencies(), becomes.getLatencies().stream().filter(this::joined).toList());
  }

  /**
   * True for a hop that another tier's record tells of: those of the anchor's own were counted with
   * it.
   */
  private boolean joined(LatencyBins bins) {
    return switch (state.getView()) {
      case EDGE -> !bins.getHop().equals("edge");
      case PROXY -> bins.getHop().equals("edge") || bins.getHop().equals("app");
      case APP -> false;
    };
  }

  /** True when failures of the cause and hop are counted here. */
  boolean tallies(Cause cause, FaultDomain domain) {
    return tallies.has(cause, domain);
  }

  /** The cause that its failures speak for. */
  Cause cause() {
    return leading().getCause();
  }

  /** The tally that {@link #cause} is taken from, with its domain and confidence. */
  CauseTally leading() {
    return tallies.leading();
  }

  /**
   * Failed requests, but for what clients tried again under the same ID; never more than failures.
   */
  long requests() {
    List<Integer> hashes = state.getRequests();
    return hashes.isEmpty()
        ? state.getFailed()
        : Math.min(state.getFailed(), Buckets.distinct(hashes));
  }

  /** Keeps a sentence for the evidence, once. */
  void note(String words) {
    if (!state.getNotes().contains(words) && state.getNotes().size() < MAX_NOTES) {
      state.getNotes().add(words);
    }
  }

  /** Raises the severity; it never falls while the incident is open. */
  boolean raise(Severity severity) {
    if (severity.compareTo(state.getSeverity()) <= 0) {
      return false;
    }
    state.setSeverity(severity);
    return true;
  }
}

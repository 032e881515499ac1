package io.badhop.streams.detect;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FlowsState;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Watches whether traffic comes that should come, view by view. */
final class TrafficWatch {

  private final Map<Tier, Flows> flows = new EnumMap<>(Tier.class);
  private final Map<Tier, Losses> losses = new EnumMap<>(Tier.class);
  private final Silence silence;
  private final Clusters clusters;
  private final EscalationWriter writer;
  private final Stage2Counters counters;

  TrafficWatch(
      Silence silence, Clusters clusters, EscalationWriter writer, Stage2Counters counters) {
    this.silence = silence;
    this.clusters = clusters;
    this.writer = writer;
    this.counters = counters;
  }

  /**
   * Takes in a slot of a view.
   *
   * @param bucket what it holds; null when nothing
   * @return what there is to say of traffic that is lost in part; empty mostly
   */
  List<Escalation> watch(Board board, Bucket bucket, long slot) {
    Flows seen = flows.computeIfAbsent(board.view, view -> new Flows(counters));
    boolean ends = seen.learn(bucket, slot);
    boolean came = bucket != null && bucket.getExchanges() > 0;
    boolean stopped = silence.watch(board, seen, came, slot);
    return ends ? losses(board.view).watch(seen, stopped, slot) : List.of();
  }

  /** First slot after the newest of a view in which something may change though nothing comes. */
  long nextChange(Tier view) {
    Flows seen = flows.get(view);
    return seen.none() && losses(view).none() ? Long.MAX_VALUE : seen.nextEnd();
  }

  /**
   * Takes in slots of a view, from..to, inclusive, that hold nothing and after which nothing
   * changes.
   */
  void learnNone(Board board, long from, long to) {
    flows.get(board.view).learnNone(to);
    silence.learnNone(board, from, to);
  }

  private Losses losses(Tier of) {
    return losses.computeIfAbsent(of, view -> new Losses(view, clusters, writer));
  }

  List<FlowsState> state() {
    List<FlowsState> states = new ArrayList<>();
    flows.forEach(
        (view, seen) -> {
          FlowsState state = new FlowsState();
          state.setView(view);
          seen.save(state);
          state.setLosses(losses(view).state());
          states.add(state);
        });
    return states;
  }

  void restore(List<FlowsState> states) {
    for (FlowsState state : states) {
      Flows seen = new Flows(counters);
      seen.restore(state);
      flows.put(state.getView(), seen);
      losses(state.getView()).restore(state.getLosses());
    }
  }
}

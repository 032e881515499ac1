package io.badhop.benchmarks.flink;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Joins what the tiers say of a request: gives the exchange when all three have spoken, or when the
 * window after the first event has passed. The timer of a complete exchange is deleted, so that the
 * queue of timers stays as small as the state.
 */
final class JoinFunction extends KeyedProcessFunction<String, Event, Exchange> {
  private static final long serialVersionUID = 1;

  /** Failed exchanges, beside the output of all. */
  static final OutputTag<Exchange> FAILURES = new OutputTag<>("failures", Exchange.type());

  private final long windowMs;
  private transient ValueState<Exchange> state;

  JoinFunction(long windowMs) {
    this.windowMs = windowMs;
  }

  @Override
  public void open(OpenContext context) {
    state =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("exchange", new Exchange.Serializer()));
  }

  @Override
  public void processElement(Event event, Context context, Collector<Exchange> out)
      throws Exception {
    Exchange exchange = state.value();
    if (exchange == null) {
      exchange = new Exchange();
      exchange.closesAt = event.time / 1000 + windowMs;
      context.timerService().registerEventTimeTimer(exchange.closesAt);
    }
    exchange.add(event);
    if (exchange.complete()) {
      context.timerService().deleteEventTimeTimer(exchange.closesAt);
      give(exchange, context, out);
    } else {
      state.update(exchange);
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Exchange> out) throws Exception {
    Exchange exchange = state.value();
    if (exchange != null && exchange.closesAt == time) {
      give(exchange, context, out);
    }
  }

  private void give(Exchange exchange, Context context, Collector<Exchange> out) {
    state.clear();
    exchange.requestId = context.getCurrentKey();
    if (exchange.failed()) {
      context.output(FAILURES, exchange);
    }
    out.collect(exchange);
  }
}

package io.badhop.benchmarks.flink;

import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Puts the second before the key: {@code second|kind|value}. */
final class OfSecond
    implements WindowFunction<Tuple2<String, Long>, Tuple2<String, Long>, String, TimeWindow> {
  private static final long serialVersionUID = 1;

  @Override
  public void apply(
      String key,
      TimeWindow window,
      Iterable<Tuple2<String, Long>> counts,
      Collector<Tuple2<String, Long>> out) {
    for (Tuple2<String, Long> count : counts) {
      out.collect(Tuple2.of(window.getStart() / 1000 + "|" + key, count.f1));
    }
  }
}

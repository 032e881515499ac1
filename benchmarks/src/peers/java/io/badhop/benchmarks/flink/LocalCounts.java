package io.badhop.benchmarks.flink;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Counts exchanges by second and path, and by second and upstream, where they are joined, and gives
 * the counts on when nothing can be added to a second any more; so the network carries a record per
 * key and second, and not two per request. (Flink's SQL does the same as "two-phase aggregation".)
 * Before a checkpoint all is given on, and so nothing has to be in it.
 *
 * <p>An exchange may be given as late as the join's window after its time; the watermark that goes
 * on from here is held back by as much.
 */
final class LocalCounts extends AbstractStreamOperator<Tuple2<String, Long>>
    implements OneInputStreamOperator<Exchange, Tuple2<String, Long>> {
  private static final long serialVersionUID = 1;

  private final long delayMs;
  private transient TreeMap<Long, Second> seconds;
  private transient Second last;

  /**
   * @param delayMs how far behind the watermark an exchange's time may be, milliseconds
   */
  LocalCounts(long delayMs) {
    this.delayMs = delayMs;
  }

  private static final class Second {
    final long number;
    final Map<String, long[]> paths = new HashMap<>();
    final Map<String, long[]> upstreams = new HashMap<>();

    Second(long number) {
      this.number = number;
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    seconds = new TreeMap<>();
    last = null;
  }

  @Override
  public void processElement(StreamRecord<Exchange> element) {
    Exchange exchange = element.getValue();
    if (!exchange.has(Event.PROXY)) {
      return;
    }
    Second second = second(Math.floorDiv(exchange.time(), 1_000_000L));
    add(second.paths, exchange.template());
    if (!exchange.upstream().isEmpty()) {
      add(second.upstreams, exchange.upstream());
    }
  }

  private Second second(long number) {
    if (last == null || last.number != number) {
      last = seconds.computeIfAbsent(number, Second::new);
    }
    return last;
  }

  private static void add(Map<String, long[]> counts, String value) {
    long[] count = counts.get(value);
    if (count == null) {
      count = new long[1];
      counts.put(value, count);
    }
    count[0]++;
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() == Watermark.MAX_WATERMARK.getTimestamp()) {
      giveBefore(Long.MAX_VALUE);
      super.processWatermark(mark);
      return;
    }
    long passed = mark.getTimestamp() - delayMs;
    giveBefore(Math.floorDiv(passed, 1000));
    super.processWatermark(new Watermark(passed));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    giveBefore(Long.MAX_VALUE);
  }

  private void giveBefore(long number) {
    while (!seconds.isEmpty() && seconds.firstKey() < number) {
      Second second = seconds.pollFirstEntry().getValue();
      give("PATH|", second.paths, second.number);
      give("UPSTREAM|", second.upstreams, second.number);
    }
    last = null;
  }

  private void give(String kind, Map<String, long[]> counts, long second) {
    counts.forEach(
        (value, count) ->
            output.collect(new StreamRecord<>(Tuple2.of(kind + value, count[0]), second * 1000)));
  }
}

package io.badhop.streams.topology;

import io.badhop.streams.detect.Stage2;
import java.util.concurrent.atomic.LongAdder;

final class PipelineCounters {
  private final LongAdder undecodable = new LongAdder();
  void undecodable() { undecodable.increment(); }
  void stage2(int partition, Stage2 stage2) {}
}

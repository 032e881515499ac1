package io.badhop.streams.summarise;

import io.badhop.schemas.event.Escalation;
import io.badhop.streams.detect.DetectConfig;
import io.badhop.streams.detect.Stage2;
import java.util.ArrayList;
import java.util.List;

/**
 * A task of stage 2 with its transactions and its death. A successor starts from the committed
 * snapshot and hears again, in silence, what that does not hold.
 */
final class SimulatedDetector {

  private final SummaryLog log;
  private final int snapshotTicks;
  private final List<Escalation> published = new ArrayList<>();
  private final List<Escalation> unpublished = new ArrayList<>();

  private Stage2 stage2 = new Stage2(DetectConfig.DEFAULT);
  private int read;
  private Snapshot snapshot = new Snapshot(0, null);
  private long snapshotTick;

  private int committed;
  private Snapshot committedSnapshot = snapshot;

  /** What stage 2 was after a tick; null bytes before the first. */
  private record Snapshot(long neededOffset, byte[] state) {}

  SimulatedDetector(SummaryLog log, int snapshotTicks) {
    this.log = log;
    this.snapshotTicks = snapshotTicks;
  }

  boolean finished() {
    return read == log.entries().size();
  }

  void poll(int most) {
    for (int i = 0; i < most && !finished(); i++) {
      SummaryLog.Entry entry = log.entries().get(read++);
      unpublished.addAll(stage2.summary(entry.summary(), entry.offset()));
      if (stage2.lastTick() - snapshotTick >= snapshotTicks) {
        snapshotTick = stage2.lastTick();
        snapshot = new Snapshot(stage2.neededOffset(), stage2.snapshot());
      }
    }
  }

  void commit() {
    published.addAll(unpublished);
    unpublished.clear();
    committed = read;
    committedSnapshot = snapshot;
  }

  void crash() {
    unpublished.clear();
    snapshot = committedSnapshot;
    stage2 = new Stage2(DetectConfig.DEFAULT);
    if (snapshot.state() != null) {
      stage2.restore(snapshot.state());
    }
    snapshotTick = stage2.lastTick();
    for (read = 0; read < committed; read++) {
      SummaryLog.Entry entry = log.entries().get(read);
      if (entry.offset() >= snapshot.neededOffset()) {
        stage2.summary(entry.summary(), entry.offset());
      }
    }
  }

  long lastTick() {
    return stage2.lastTick();
  }

  List<Escalation> published() {
    return published;
  }
}

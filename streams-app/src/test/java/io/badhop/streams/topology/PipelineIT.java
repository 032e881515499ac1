package io.badhop.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.replay.OfflineReplay;
import io.badhop.streams.replay.ReplayConfig;
import io.badhop.streams.replay.ReplayListener;
import io.badhop.streams.replay.ReplayResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said depends on the log alone: not on the driver, the partitions, the threads, crashes or
 * the application's name.
 */
class PipelineIT {

  @TempDir static Path dir;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start(dir.resolve("broker"));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  static Stream<Recording> recordings() {
    return Recording.all();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void anyPartitionCountSaysTheSameAndTheOfflineReplayConcludesIt(Recording recording)
      throws IOException {
    DrivenLog log = DrivenLog.of(recording.open());
    List<Escalation> expected = inTestDriver(log, recording.name(), TopologyConfig.DEFAULT);
    assertThat(expected).isNotEmpty();

    assertThat(onBroker(log, recording.name() + "-1", 1)).isEqualTo(expected);
    assertThat(onBroker(log, recording.name() + "-4", 4)).isEqualTo(expected);

    ReplayResult offline =
        new OfflineReplay(ReplayConfig.DEFAULT).run(recording.open(), ReplayListener.NONE);
    assertThat(offline.stage1().correlated().late()).isZero();
    assertThat(Escalations.conclusions(offline.escalations()))
        .isEqualTo(Escalations.conclusions(expected));
  }

  /**
   * First killed when all was read that there is and the partitions stand at different epochs, then
   * in the middle of reading.
   */
  @Test
  void anInstanceThatIsKilledChangesNothing() throws Exception {
    Recording recording = Recording.synthetic();
    DrivenLog log = DrivenLog.of(recording.open());
    BrokerRun run = new BrokerRun(broker.bootstrap(), dir, "killed", 4);
    int cut = log.indexOfTick(log.lastTick() * 45 / 100);
    int next = log.indexOfTick(log.lastTick() * 45 / 100 + 1);
    log.produce(broker.bootstrap(), run.topics(), 0, cut);
    log.produce(broker.bootstrap(), run.topics(), cut, next, List.of(0, 1));
    StreamsProcess first = StreamsProcess.start(broker.bootstrap(), dir, "killed", 4);
    run.awaitAllRead();
    first.kill();

    log.produce(broker.bootstrap(), run.topics(), cut, cut + 1, List.of(2, 3));
    log.produce(broker.bootstrap(), run.topics(), next, log.size());
    StreamsProcess second = StreamsProcess.start(broker.bootstrap(), dir, "killed", 4);
    run.awaitRead(log.recordsWith(4) * 60 / 100);
    second.kill();

    run.finish(log, run.topics(), BrokerRun.SHORT_MEMORY);

    assertThat(run.escalations())
        .isNotEmpty()
        .isEqualTo(inTestDriver(log, "killed", BrokerRun.SHORT_MEMORY));
    assertThat(run.summaryBytes()).hasSize((int) log.lastTick() * 4);
  }

  @Test
  void aNewApplicationReadsTheSameTopicsToTheSameBytes() throws IOException {
    DrivenLog log = DrivenLog.of(Recording.synthetic().open());
    BrokerRun live = new BrokerRun(broker.bootstrap(), dir, "live", 4);
    live.produce(log);
    live.finish(log);
    BrokerRun again = new BrokerRun(broker.bootstrap(), dir, "again", 4);
    again.finish(log, live.topics(), TopologyConfig.DEFAULT);

    assertThat(again.escalationBytes()).isNotEmpty().isEqualTo(live.escalationBytes());
    assertThat(again.summaryBytes()).isEqualTo(live.summaryBytes());
  }

  private static List<Escalation> inTestDriver(DrivenLog log, String name, TopologyConfig config)
      throws IOException {
    Topics topics = new Topics(new AvroSerdes(new InProcessRegistry()), "t.", 1, 1);
    Path state = Files.createTempDirectory(dir, name);
    try (TestRun run = new TestRun(topics, state, config)) {
      run.pipe(log, 0, log.size());
      run.checkAccounts();
      return run.escalations();
    }
  }

  private static List<Escalation> onBroker(DrivenLog log, String name, int partitions) {
    BrokerRun run = new BrokerRun(broker.bootstrap(), dir, name, partitions);
    run.produce(log);
    run.finish(log);
    return run.escalations();
  }
}

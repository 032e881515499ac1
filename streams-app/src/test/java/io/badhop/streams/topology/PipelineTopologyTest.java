package io.badhop.streams.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.WatermarkQuality;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.replay.Synthetic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTopologyTest {

  private final Topics topics = new Topics(new AvroSerdes(new InProcessRegistry()), "t.", 1, 1);

  @TempDir Path state;

  @Test
  void theTopologyIsAsDrawn() throws IOException {
    String described =
        new PipelineTopology(
                topics, topics, TopologyConfig.DEFAULT, InputLog.empty(), new PipelineCounters())
            .get()
            .describe()
            .toString();

    assertThat(described).isEqualTo(golden());
  }

  @Test
  void anUpstreamThatRefusesIsFoundAndItsEndIsSeen() throws IOException {
    DrivenLog log = DrivenLog.of(Synthetic.sources());
    try (TestRun run = new TestRun(topics, state)) {
      run.pipe(log, 0, log.size());

      List<Escalation> said = run.escalations();
      assertThat(said.get(0))
          .satisfies(
              opened -> {
                assertThat(opened.getPhase()).isEqualTo(Phase.OPENED);
                assertThat(opened.getKey().getKind()).isEqualTo(KeyKind.UPSTREAM);
                assertThat(opened.getKey().getValue()).isEqualTo(Synthetic.REFUSING);
                assertThat(opened.getCause()).isEqualTo(Cause.CONNECTION_REFUSED);
                assertThat(opened.getFaultDomain()).isEqualTo(FaultDomain.APP);
                assertThat(opened.getEventTimeMs())
                    .isBetween(Synthetic.START / 1000 + 30_000, Synthetic.START / 1000 + 33_000);
              });
      assertThat(said)
          .extracting(Escalation::getIncidentId)
          .containsOnly(said.get(0).getIncidentId());
      assertThat(said.get(said.size() - 1).getPhase()).isEqualTo(Phase.RESOLVED);
    }
  }

  @Test
  void everyEventIsAccountedFor() throws IOException {
    DrivenLog log = DrivenLog.of(Synthetic.sources());
    try (TestRun run = new TestRun(topics, state)) {
      run.pipe(log, 0, log.size());

      run.checkAccounts();
      assertThat(run.counters().stage1().get(0).counts().correlated().events())
          .isEqualTo(log.topics().stream().filter(topic -> topic >= 0).count());
      assertThat(run.counters().stage2().get(0).lastTick()).isEqualTo(log.lastTick());
      assertThat(run.traces()).isNotEmpty().extracting(RequestTrace::getFailed).contains(true);
    }
  }

  @Test
  void theOnlyTierFallsSilentAndThatIsAnIncident() {
    TickMaker maker = new TickMaker(TickRules.DEFAULT.gatheringFor(Duration.ZERO));
    SourceWatermark report =
        SourceWatermark.newBuilder()
            .setSource("nginx")
            .setTier(Tier.PROXY)
            .setWatermark(Synthetic.START)
            .setQuality(WatermarkQuality.PROMISE)
            .build();
    maker.report(report, 0);
    try (TestRun run = new TestRun(topics, state)) {
      for (long now = 0; now <= 31_000_000; now += 250_000) {
        maker.advance(now).ifPresent(run::tick);
      }

      assertThat(run.escalations())
          .singleElement()
          .satisfies(
              said -> {
                assertThat(said.getCause()).isEqualTo(Cause.LOGS_MISSING);
                assertThat(said.getKey().getValue()).isEqualTo("PROXY");
              });
    }
  }

  @Test
  void bytesThatAreNoEventGoToTheDeadLettersAndStopNobody() throws IOException {
    DrivenLog log = DrivenLog.of(Synthetic.sources());
    try (TestRun run = new TestRun(topics, state)) {
      run.pipe(log, 0, 10);
      run.driver()
          .createInputTopic(
              topics.proxyEvents().name(), new ByteArraySerializer(), new ByteArraySerializer())
          .pipeInput(null, "not avro".getBytes(UTF_8));
      run.pipe(log, 10, log.size());

      List<DeadLetter> letters = run.values(topics.deadLetters());
      assertThat(letters)
          .singleElement()
          .satisfies(
              letter -> {
                assertThat(letter.getReason()).isEqualTo("undecodable");
                assertThat(letter.getSource()).isEqualTo("t.events.proxy-0");
                assertThat(UTF_8.decode(letter.getPayload()).toString()).isEqualTo("not avro");
              });
      assertThat(run.counters().undecodableRecords()).isEqualTo(1);
      assertThat(run.escalations()).isNotEmpty();
    }
  }

  @Test
  void aDeadLetterOutOfASheafSaysWhereItsOwnRecordStood() {
    TopicPartition events = new TopicPartition(topics.proxyEvents().name(), 0);
    byte[] sheaf =
        Sheaf.bind(
            List.of(
                SheafBinderTest.record(events, 40, 1_000, null),
                SheafBinderTest.record(events, 41, 2_000, "not avro".getBytes(UTF_8))));
    try (TestRun run = new TestRun(topics, state)) {
      run.driver()
          .createInputTopic(
              topics.proxyEvents().name(), new ByteArraySerializer(), new ByteArraySerializer())
          .pipeInput(null, sheaf);

      assertThat(run.values(topics.deadLetters()))
          .singleElement()
          .satisfies(
              letter -> {
                assertThat(letter.getOffset()).isEqualTo(41);
                assertThat(letter.getRejectedAt()).isEqualTo(2_000_000);
                assertThat(UTF_8.decode(letter.getPayload()).toString()).isEqualTo("not avro");
              });
    }
  }

  private static String golden() throws IOException {
    try (InputStream in = PipelineTopologyTest.class.getResourceAsStream("topology.txt")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}

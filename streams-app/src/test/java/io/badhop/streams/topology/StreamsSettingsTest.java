package io.badhop.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {

  private static final Map<String, Object> BROKER = Map.of("bootstrap.servers", "127.0.0.1:9092");

  @Test
  void bothPartsRunExactlyOnceWithShortTimeOuts() {
    StreamsAppConfig config = StreamsAppConfig.of("badhop", BROKER, Path.of("state"));

    for (Properties settings :
        new Properties[] {pipeline(config), StreamsSettings.keeper(config)}) {
      assertThat(settings)
          .containsEntry("processing.guarantee", "exactly_once_v2")
          .containsEntry("main.consumer.session.timeout.ms", 6000)
          .containsEntry("producer.transaction.timeout.ms", 5000)
          .containsEntry("state.dir", "state");
    }
  }

  @Test
  void theStagesCommitWhatIsWaitedForThemselvesAndABacklogEverySecond() {
    StreamsAppConfig config = StreamsAppConfig.of("badhop", BROKER, Path.of("state"));

    assertThat(pipeline(config)).containsEntry("commit.interval.ms", 1_000);
    assertThat(StreamsSettings.keeper(config)).containsEntry("commit.interval.ms", 100);
  }

  @Test
  void theKeeperIsAnApplicationOfItsOwnWithOneThread() {
    StreamsAppConfig config =
        StreamsAppConfig.of("badhop", BROKER, Path.of("state")).withThreads(4);

    assertThat(pipeline(config))
        .containsEntry("application.id", "badhop")
        .containsEntry("num.stream.threads", 4);
    assertThat(StreamsSettings.keeper(config))
        .containsEntry("application.id", "badhop-keeper")
        .containsEntry("num.stream.threads", 1);
  }

  @Test
  void theUsersSettingsWinOverTimeOutsButNotOverExactlyOnce() {
    Map<String, Object> kafka =
        Map.of(
            "bootstrap.servers", "127.0.0.1:9092",
            "main.consumer.session.timeout.ms", "45000",
            "commit.interval.ms", "500",
            "processing.guarantee", "at_least_once");

    Properties settings = pipeline(StreamsAppConfig.of("badhop", kafka, Path.of("state")));

    assertThat(settings)
        .containsEntry("main.consumer.session.timeout.ms", "45000")
        .containsEntry("commit.interval.ms", "500")
        .containsEntry("processing.guarantee", "exactly_once_v2");
  }

  @Test
  void aStableNameMakesAStaticMember() {
    StreamsAppConfig config =
        StreamsAppConfig.of("badhop", BROKER, Path.of("state")).withInstanceId("node-1");

    assertThat(pipeline(config)).containsEntry("main.consumer.group.instance.id", "node-1");
  }

  @Test
  void theNewerRebalanceProtocolGetsNoneOfWhatItRefuses() {
    Map<String, Object> kafka =
        Map.of("bootstrap.servers", "127.0.0.1:9092", "group.protocol", "streams");

    Properties settings =
        pipeline(StreamsAppConfig.of("badhop", kafka, Path.of("state")).withInstanceId("node-1"));

    assertThat(settings)
        .doesNotContainKeys(
            "main.consumer.group.instance.id",
            "main.consumer.session.timeout.ms",
            "main.consumer.heartbeat.interval.ms");
  }

  @Test
  void withoutAnIdOrAThreadNothingStarts() {
    assertThatThrownBy(() -> StreamsAppConfig.of(" ", BROKER, Path.of("state")))
        .hasMessageContaining("applicationId");
    assertThatThrownBy(() -> StreamsAppConfig.of("badhop", BROKER, Path.of("state")).withThreads(0))
        .hasMessageContaining("threads");
  }

  @Test
  void theBinderOfSheavesStandsBehindTheUsersInterceptors() {
    Map<String, Object> kafka =
        Map.of(
            "bootstrap.servers", "127.0.0.1:9092",
            "consumer.interceptor.classes", "org.example.One, org.example.Other");

    assertThat(pipeline(StreamsAppConfig.of("badhop", kafka, Path.of("state"))))
        .containsEntry(
            "main.consumer.interceptor.classes",
            List.of("org.example.One", "org.example.Other", SheafBinder.class.getName()));
  }

  private static Properties pipeline(StreamsAppConfig config) {
    AvroSerdes serdes = new AvroSerdes(new InProcessRegistry());
    return StreamsSettings.pipeline(config, new EventTopics(new Topics(serdes, "", 1, 1)));
  }
}

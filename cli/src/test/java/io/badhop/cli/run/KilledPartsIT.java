package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.badhop.cli.config.RegistrySettings;
import io.badhop.cli.run.LiveParts.Part;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The parts as users run them, each in a process of its own, killed with SIGKILL or frozen at
 * random moments while requests fail now here and now there. What is said in the end is what an
 * application says that reads the same topics undisturbed, byte for byte. {@code -Dbadhop.kills=30}
 * for the long run, {@code -Dbadhop.seed} for other moments.
 */
class KilledPartsIT {
  private static final int KILLS = Integer.getInteger("badhop.kills", 3);
  private static final long SEED = Long.getLong("badhop.seed", 5);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Several transaction time-outs. */
  private static final Duration LATER = Duration.ofSeconds(20);

  /** Longer than the session time-out of 6 s: who is frozen so long is given up by the others. */
  private static final int FROZEN_LINES = 1_000;

  /** In turn, so that few kills meet each part. The broker's turn comes in the long run. */
  private static final List<Disturbance> DISTURBANCES =
      List.of(
          Disturbance.KEEPER_KILLED,
          Disturbance.TWO_OF_THREE_AND_SHIPPER_KILLED,
          Disturbance.KEEPER_FROZEN,
          Disturbance.SHIPPER_KILLED,
          Disturbance.BROKER_KILLED,
          Disturbance.OTHER_KILLED,
          Disturbance.BROKER_AND_SHIPPER_KILLED,
          Disturbance.BROKER_FROZEN,
          Disturbance.BROKER_AND_KEEPER_KILLED,
          Disturbance.ALL_INSTANCES_KILLED);

  private enum Disturbance {
    KEEPER_KILLED,
    OTHER_KILLED,
    TWO_OF_THREE_AND_SHIPPER_KILLED,
    ALL_INSTANCES_KILLED,
    SHIPPER_KILLED,
    BROKER_KILLED,
    BROKER_AND_SHIPPER_KILLED,
    BROKER_AND_KEEPER_KILLED,
    KEEPER_FROZEN,
    BROKER_FROZEN;

    boolean freezes() {
      return this == KEEPER_FROZEN || this == BROKER_FROZEN;
    }

    List<Part> victims(Part keeper) {
      List<Part> others = LiveParts.STREAMS.stream().filter(part -> part != keeper).toList();
      return switch (this) {
        case KEEPER_KILLED, KEEPER_FROZEN -> List.of(keeper);
        case OTHER_KILLED -> List.of(others.get(0));
        case TWO_OF_THREE_AND_SHIPPER_KILLED -> List.of(Part.SHIPPER, others.get(0), keeper);
        case ALL_INSTANCES_KILLED -> LiveParts.STREAMS;
        case SHIPPER_KILLED -> List.of(Part.SHIPPER);
        case BROKER_KILLED, BROKER_FROZEN -> List.of(Part.BROKER);
        case BROKER_AND_SHIPPER_KILLED -> List.of(Part.SHIPPER, Part.BROKER);
        case BROKER_AND_KEEPER_KILLED -> List.of(Part.BROKER, keeper);
      };
    }
  }

  /** Stays after a failure: what the processes have said is in it. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private LiveParts parts;
  private FailingTraffic traffic;
  private Said said;

  @AfterEach
  void end() throws Exception {
    if (traffic != null) {
      traffic.close();
    }
    if (parts != null) {
      parts.close();
    }
  }

  @Test
  void whateverIsKilledTheEscalationsAreThoseOfAnUndisturbedRun() throws Exception {
    parts = LiveParts.start(folder, RegistrySettings.DEFAULT);
    parts.restart(List.of(Part.SHIPPER, Part.STREAMS_ONE, Part.STREAMS_TWO, Part.STREAMS_THREE));
    said = new Said(parts.topics(), parts.client());
    traffic = FailingTraffic.start(parts.logs());
    Random random = new Random(SEED);
    try (RecoveryWatch watch = new RecoveryWatch(parts.topics(), parts.client())) {
      until(() -> assertThat(watch.goesOn(0)).isTrue());
      for (int kill = 0; kill < KILLS; kill++) {
        awaitLines(200 + random.nextInt(500));
        disturb(DISTURBANCES.get(kill % DISTURBANCES.size()), random, watch);
      }
      System.out.print(watch);
    }
    theRestIsAsUndisturbed();
  }

  /** While it is away one instance works, one is killed and comes back, and one starts first. */
  @Test
  void aRegistryThatIsAwayIsWaitedForByWhoStarts() throws Exception {
    try (ApicurioServer registry = ApicurioServer.start()) {
      parts = LiveParts.start(folder, RegistrySettings.DEFAULT.at(List.of(registry.url())));
      said = new Said(parts.topics(), parts.client());
      registry.freeze();
      parts.restart(List.of(Part.SHIPPER, Part.STREAMS_ONE, Part.STREAMS_TWO));
      traffic = FailingTraffic.start(parts.logs());
      awaitLines(300);
      registry.thaw();
      until(() -> assertThat(said.lastTick()).isNotNull());
      registry.freeze();
      awaitLines(500);
      parts.kill(List.of(Part.STREAMS_ONE, Part.SHIPPER));
      parts.restart(List.of(Part.STREAMS_ONE, Part.SHIPPER));
      awaitLines(700);
      registry.thaw();
      theRestIsAsUndisturbed();
    }
  }

  private void disturb(Disturbance kind, Random random, RecoveryWatch watch) throws Exception {
    List<Part> victims = kind.victims(parts.keeper());
    long from = System.currentTimeMillis();
    if (kind.freezes()) {
      parts.freeze(victims);
      awaitLines(FROZEN_LINES);
      parts.thaw(victims);
    } else {
      parts.kill(victims);
      awaitLines(random.nextInt(200));
      parts.restart(victims);
    }
    long restarted = System.currentTimeMillis();
    until(() -> assertThat(watch.goesOn(restarted)).as("after %s", kind).isTrue());
    watch.note(kind.name(), from, restarted);
  }

  private void theRestIsAsUndisturbed() throws Exception {
    traffic.calm();
    awaitLines(1_500);
    // What burnt slowly is over when the long windows say so, minutes later.
    until(() -> assertThat(said.open()).isEmpty());
    long written = traffic.end();
    until(() -> assertThat(said.requests()).isEqualTo(written));
    until(() -> assertThat(said.ticksHavePassed(traffic.endedAt())).isTrue());
    parts.stop();

    long last = said.lastTick().getNumber();
    Topics again = parts.freshResults();
    parts.workOff("badhop-streams", parts.topics(), last);
    parts.workOff("undisturbed", again, last);

    List<Escalation> escalations = Said.escalations(parts.topics(), parts.client());
    assertThat(escalations)
        .as("seed %d, %d kills", SEED, KILLS)
        .isEqualTo(Said.escalations(again, parts.client()));
    assertThat(Said.bytes(parts.topics(), parts.client()))
        .isEqualTo(Said.bytes(again, parts.client()));
    everyLifeIsWhole(escalations);
    assertThat(failing(escalations)).isNotEmpty().isSubsetOf(traffic.failed());
  }

  private void awaitLines(int more) {
    long until = traffic.written() + more;
    await().atMost(PATIENCE).until(() -> traffic.written() >= until);
  }

  /** What the broker knows is told where the wait is in vain, twice: is it slow, or stuck? */
  private void until(ThrowingRunnable fact) {
    try {
      await().atMost(PATIENCE).untilAsserted(fact);
    } catch (ConditionTimeoutException e) {
      String before = BrokerState.of(parts.client());
      await().pollDelay(LATER).atMost(LATER.multipliedBy(2)).until(() -> true);
      throw new AssertionError(
          e.getMessage() + "\n" + before + "\nlater\n" + BrokerState.of(parts.client()), e);
    }
  }

  /** Each incident is opened, numbered without a gap, and resolved: nothing is lost or doubled. */
  private static void everyLifeIsWhole(List<Escalation> said) {
    Said.lives(said)
        .forEach(
            (id, life) -> {
              assertThat(life)
                  .extracting(Escalation::getSequence)
                  .containsExactlyElementsOf(IntStream.range(0, life.size()).boxed().toList());
              assertThat(life.get(0).getPhase()).isEqualTo(Phase.OPENED);
              assertThat(life.get(life.size() - 1).getPhase()).isEqualTo(Phase.RESOLVED);
            });
  }

  private static Set<String> failing(List<Escalation> said) {
    Set<String> keys = new HashSet<>();
    said.forEach(one -> keys.add(one.getKey().getValue()));
    return keys;
  }
}

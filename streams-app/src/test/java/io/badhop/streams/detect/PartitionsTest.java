package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.SuccessCount;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import io.badhop.schemas.event.TrafficSummary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Into how many partitions the requests fall, and which of them speaks first, changes nothing. */
class PartitionsTest {

  private static final int TICKS = 120;

  /** A request as stage 1 counts it; no cause where it did not fail. */
  private record Request(String path, String upstream, Cause cause, FailureCell cell) {}

  private record Run(List<Escalation> said, byte[] snapshot) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void escalationsAndStateAreThoseOfOnePartition(long seed) {
    Run alone = run(seed, 1, 1);

    assertThat(alone.said()).isNotEmpty();
    for (int partitions : new int[] {2, 7, 64}) {
      Run split = run(seed, partitions, 1);
      assertThat(split.said()).isEqualTo(alone.said());
      assertThat(split.snapshot()).isEqualTo(alone.snapshot());
    }
  }

  @Test
  void tenTimesTheRequestsAreNoMoreState() {
    Run once = run(1, 4, 1);
    Run tenfold = run(1, 4, 10);

    // Counts of more digits take a byte more here and there.
    assertThat(tenfold.snapshot().length).isLessThan(once.snapshot().length * 3 / 2);
  }

  private static Run run(long seed, int partitions, long weight) {
    Stage2 stage2 = new Stage2(DetectConfig.DEFAULT);
    Random random = new Random(seed);
    Random split = new Random(seed + partitions);
    Traffic cells = new Traffic(stage2, Tier.PROXY);
    List<Escalation> said = new ArrayList<>();
    long offset = 0;
    for (int tick = 1; tick <= TICKS; tick++) {
      List<List<Request>> parts = new ArrayList<>();
      for (int i = 0; i < partitions; i++) {
        parts.add(new ArrayList<>());
      }
      for (int i = 0; i < 40; i++) {
        parts.get(split.nextInt(partitions)).add(request(random, tick, cells));
      }
      List<TrafficSummary> summaries = new ArrayList<>();
      for (int i = 0; i < partitions; i++) {
        summaries.add(summary(tick, i, partitions, parts.get(i), weight));
      }
      Collections.shuffle(summaries, split);
      for (TrafficSummary summary : summaries) {
        said.addAll(stage2.summary(summary, offset++));
      }
    }
    return new Run(said, stage2.snapshot());
  }

  /** Routes and slugs over three upstreams; one fails from the tenth second to the twentieth. */
  private static Request request(Random random, int tick, Traffic cells) {
    String path =
        random.nextInt(3) == 0
            ? "shop/blog/slug-" + random.nextInt(100_000) + "x"
            : Traffic.PATHS.get(random.nextInt(Traffic.PATHS.size()));
    String upstream = Traffic.UPSTREAMS.get(random.nextInt(Traffic.UPSTREAMS.size()));
    boolean down = tick > 40 && tick <= 80 && upstream.equals(Traffic.UPSTREAMS.get(1));
    boolean unlucky = random.nextInt(500) == 0;
    if (!down && !unlucky) {
      return new Request(path, upstream, null, null);
    }
    Cause cause = down ? Cause.CONNECTION_REFUSED : Cause.APP_ERROR;
    return new Request(
        path, upstream, cause, cells.cell(path, upstream, cause, Traffic.domain(cause), false));
  }

  private static TrafficSummary summary(
      long tick, int partition, int partitions, List<Request> requests, long weight) {
    TreeMap<KeyId, Long> successes = new TreeMap<>();
    List<FailureCell> failures = new ArrayList<>();
    for (Request request : requests) {
      if (request.cause() == null) {
        success(successes, request, weight);
      } else {
        failures.add(request.cell());
      }
    }
    List<SuccessCount> counts = new ArrayList<>();
    successes.forEach((key, count) -> counts.add(new SuccessCount(key.key(), key.and(), count)));
    long start = Traffic.START + tick * Slots.MICROS;
    Bucket bucket =
        new Bucket(
            start,
            Tier.PROXY,
            failures.size() + weight * (requests.size() - failures.size()),
            0L,
            0L,
            0L,
            counts,
            CellSum.gather(failures),
            0L,
            List.of());
    return new TrafficSummary(
        tick,
        partition,
        partitions,
        List.of(
            SiteSummary.newBuilder()
                .setSite("default")
                .setWatermarks(
                    List.of(new TierWatermark("default", Tier.PROXY, start + Slots.MICROS)))
                .setBuckets(requests.isEmpty() ? List.of() : List.of(bucket))
                .build()),
        false);
  }

  private static void success(TreeMap<KeyId, Long> counts, Request request, long weight) {
    KeyId pair = new KeyId(KeyKind.PATH, request.path(), KeyKind.UPSTREAM, request.upstream());
    for (KeyId key :
        List.of(
            KeyId.of(KeyKind.PATH, request.path()),
            KeyId.of(KeyKind.HOST, "shop"),
            KeyId.of(KeyKind.UPSTREAM, request.upstream()),
            pair)) {
      counts.merge(key, weight, Long::sum);
    }
  }
}

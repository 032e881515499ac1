package io.badhop.streams.summarise;

import static io.badhop.streams.summarise.Events.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.streams.detect.DetectConfig;
import io.badhop.streams.detect.Stage2;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a tick says is cut where it is too large, and means the same. */
class PiecesTest {

  private static final int REQUESTS = 500;

  private final EncodedSize size = new EncodedSize();

  @Test
  void whatFitsStaysWhole() {
    TrafficSummary small = tick(1, List.of());

    assertThat(Pieces.of(small, 100, size)).containsExactly(small);
  }

  @Test
  void aCrawlerThatAsksForPathsNobodyHasMakesManySmallRecords() {
    TrafficSummary large = tick(1, List.of(crawled()));

    List<TrafficSummary> pieces = Pieces.of(large, 20_000, size);

    assertThat(size.of(large)).isGreaterThan(200_000);
    assertThat(pieces).hasSizeGreaterThan(10);
    assertThat(pieces).allSatisfy(piece -> assertThat(size.of(piece)).isLessThan(24_000));
    assertThat(pieces.subList(0, pieces.size() - 1)).allMatch(TrafficSummary::getMore);
    assertThat(pieces.get(pieces.size() - 1).getMore()).isFalse();
  }

  @Test
  void piecesSayTheSameAsTheWhole() {
    SiteSummary crawled = crawled();
    for (int most : new int[] {1, 500, 20_000, 1 << 30}) {
      Stage2 whole = new Stage2(DetectConfig.DEFAULT);
      Stage2 inPieces = new Stage2(DetectConfig.DEFAULT);
      long offset = 0;
      for (long number = 1; number <= 3; number++) {
        TrafficSummary tick = tick(number, number == 2 ? List.of(crawled) : List.of());
        var said = whole.summary(copy(tick), number);
        List<Object> saidInPieces = new ArrayList<>();
        for (TrafficSummary piece : Pieces.of(tick, most, size)) {
          saidInPieces.addAll(inPieces.summary(copy(piece), offset++));
        }
        assertThat(saidInPieces).isEqualTo(said);
      }
      assertThat(inPieces.lastTick()).isEqualTo(3);
      assertThat(inPieces.snapshot()).isEqualTo(whole.snapshot());
    }
  }

  @Test
  void aSuccessorReadsATickFromItsFirstPiece() {
    List<TrafficSummary> pieces = Pieces.of(tick(1, List.of(crawled())), 20_000, size);
    Stage2 stage2 = new Stage2(DetectConfig.DEFAULT);

    for (int i = 0; i < pieces.size() - 1; i++) {
      stage2.summary(pieces.get(i), 100 + i);
    }

    assertThat(stage2.lastTick()).isZero();
    assertThat(stage2.neededOffset()).isEqualTo(100);
  }

  @Test
  void aTickOfAnySizeIsToldInRecordsThatABrokerTakes() {
    try (Timeline line = new Timeline(Tier.PROXY)) {
      crawl(line, 20 * REQUESTS);
      long number = line.nextTick();
      line.allPassed(20_000);

      assertThat(line.pieces(number))
          .hasSizeGreaterThan(5)
          .allSatisfy(piece -> assertThat(size.of(piece)).isLessThan(1_000_000));
    }
  }

  private static SiteSummary crawled() {
    try (Timeline line = new Timeline(Tier.PROXY)) {
      crawl(line, REQUESTS);
      return line.allPassed(20_000);
    }
  }

  /** Half of the requests of a second fail, each on a path of its own. */
  private static void crawl(Timeline line, int requests) {
    for (int i = 0; i < requests; i++) {
      double end = 100 + i % 900;
      ProxyEvent event = proxy("request" + i, end - 10, end, i % 2 == 0 ? 200 : 502);
      event.setPath("/" + word(i) + "/" + word(i * 7));
      line.hear(event);
    }
  }

  private static String word(int number) {
    StringBuilder word = new StringBuilder("w");
    for (int rest = number; rest > 0; rest /= 26) {
      word.append((char) ('a' + rest % 26));
    }
    return word.toString();
  }

  private static TrafficSummary tick(long number, List<SiteSummary> sites) {
    return new TrafficSummary(number, 0, 1, sites, false);
  }

  /** As if it had been on a topic: the two share nothing. */
  private static TrafficSummary copy(TrafficSummary summary) {
    return TrafficSummary.newBuilder(summary).build();
  }
}

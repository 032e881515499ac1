package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.HistoryState;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Tier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What stage 2 learns of paths whose segments keep changing. */
class PathFoldingTest {

  private static final String UPSTREAM = "10.0.0.1:80";

  private final Traffic traffic = new Traffic();
  private int slug;

  @Test
  void segmentsThatComeOnceBecomeOne() {
    blog(30, 4);

    assertThat(paths(traffic.stage2)).contains("shop/blog/{*}", "shop/cart").hasSize(6);
    assertThat(traffic.stage2.counters().snapshot().pathsFolded()).isEqualTo(1);
  }

  @Test
  void whatWasCountedBeforeGoesOverToTheFoldedPath() {
    blog(30, 4);

    assertThat(history("shop/blog/{*}").getFine().stream().skip(1).limit(1)).containsExactly(4L);
    long counted = 0;
    List<Long> pairs = history("shop/blog/{*}").getFine();
    for (int i = 1; i < pairs.size(); i += 2) {
      counted += pairs.get(i);
    }
    assertThat(counted).isEqualTo(120);
  }

  @Test
  void aSegmentThatComesOftenStaysAmongThem() {
    for (int i = 0; i < 30; i++) {
      traffic.ok("shop/blog/archive", UPSTREAM, 1);
      blog(1, 4);
    }
    assertThat(paths(traffic.stage2)).contains("shop/blog/archive", "shop/blog/{*}");
  }

  @Test
  void whatFollowsAFoldedSegmentIsToldApart() {
    for (int i = 0; i < 60; i++) {
      traffic.ok("shop/u/name-" + i + "x/posts", UPSTREAM, 1);
      traffic.ok("shop/u/other-" + i + "x/likes", UPSTREAM, 1);
      traffic.step();
    }
    assertThat(paths(traffic.stage2)).containsExactly("shop/u/{*}/likes", "shop/u/{*}/posts");
  }

  @Test
  void aHundredRoutesAreNeverFolded() {
    for (int round = 0; round < 3; round++) {
      for (int route = 0; route < 100; route++) {
        traffic.ok("shop/api/route-" + route + "x", UPSTREAM, 1);
        if (route % 10 == 9) {
          traffic.step();
        }
      }
    }
    assertThat(paths(traffic.stage2)).hasSize(100).doesNotContain("shop/api/{*}");
  }

  @Test
  void templatesThatWereGivenStay() {
    Stage2 stage2 =
        new Stage2(
            DetectConfig.DEFAULT, Map.of("default", Set.of("/blog/imprint", "/blog/{post}/pdf")));
    Traffic told = new Traffic(stage2, Tier.PROXY);
    told.ok("shop/blog/imprint", UPSTREAM, 1);
    for (int i = 0; i < 150; i++) {
      told.ok("shop/blog/slug-" + i + "x", UPSTREAM, 1).step();
    }
    told.ok("shop/blog/{post}/pdf", UPSTREAM, 1).step();
    assertThat(paths(stage2))
        .containsExactly("shop/blog/imprint", "shop/blog/{*}", "shop/blog/{post}/pdf");
  }

  @Test
  void aRouteThatFailsAmongSlugsIsNamedWithTheFoldedPath() {
    blog(60, 4);
    for (int i = 0; i < 12; i++) {
      traffic.fail("shop/blog/broken-" + i + "x", UPSTREAM, Cause.APP_ERROR);
      traffic.usual("").step();
    }
    traffic.end();
    assertThat(last().getKey()).isEqualTo(Traffic.key(KeyKind.PATH, "shop/blog/{*}"));
    assertThat(last().getFailed()).isEqualTo(12);
  }

  @Test
  void anIncidentThatWasOpenBeforeTheFoldIsNamedBetterAfterIt() {
    for (int i = 0; i < 100; i++) {
      traffic.fail("shop/blog/broken-" + i + "a", UPSTREAM, Cause.APP_ERROR);
      traffic.fail("shop/blog/broken-" + i + "b", UPSTREAM, Cause.APP_ERROR);
      traffic.usual("").usual("").usual("").step();
    }
    assertThat(last().getKey()).isEqualTo(Traffic.key(KeyKind.PATH, "shop/blog/{*}"));
  }

  @Test
  void anOpenIncidentKeepsItsKeyWhenItsPathWouldBeFolded() {
    blog(10, 4);
    for (int i = 0; i < 6; i++) {
      traffic.fail("shop/blog/popular", UPSTREAM, Cause.APP_ERROR);
      blog(1, 4);
    }
    Key key = last().getKey();
    assertThat(key).isEqualTo(Traffic.key(KeyKind.PATH, "shop/blog/popular"));
    for (int i = 0; i < 30; i++) {
      traffic.fail("shop/blog/popular", UPSTREAM, Cause.APP_ERROR);
      blog(1, 4);
    }
    assertThat(paths(traffic.stage2)).contains("shop/blog/{*}", "shop/blog/popular");
    blog(30, 4);
    assertThat(last().getPhase()).isNotEqualTo(Phase.OPENED);
    assertThat(traffic.said).extracting(Escalation::getKey).containsOnly(key);
    assertThat(traffic.said.stream().map(Escalation::getIncidentId).distinct()).hasSize(1);
    assertThat(last().getFailed()).isGreaterThanOrEqualTo(6);
  }

  @Test
  void aSuccessorGoesOnWithWhatWasLearned() {
    blog(20, 4);
    Stage2 successor = new Stage2(DetectConfig.DEFAULT);
    successor.restore(traffic.stage2.snapshot());
    int at = slug;
    Traffic continued = traffic.continuedBy(successor);
    for (int i = 0; i < 60; i++) {
      for (Traffic one : List.of(traffic, continued)) {
        slug = at + i;
        one.fail("shop/blog/slug-" + slug + "x", UPSTREAM, Cause.APP_ERROR).usual("").step();
      }
      assertThat(successor.snapshot()).isEqualTo(traffic.stage2.snapshot());
    }
    assertThat(continued.said).isEqualTo(traffic.said).isNotEmpty();
    assertThat(paths(successor)).contains("shop/blog/{*}");
  }

  @Test
  void aMillionPathsCostBoundedMemoryAndAreCounted() {
    for (int i = 0; i < 100; i++) {
      for (int j = 0; j < 10_000; j++) {
        int n = i * 10_000 + j;
        traffic.ok("shop/" + Integer.toString(n * 7919, 36) + "z/" + n + "y", UPSTREAM, 1);
      }
      traffic.usual("").step();
      assertThat(histories(traffic.stage2)).hasSizeLessThan(i < 3 ? 50_000 : 50);
    }
    assertThat(paths(traffic.stage2)).contains("shop/{*}/{*}").contains("shop/cart");
    assertThat(traffic.stage2.counters().snapshot().keysOverflowed()).isZero();
    assertThat(traffic.stage2.counters().snapshot().pathsOther()).isPositive();
  }

  @Test
  void manyHostsAreFolded() {
    for (int i = 0; i < 3_000; i++) {
      traffic.ok("host-" + i + "/login", UPSTREAM, 1);
      if (i % 100 == 99) {
        traffic.usual("").step();
      }
    }
    assertThat(keys(traffic.stage2, KeyKind.HOST)).contains("{*}", "shop").hasSizeLessThan(120);
    assertThat(paths(traffic.stage2)).contains("{*}/login");
  }

  private void blog(int slots, int each) {
    for (int i = 0; i < slots; i++) {
      for (int j = 0; j < each; j++) {
        traffic.ok("shop/blog/slug-" + slug++ + "x", UPSTREAM, 1);
      }
      traffic.usual("").step();
    }
  }

  private Escalation last() {
    return traffic.said.get(traffic.said.size() - 1);
  }

  private static Set<String> paths(Stage2 stage2) {
    return keys(stage2, KeyKind.PATH);
  }

  private static Set<String> keys(Stage2 stage2, KeyKind kind) {
    Set<String> keys = new TreeSet<>();
    for (HistoryState history : histories(stage2)) {
      if (history.getKey().getKind() == kind) {
        keys.add(history.getKey().getValue());
      }
    }
    return keys;
  }

  private HistoryState history(String path) {
    return histories(traffic.stage2).stream()
        .filter(one -> one.getAnd() == null && one.getKey().getValue().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static List<HistoryState> histories(Stage2 stage2) {
    return Snapshots.read(stage2.snapshot()).getSites().get(0).getBoards().stream()
        .flatMap(board -> board.getHistories().stream())
        .toList();
  }
}

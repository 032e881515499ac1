package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is learned depends on what came in which bucket, and on nothing else. */
class PathTreeTest {

  private static final int MOST = 2_000;

  @Test
  void theOrderWithinABucketMakesNoDifference() {
    for (int seed = 0; seed < 20; seed++) {
      PathTree one = new PathTree(MOST, Set.of());
      PathTree other = new PathTree(MOST, Set.of());
      Random random = new Random(seed);
      for (int slot = 0; slot < 40; slot++) {
        Map<String, Long> bucket = bucket(random);
        List<String> paths = new ArrayList<>(bucket.keySet());
        Collections.shuffle(paths, new Random(slot));
        Map<String, Long> shuffled = new LinkedHashMap<>();
        paths.forEach(path -> shuffled.put(path, bucket.get(path)));

        assertThat(one.learn(shuffled, slot)).isEqualTo(other.learn(new TreeMap<>(bucket), slot));
        one.fold(Set.of());
        other.fold(Set.of());
        assertThat(one.state()).isEqualTo(other.state());
        bucket.keySet().forEach(path -> assertThat(one.of(path)).isEqualTo(other.of(path)));
      }
    }
  }

  @Test
  void aRestoredTreeGoesOnLikeTheOneThatWasSaved() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      PathTree tree = new PathTree(MOST, Set.of("/a/x/y"));
      for (int slot = 0; slot < 60; slot++) {
        PathTree restored = new PathTree(MOST, Set.of("/a/x/y"));
        restored.restore(tree.state());
        assertThat(restored.state()).isEqualTo(tree.state());
        assertThat(restored.size()).isEqualTo(tree.size()).isLessThanOrEqualTo(MOST + 1);
        Map<String, Long> bucket = bucket(random);
        assertThat(restored.learn(bucket, slot)).isEqualTo(tree.learn(bucket, slot));
        assertThat(restored.fold(Set.of())).isEqualTo(tree.fold(Set.of()));
        assertThat(restored.state()).isEqualTo(tree.state());
        tree = slot % 2 == 0 ? restored : tree;
      }
    }
  }

  @Test
  void whatWasNotSeenForAnHourIsForgottenUnlessItIsPinned() {
    PathTree tree = new PathTree(MOST, Set.of());
    for (int i = 0; i < 150; i++) {
      tree.learn(Map.of("shop/blog/" + i + "x", 1L), 0);
    }
    assertThat(tree.fold(Set.of())).isEqualTo(1);
    assertThat(tree.of("shop/blog/new")).isEqualTo("shop/blog/{*}");

    tree.forget(7L * Board.WINDOW, Set.of("shop/blog/{*}"));
    assertThat(tree.of("shop/blog/new")).isEqualTo("shop/blog/{*}");
    tree.forget(7L * Board.WINDOW, Set.of());
    assertThat(tree.of("shop/blog/new")).isEqualTo("shop/blog/new");
    assertThat(tree.size()).isZero();
  }

  @Test
  void aPathWithoutRoomIsOther() {
    PathTree tree = new PathTree(3, Set.of());
    // The most used find room first.
    assertThat(tree.learn(Map.of("a/b", 1L, "a/c", 1L, "a/d", 5L), 0)).isEqualTo(1);
    assertThat(tree.of("a/d")).isEqualTo("a/d");
    assertThat(tree.of("a/c")).isEqualTo("{other}");
    assertThat(tree.host("a")).isEqualTo("a");
    assertThat(tree.host("b")).isEqualTo("{other}");
  }

  /** Routes, slugs below some of them, and hosts. */
  private static Map<String, Long> bucket(Random random) {
    Map<String, Long> bucket = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      String host = random.nextInt(30) == 0 ? "h" + random.nextInt(2_000) : "shop";
      String path =
          switch (random.nextInt(4)) {
            case 0 -> "/a/" + random.nextInt(500) + "s/" + random.nextInt(3);
            case 1 -> "/b/" + random.nextInt(100_000) + "s";
            case 2 -> "/" + (char) ('a' + random.nextInt(4)) + "/x/y";
            default -> "/c" + random.nextInt(1_000);
          };
      bucket.merge(host + path, 1L + random.nextInt(3), Long::sum);
    }
    return bucket;
  }
}

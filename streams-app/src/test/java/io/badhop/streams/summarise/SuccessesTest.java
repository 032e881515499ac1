package io.badhop.streams.summarise;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.SuccessCount;
import io.badhop.schemas.event.Tier;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SuccessesTest {

  private final Books books = new Books(Routes.NONE);
  private final Map<String, Long> expected = new TreeMap<>();

  @Test
  void everyKeyIsCountedOnceForEachExchange() {
    Random random = new Random(7);
    Successes successes = new Successes(Tier.PROXY, books);
    for (int i = 0; i < 5_000; i++) {
      add(successes, "/p" + letter(random) + "/" + letter(random), "10.0.0." + random.nextInt(9));
    }

    assertThat(named(successes.build())).isEqualTo(expected);
  }

  @Test
  void whatRestedCountsOn() {
    Random random = new Random(8);
    Successes successes = new Successes(Tier.PROXY, books);
    successes.rest();
    for (int i = 0; i < 3_000; i++) {
      add(successes, "/p" + letter(random) + "/" + letter(random), "10.0.0." + random.nextInt(9));
      if (random.nextInt(100) == 0) {
        successes.rest();
      }
    }
    successes.rest();
    successes.rest();

    assertThat(named(successes.build())).isEqualTo(expected);
  }

  @Test
  void aPathsPairsStandBehindIt() {
    Successes successes = new Successes(Tier.PROXY, books);
    add(successes, "/b", "10.0.0.2");
    add(successes, "/a", "10.0.0.2");
    add(successes, "/a", "10.0.0.1");

    assertThat(successes.build())
        .extracting(SuccessesTest::name)
        .startsWith(
            "PATH shop.example/a",
            "PATH shop.example/a UPSTREAM 10.0.0.1",
            "PATH shop.example/a UPSTREAM 10.0.0.2",
            "PATH shop.example/b",
            "PATH shop.example/b UPSTREAM 10.0.0.2",
            "UPSTREAM 10.0.0.1",
            "UPSTREAM 10.0.0.2");
  }

  @Test
  void whatABookKnewBeforeMakesNoDifference() {
    Successes before = new Successes(Tier.PROXY, books);
    add(before, "/z", "10.0.0.9");
    add(before, "/b", "10.0.0.9");
    before.build();
    Successes successes = new Successes(Tier.PROXY, books);
    Successes alone = new Successes(Tier.PROXY, new Books(Routes.NONE));
    for (String path : List.of("/c", "/a", "/b")) {
      add(successes, path, "10.0.0.1");
      add(alone, path, "10.0.0.1");
    }

    assertThat(successes.build()).isEqualTo(alone.build());
  }

  /** A scan of a million paths must not make a book of them. */
  @Test
  void aBucketOfMorePathsThanABookHoldsIsCountedAllTheSame() {
    Successes successes = new Successes(Tier.PROXY, books);
    Places first = books.open();
    for (int i = 0; i < 80_000; i++) {
      add(successes, "/" + word(i % 40_000), "10.0.0.1");
    }

    assertThat(books.open()).isNotSameAs(first);
    List<SuccessCount> counts = successes.build();
    Map<String, Long> named = named(counts);
    expected.entrySet().removeIf(entry -> entry.getValue().equals(named.get(entry.getKey())));
    assertThat(expected.entrySet().stream().limit(5).map(e -> e + " not " + named.get(e.getKey())))
        .isEmpty();
    assertThat(counts).hasSameSizeAs(named.entrySet());
  }

  private void add(Successes successes, String path, String upstream) {
    successes.add(event(path, upstream));
    for (String name :
        List.of(
            "PATH shop.example" + path,
            "PATH shop.example" + path + " UPSTREAM " + upstream,
            "UPSTREAM " + upstream,
            "POOL web",
            "PROXY edge-1",
            "HOST shop.example")) {
      expected.merge(name, 1L, Long::sum);
    }
  }

  private static ProxyEvent event(String path, String upstream) {
    return ProxyEvent.newBuilder()
        .setEventId(1)
        .setSource("proxy.log")
        .setTime(1)
        .setRequestId("a")
        .setRequestIdKind(RequestIdKind.REQUEST_ID)
        .setProxy("edge-1")
        .setHost("shop.example")
        .setPath(path)
        .setStatus(200)
        .setPool("web")
        .setAttempts(
            List.of(
                Attempt.newBuilder().setAddress(upstream).setPool("web").setStatus(200).build()))
        .build();
  }

  private static Map<String, Long> named(List<SuccessCount> counts) {
    Map<String, Long> named = new TreeMap<>();
    counts.forEach(count -> named.put(name(count), count.getCount()));
    return named;
  }

  private static String name(SuccessCount count) {
    String key = count.getKey().getKind() + " " + count.getKey().getValue();
    return count.getAnd() == null
        ? key
        : key + " " + KeyKind.UPSTREAM + " " + count.getAnd().getValue();
  }

  private static char letter(Random random) {
    return (char) ('a' + random.nextInt(20));
  }

  /** Letters only, so that it is no identifier. */
  private static String word(int number) {
    StringBuilder word = new StringBuilder();
    for (int rest = number + 1; rest > 0; rest /= 26) {
      word.append((char) ('a' + rest % 26));
    }
    return word.toString();
  }
}

package io.badhop.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What fails, and what does well beside it, tells where to look. */
class OnlySomeTest {

  private final Story story = new Story();

  @Test
  void onlyThroughTheCdn() {
    for (int i = 0; i < 6_000; i++) {
      boolean cdn = i % 3 != 0;
      boolean fails = cdn && i >= 3_000 && i % 2 == 0;
      Story.Request request = request(i);
      (cdn ? request.viaEdge() : request).proxy(fails ? 502 : 200, fails ? -1 : 200, "");
    }
    assertThat(last().getEvidence())
        .anyMatch(words -> words.startsWith("only requests through the CDN fail so"));
  }

  @Test
  void whatFailsPastTheCdnTooIsNotSaidToBeTheCdns() {
    for (int i = 0; i < 6_000; i++) {
      boolean fails = i >= 3_000 && i % 2 == 0;
      Story.Request request = request(i);
      (i % 3 != 0 ? request.viaEdge() : request).proxy(fails ? 502 : 200, fails ? -1 : 200, "");
    }
    assertThat(last().getEvidence()).noneMatch(words -> words.contains("CDN"));
  }

  @Test
  void staticFilesDoWellAndOtherPathsDoNot() {
    for (int i = 0; i < 6_000; i++) {
      boolean file = i % 2 == 0;
      boolean fails = !file && i >= 3_000;
      request(i).of("shop.example", file ? "/assets/app.css" : "/cart").proxy(fails ? 500 : 200);
    }
    Escalation last = last();

    assertThat(last.getEvidence()).anyMatch(words -> words.startsWith("static files do well"));
    assertThat(last.getStaticRatio()).isZero();
    assertThat(last.getDynamicRatio()).isGreaterThan(0.9);
  }

  /** nginx passes the status on, and its error log says that the upstream broke off. */
  @Test
  void bodiesThatAreCutBehindA200() {
    for (int i = 0; i < 6_000; i++) {
      boolean export = i % 10 == 0;
      boolean cut = export && i >= 3_000;
      Story.Request request =
          request(i).of("shop.example", export ? "/export" : "/cart").by("haproxy", 20_000);
      request.proxy(200, cut ? "SD--" : "----", attempt());
    }
    Escalation last = last();

    assertThat(last.getCause()).isEqualTo(Cause.BODY_TRUNCATED);
    assertThat(last.getFaultDomain()).isEqualTo(FaultDomain.APP);
    assertThat(last.getStatuses()).containsOnlyKeys("200");
    assertThat(last.getSeverity()).isGreaterThanOrEqualTo(Severity.MINOR);
  }

  private static Attempt attempt() {
    return Attempt.newBuilder()
        .setAddress("10.0.0.1:8080")
        .setPool("app")
        .setStatus(200)
        .setConnectUs(300)
        .setHeaderUs(2_000)
        .setResponseUs(20_000)
        .build();
  }

  private Story.Request request(int number) {
    return story
        .at(number / 50.0)
        .of("shop.example", "/shelf-" + "abcd".charAt(number % 4))
        .by("198.51.100." + number % 90);
  }

  private Escalation last() {
    List<Escalation> told = story.told();
    assertThat(told).isNotEmpty();
    return told.get(told.size() - 1);
  }
}

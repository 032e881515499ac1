package io.badhop.ingest.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Error lines of Apache, which name a thread and perhaps a client. */
class ApacheErrorBindingTest extends Bindings {

  @Test
  void linesOfThreadsThatFindNoRoomComeBackToo() {
    for (int i = 0; i < 20_003; i++) {
      apache(10_000 + i, "t" + i, "", "AH00957", APP);
    }

    assertThat(binder.expire(0)).extracting(ErrorRecord::process).containsExactly("t0", "t1", "t2");
  }

  @Test
  void theWorkersLineGoesWithTheClientsLineOfTheSameThread() {
    apache(10_000, "1:5", "", "AH00957", APP);
    apache(10_000, "1:6", "", "AH00957", SPARE);
    apache(10_001, "1:6", "192.0.2.9", "AH01114", "10.1.1.2");
    apache(10_002, "1:5", "192.0.2.7", "AH01114", "10.1.1.1");

    assertThat(upstreams(binder.bind(access("apache", 10_003, 4, 503, "192.0.2.7", APP))))
        .containsExactly(APP, "10.1.1.1");
    assertThat(upstreams(binder.bind(access("apache", 10_003, 4, 503, "192.0.2.9", SPARE))))
        .containsExactly(SPARE, "10.1.1.2");
    assertThat(binder.drain()).isEmpty();
  }

  @Test
  void everyRetryOfApacheBringsItsTwoLines() {
    for (String address : List.of(APP, SPARE, "10.1.1.3:80")) {
      apache(10_000, "1:5", "", "AH00957", address);
      apache(10_000, "1:5", "192.0.2.7", "AH01114", address.replace(":80", ""));
    }

    assertThat(upstreams(binder.bind(access("apache", 10_003, 4, 503, "192.0.2.7", SPARE))))
        .containsExactly(APP, "10.1.1.1", SPARE, "10.1.1.2", "10.1.1.3:80", "10.1.1.3");
  }

  @Test
  void twoRequestsOfOneClientInOneSecondTakeTheLinesOfOneThreadEach() {
    apache(10_000, "1:5", "192.0.2.7", "first", "10.1.1.1");
    apache(10_100, "1:6", "192.0.2.7", "second", "10.1.1.1");

    assertThat(messages(binder.bind(access("apache", 10_003, 4, 503, "192.0.2.7", APP))))
        .containsExactly("first");
    assertThat(messages(binder.bind(access("apache", 10_103, 4, 503, "192.0.2.7", APP))))
        .containsExactly("second");
  }

  @Test
  void twoRequestsInOneThreadAreToldApartByTheirLength() {
    apache(10_000, "1:5", "192.0.2.7", "first", "10.1.1.1");
    apache(10_400, "1:5", "192.0.2.7", "second", "10.1.1.1");

    ProxyEvent first = access("apache", 10_003, 4, 503, "192.0.2.7", APP);
    first.setResolution(1_000_000);

    assertThat(messages(binder.bind(first))).containsExactly("first");
    assertThat(messages(binder.bind(access("apache", 10_403, 4, 503, "192.0.2.7", APP))))
        .containsExactly("second");
  }

  @Test
  void theThreadThatNamesTheUpstreamOfTheAccessLineIsTaken() {
    apache(10_000, "1:5", "192.0.2.7", "other", "10.1.1.2");
    apache(10_001, "1:6", "192.0.2.7", "own", "10.1.1.1");

    assertThat(messages(binder.bind(access("apache", 10_003, 4, 503, "192.0.2.7", APP))))
        .containsExactly("own");
  }

  @Test
  void aWorkersLineThatIsOlderThanASecondIsNotClaimed() {
    apache(10_000, "1:5", "", "AH00957", APP);
    apache(11_001, "1:5", "192.0.2.7", "AH01114", "10.1.1.1");

    assertThat(binder.bind(access("apache", 11_003, 4, 503, "192.0.2.7", APP)).getErrors())
        .hasSize(1);
    assertThat(binder.drain())
        .extracting(error -> error.note().getMessage())
        .containsExactly("AH00957");
  }

  @Test
  void aLineByItselfIsEvidenceAboutItsUpstream() {
    apache(10_000, "1:5", "", "AH00957", APP);

    ComponentEvent event = ErrorBinder.toComponent(binder.drain().get(0), "site", "source");

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.UPSTREAM_ERROR);
    assertThat(event.getAddress()).isEqualTo(APP);
    assertThat(event.getComponent()).isEqualTo("apache");
    assertThat(event.getNote().getMessage()).isEqualTo("AH00957");
  }

  @Test
  void inAStormEveryLineIsBoundOrExpiresExactlyOnce() {
    Set<ErrorNote> bound = new HashSet<>();
    int lines = 15_000;
    for (int i = 0; i < lines; i++) {
      apache(10_000 + i, "1:" + i % 40, i % 3 == 0 ? "" : "192.0.2." + i % 200, "n" + i, APP);
    }
    int taken = 0;
    for (int i = 0; i < lines; i++) {
      List<ErrorNote> notes =
          binder.bind(access("apache", 10_001 + i, 4, 503, "192.0.2." + i % 250, APP)).getErrors();
      taken += notes.size();
      bound.addAll(notes);
    }

    assertThat(bound).hasSize(taken).isNotEmpty();
    assertThat(taken + binder.drain().size()).isEqualTo(lines);
  }
}

package io.badhop.ingest.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.RequestIdKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The choice of the join key. */
class RequestIdsTest {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private static RequestIds.Choice choose(String id, String trace, String edge) {
    return RequestIds.DEFAULT.choose(id, trace, edge, 255);
  }

  @Test
  void theRequestIdComesFirstAndTheNextIsTheOther() {
    RequestIds.Choice choice = choose("r-1", TRACE, "8a3f00c2b1d4e5f6-AMS");

    assertThat(choice.key()).isEqualTo("r-1");
    assertThat(choice.kind()).isEqualTo(RequestIdKind.REQUEST_ID);
    assertThat(choice.other()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void theOrderIsTheSites() {
    RequestIds edgeFirst = new RequestIds(List.of(RequestIdKind.EDGE_ID, RequestIdKind.REQUEST_ID));

    RequestIds.Choice choice = edgeFirst.choose("r-1", TRACE, "8a3f00c2b1d4e5f6", 1);

    assertThat(choice.key()).isEqualTo("8a3f00c2b1d4e5f6");
    assertThat(choice.other()).isEqualTo("r-1");
  }

  @Test
  void traceIdsAreOfOneCase() {
    assertThat(choose("", TRACE.toUpperCase(java.util.Locale.ROOT), "").key())
        .isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(choose("", "0AF7", "").key()).isEqualTo("0af7");
  }

  @Test
  void aTraceOfZerosIsNone() {
    String zeros = "00-" + "0".repeat(32) + "-b7ad6b7169203331-01";

    assertThat(choose("", zeros, "ray1").key()).isEqualTo("ray1");
  }

  @Test
  void onlyALocationIsCutOffARay() {
    assertThat(choose("", "", "8a3f00c2b1d4e5f6-FRA").key()).isEqualTo("8a3f00c2b1d4e5f6");
    assertThat(choose("", "", "8a3f00c2b1d4e5f6-f1a").key()).isEqualTo("8a3f00c2b1d4e5f6-f1a");
    assertThat(choose("", "", "-FRA").key()).isEqualTo("-FRA");
  }

  @Test
  void whatIsNoIdDoesNotCount() {
    String tooLong = "x".repeat(RequestIds.MAX_LENGTH + 1);
    for (String id : new String[] {null, "", "-", " ", "a b", "caf\u00e9", "a\u0000", tooLong}) {
      assertThat(choose(id, null, "ray1").key()).isEqualTo("ray1");
    }
  }

  @Test
  void withoutAnyTheIdentityIsTheKey() {
    RequestIds.Choice choice = choose("-", "", null);

    assertThat(choice.key()).isEqualTo("00000000000000ff");
    assertThat(choice.kind()).isEqualTo(RequestIdKind.NONE);
    assertThat(choice.other()).isEmpty();
  }

  @Test
  void theSameIdTwiceIsOne() {
    assertThat(choose("abc", "abc", "").other()).isEmpty();
  }

  @Test
  void theRootOfAmazonsTraceIsTheSameAtEveryHop() {
    String root = "1-58337262-36d228ad5d99923122bbe354";

    assertThat(RequestIds.DEFAULT.choose("", "Root=" + root, "", 1).key()).isEqualTo(root);
    assertThat(RequestIds.DEFAULT.choose("", "Self=1-a-b;Root=" + root + ";Sampled=1", "", 1).key())
        .isEqualTo(root);
    assertThat(RequestIds.DEFAULT.choose("", "Root=", "", 1).kind()).isEqualTo(RequestIdKind.NONE);
  }
}

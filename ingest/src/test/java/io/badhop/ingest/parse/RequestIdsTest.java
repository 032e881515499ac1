package io.badhop.ingest.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.RequestIdKind;
import java.util.List;
import java.util.Locale;
import java.util.Random;
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
  void theRootOfAmazonsTraceIsTheTraceIdOfItsTraceparent() {
    String root = "1-58337262-36d228ad5d99923122bbe354";
    String digits = "5833726236d228ad5d99923122bbe354";
    String parent = "00-" + digits + "-b7ad6b7169203331-01";

    for (String form :
        List.of(
            "Root=" + root,
            root,
            root.toUpperCase(Locale.ROOT),
            "Root=" + root + ";Parent=53995c3f42cd8ad8;Sampled=1",
            "Self=1-67891234-12456789abcdef012345678;Root=" + root + ";Sampled=1",
            "Root=" + root + ";Lineage=" + "a:0|".repeat(100))) {
      assertThat(choose("", form, "").key()).as(form).isEqualTo(digits);
      assertThat(choose("", null, form).key()).as(form).isEqualTo(digits);
      assertThat(choose("", parent, form)).isEqualTo(choose("", parent, ""));
    }
    assertThat(choose("", "Root=", "").kind()).isEqualTo(RequestIdKind.NONE);
    assertThat(choose("", "Self=1-67891234-12456789abcdef0123456789", "").kind())
        .isEqualTo(RequestIdKind.NONE);
  }

  @Test
  void headersThatAreOddFormsOfNoneAreTakenAsTheyAre() {
    for (String odd :
        List.of("abc-def", "0af7:1", "1-58337262-36d2", "8a3f00c2b1d4e5f6-x", "a/b")) {
      assertThat(choose("", odd, "").key()).isEqualTo(odd);
    }
  }

  @Test
  void oneTraceHasOneKeyInWhateverHeaderItComes() {
    Random random = new Random(41);
    for (int i = 0; i < 2_000; i++) {
      String trace = hex(random, 32);
      String span = hex(random, 16);
      String key = choose("", trace, "").key();
      String jaeger = trace.replaceFirst("^0+", "");
      for (String form :
          List.of(
              "00-" + trace + "-" + span + "-01",
              trace + "-" + span,
              trace + "-" + span + "-1",
              trace + "-" + span + "-d-" + hex(random, 16),
              jaeger + ":" + span + ":0:1",
              jaeger + "%3A" + span + "%3a" + hex(random, 16) + "%3A1",
              trace + "/" + random.nextInt(1 << 20) + ";o=1",
              "projects/shop-1/traces/" + trace,
              "1-" + trace.substring(0, 8) + "-" + trace.substring(8),
              "Parent=" + span + ";Root=1-" + trace.substring(0, 8) + "-" + trace.substring(8))) {
        String cased = random.nextBoolean() ? form : form.replace(trace, upper(trace));
        assertThat(choose("", cased, "").key()).as(cased).isEqualTo(key);
      }
    }
  }

  @Test
  void aTraceOf64BitsIsTheSameWithZerosInFront() {
    Random random = new Random(42);
    for (int i = 0; i < 500; i++) {
      String trace = hex(random, 16);
      String wide = "0".repeat(16) + trace;
      for (String form :
          List.of(
              trace,
              wide,
              trace + "-" + hex(random, 16) + "-0",
              "00-" + wide + "-" + hex(random, 16) + "-00",
              trace.replaceFirst("^0+", "") + ":1:0:1")) {
        assertThat(choose("", form, "").key()).as(form).isEqualTo(trace);
      }
    }
  }

  @Test
  void b3ThatOnlyDeniesSamplingNamesNoTrace() {
    assertThat(choose("", "0", "").kind()).isEqualTo(RequestIdKind.NONE);
  }

  @Test
  void idsOfEdgesAndServersAreTakenAsTheyAre() {
    for (String id :
        List.of(
            "0.8c4a1402.1700000000.1a2b3c4d",
            "VDmM2X8AAQEAAAkZ@-0AAAAA",
            "8601b555-6a83-4c12-8269-97c8e32cdb22",
            "WTBlAAPAB3sAAH9N1r0AAAAJ",
            "EEfY6z6nJ1G6Hnm8x==")) {
      assertThat(choose(id, null, null).key()).isEqualTo(id);
      assertThat(choose(null, null, id).key()).isEqualTo(id);
    }
  }

  @Test
  void forgedAndEnormousIdsNeverBecomeKeys() {
    Random random = new Random(43);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder forged = new StringBuilder();
      int length = random.nextInt(i % 50 == 0 ? 100_000 : 200);
      for (int at = 0; at < length; at++) {
        forged.append((char) random.nextInt(i % 2 == 0 ? 0x100 : 0x80));
      }
      String text = forged.toString();
      for (RequestIds.Choice choice :
          List.of(choose(text, null, null), choose(null, text, null), choose(null, null, text))) {
        assertThat(choice.key()).matches("[!-~]{1,128}");
        assertThat(choice.other()).isEmpty();
      }
    }
    assertThat(choose("x".repeat(RequestIds.MAX_LENGTH), "", "").kind())
        .isEqualTo(RequestIdKind.REQUEST_ID);
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /** Digits of which the first half may well be small, so that leading zeros occur. */
  private static String hex(Random random, int digits) {
    StringBuilder hex = new StringBuilder();
    int zeros = random.nextInt(4);
    for (int i = 0; i < digits; i++) {
      hex.append(i < zeros ? '0' : Character.forDigit(random.nextInt(16), 16));
    }
    hex.setCharAt(digits - 1, '7');
    return hex.toString();
  }
}

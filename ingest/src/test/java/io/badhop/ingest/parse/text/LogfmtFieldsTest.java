package io.badhop.ingest.parse.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.badhop.ingest.parse.RawLine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pairs of logfmt. */
class LogfmtFieldsTest {
  private final LogfmtFields fields = new LogfmtFields();

  private Map<String, String> read(String line) {
    assertThat(fields.read(RawLine.of(line, 0))).as(line).isTrue();
    return fields.values();
  }

  @Test
  void quotedValuesHoldBlanksAndEscapes() {
    assertThat(read("a=1 msg=\"say \\\"hi\\\"\\nthere \\u00e9\" c=\"\" d= e"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("a", "1", "msg", "say \"hi\"\nthere \u00e9", "c", "", "d", "", "e", "true"));
  }

  @Test
  void structlogQuotesAsPythonDoes() {
    assertThat(read("path='/v1/pay \"q\"' err='it\\'s' args={'a': 1, 'b': [2, 3]} n=None"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "path", "/v1/pay \"q\"",
                "err", "it's",
                "args", "{'a': 1, 'b': [2, 3]}",
                "n", "None"));
  }

  @Test
  void namesMayHoldDotsAndDashesAndUnbalancedValuesEndAtABlank() {
    assertThat(read("http.status_code=503 x-request-id=r1 @t=2 list=[1 q=\"open"))
        .containsEntry("http.status_code", "503")
        .containsEntry("x-request-id", "r1")
        .containsEntry("list", "[1")
        .containsEntry("q", "\"open");
  }

  @Test
  void ofTwoValuesTheFirstCounts() {
    assertThat(read("time=1 level=info time=2")).containsEntry("time", "1");
  }

  @Test
  void aLineThatBeginsOtherwiseIsNoLogfmt() {
    for (String line :
        new String[] {
          "", "  ", "hello a=1 b=2", "a=1", "GET /a?b=1 c=2", "{\"a\":1}", "=1 =2", "a"
        }) {
      assertThat(fields.read(RawLine.of(line, 0))).as(line).isFalse();
    }
  }

  @Test
  void theNumberOfFieldsIsBounded() {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      line.append('k').append(i).append("=v ");
    }
    assertThat(read(line.toString())).hasSize(300);
  }

  /** Looking for the end of each to the end of the line would take minutes. */
  @Test
  void bracketsAndQuotesThatNothingClosesAreNotLookedForAgainAndAgain() {
    for (String part : List.of("a=[ ", "a=[\\' ", "a=['\\' ", "a=\" ", "a=\\\" ")) {
      for (String last : List.of("", "]")) {
        RawLine line = RawLine.of(part.repeat((1 << 20) / part.length()) + last, 0);
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(30), () -> fields.read(line)))
            .as(part)
            .isNotNull();
      }
    }
    RawLine line = RawLine.of("b=1 a=['\"" + "\\'\\\"".repeat(1 << 18), 0);
    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(30), () -> fields.read(line))).isTrue();
  }

  @Test
  void aFewBracketsThatNothingClosesDoNotHideTheOthers() {
    assertThat(read("a=[ b=( c={'x': 1, 'it\\'s': [2]} d=[1 2]"))
        .containsEntry("a", "[")
        .containsEntry("b", "(")
        .containsEntry("c", "{'x': 1, 'it\\'s': [2]}")
        .containsEntry("d", "[1 2]");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Random random = new Random(45);
    String letters = "ab \"\\=\n\t\u00e9\u20ac'{[";
    for (int i = 0; i < 2_000; i++) {
      Map<String, String> written = new LinkedHashMap<>();
      StringBuilder line = new StringBuilder();
      for (int at = 2 + random.nextInt(4); at > 0; at--) {
        StringBuilder value = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
          value.append(letters.charAt(random.nextInt(letters.length())));
        }
        String text = value.toString();
        written.put("k" + at, text);
        line.append('k').append(at).append("=\"");
        line.append(
            text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t"));
        line.append("\" ");
      }
      assertThat(read(line.toString())).isEqualTo(written);
    }
  }

  @Test
  void aViewOnALargerBufferIsReadWithinItsBounds() {
    byte[] bytes = "x=0 a=1 b=\"2\" c=3".getBytes(StandardCharsets.UTF_8);

    assertThat(fields.read(new RawLine(bytes, 4, 9, 0))).isTrue();
    assertThat(fields.values()).isEqualTo(Map.of("a", "1", "b", "2"));
  }
}

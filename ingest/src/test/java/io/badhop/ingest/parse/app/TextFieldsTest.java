package io.badhop.ingest.parse.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** IDs and pairs in running text. */
class TextFieldsTest {
  private final TextFields fields = new TextFields();

  private String id(String text) {
    fields.read(text);
    return fields.requestId();
  }

  private String trace(String text) {
    fields.read(text);
    return fields.trace();
  }

  @Test
  void namesOfIdsMayBeWrittenInAnyStyle() {
    assertThat(id("x request_id=a-1, y")).isEqualTo("a-1");
    assertThat(id("x requestId=a-1")).isEqualTo("a-1");
    assertThat(id("(X-Request-ID: a-1)")).isEqualTo("a-1");
    assertThat(id("{\"request_id\": \"a 1\"}")).isEqualTo("a 1");
    assertThat(id("correlation_id='a-1'")).isEqualTo("a-1");
    assertThat(trace("trace_id=ab12")).isEqualTo("ab12");
    assertThat(trace("traceId: ab12")).isEqualTo("ab12");
  }

  @Test
  void wordsForNoIdAreNone() {
    assertThat(id("request_id=- requestId=null req_id=a-1")).isEqualTo("a-1");
    assertThat(id("request_id=\"N/A\"")).isEmpty();
  }

  @Test
  void theTraceStandsInTheMiddleOfSleuthsBrackets() {
    assertThat(trace("[shop,0c9e1f3b2a4d5e6f,00f067aa0ba902b7] x")).isEqualTo("0c9e1f3b2a4d5e6f");
    assertThat(trace("[shop,,] x")).isEmpty();
  }

  @Test
  void bracketsOfOtherThingsAreNoId() {
    assertThat(id("[main] [2223] [12:00:05] x")).isEmpty();
  }

  @Test
  void whatAnEarlierLineSaidIsForgotten() {
    id("request_id=a-1 status=500");

    assertThat(id("hello")).isEmpty();
    assertThat(fields.get("status")).isEmpty();
  }
}

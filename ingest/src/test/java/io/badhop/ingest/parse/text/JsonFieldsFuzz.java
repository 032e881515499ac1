package io.badhop.ingest.parse.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.badhop.ingest.parse.RawLine;
import java.util.Map;

class JsonFieldsFuzz {

  @FuzzTest(maxDuration = "2m")
  void anyBytes(byte[] data) {
    RawLine line = new RawLine(data, 0, data.length, 0);
    JsonFields fields = new JsonFields();
    String wrong = fields.read(line);
    Map<String, String> values = Map.copyOf(fields.values());
    assertThat(values.size()).isLessThanOrEqualTo(300);
    values.keySet().forEach(name -> fields.number(name, -1));

    assertThat(fields.read(line)).isEqualTo(wrong);
    assertThat(fields.values()).isEqualTo(values);
  }

  @FuzzTest(maxDuration = "2m")
  void escapes(byte[] data) {
    String text = new String(data, java.nio.charset.StandardCharsets.UTF_8);
    assertThat(JsonEscapes.resolve(text).length()).isLessThanOrEqualTo(text.length());
    assertThat(Requests.unescape(text)).isNotNull();
  }
}

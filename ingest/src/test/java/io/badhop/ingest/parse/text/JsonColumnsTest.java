package io.badhop.ingest.parse.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.RawLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonColumnsTest {

  private static final List<String> NAMES =
      List.of("a", "name", "nested.inner", "nested.deep.leaf", "number", "missing", "dotted.name");

  private final JsonColumns columns = new JsonColumns(NAMES);
  private final JsonFields complete = new JsonFields();

  @Test
  void readsChosenFieldsAndPassesTheOthers() {
    String wrong =
        columns.read(
            line(
                "{\"x\":[1,{\"a\":\"no\"}],\"a\":\"yes\",\"nested\":{\"other\":{},\"inner\":true,\"deep\":{\"leaf\":\"ä\"}},"
                    + "\"number\":-17.5,\"y\":null}"));

    assertThat(wrong).isNull();
    assertThat(columns.text(0)).isEqualTo("yes");
    assertThat(columns.text(2)).isEqualTo("true");
    assertThat(columns.text(3)).isEqualTo("ä");
    assertThat(columns.number(4, 0)).isEqualTo(-17);
    assertThat(columns.has(5)).isFalse();
    assertThat(columns.number(5, 3)).isEqualTo(3);
  }

  @Test
  void resolvesEscapes() {
    assertThat(columns.read(line("{\"a\":\"x\\u00e4\\n\\\"\\\\\",\"name\":\"\\\\\"}"))).isNull();
    assertThat(columns.text(0)).isEqualTo("xä\n\"\\");
    assertThat(columns.shared(1)).isEqualTo("\\");
  }

  @Test
  void leavesWhatIsUnusualToTheCompleteParser() {
    assertThat(columns.read(line("{\"\\u0061\":1e2,\"number\":1E1}"))).isNull();
    assertThat(columns.text(0)).isEqualTo("1e2");
    assertThat(columns.text(4)).isEqualTo("1E1");
  }

  @Test
  void refusesWhatIsNested10000Deep() {
    String deep = "{\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

    assertThat(columns.read(line(deep))).isNotNull();
  }

  /** Whatever is done to a line, both readers accept the same and give the same. */
  @Test
  void agreesWithTheCompleteParserOnAnyLine() {
    Random random = new Random(7);
    int accepted = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = object(random, 0).getBytes(StandardCharsets.US_ASCII);
      for (int flips = random.nextInt(3); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) "{}[]\",:\\u019e-. tfn".charAt(random.nextInt(19));
      }
      RawLine line = new RawLine(bytes, 0, bytes.length, 0);
      String wrong = complete.read(line);
      assertThat(columns.read(line)).as("%s", line.text()).isEqualTo(wrong);
      if (wrong == null) {
        accepted++;
        assertThat(columnsOf(columns)).as("%s", line.text()).isEqualTo(fields());
      }
    }
    assertThat(accepted).isBetween(10_000, 45_000);
  }

  private static List<String> columnsOf(JsonColumns columns) {
    return NAMES.stream().map(name -> columns.text(NAMES.indexOf(name))).toList();
  }

  private List<String> fields() {
    return NAMES.stream().map(complete::get).toList();
  }

  private static String object(Random random, int depth) {
    StringBuilder text = new StringBuilder("{");
    int fields = random.nextInt(5);
    for (int i = 0; i < fields; i++) {
      // A name twice in one object is left open by RFC 8259, section 4.
      String name =
          List.of("a", "name", "nested", "inner", "deep", "leaf", "number", "dotted.name")
              .get(i + random.nextInt(4));
      if (text.indexOf("\"" + name + "\"") >= 0) {
        continue;
      }
      text.append(text.length() > 1 ? "," : "").append(random.nextBoolean() ? " " : "");
      text.append('"').append(name).append("\":").append(value(random, depth));
    }
    return text.append("}").toString();
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 5 : 7)) {
      case 0 -> "\"text " + random.nextInt(100) + "\"";
      case 1 -> "\"a\\\"b\\\\c\\u0041" + "x".repeat(random.nextInt(20)) + "\"";
      case 2 -> String.valueOf(random.nextInt());
      case 3 -> random.nextInt(100) + "." + random.nextInt(100);
      case 4 -> List.of("true", "false", "null", "\"\"").get(random.nextInt(4));
      case 5 -> "[" + value(random, depth + 1) + " , " + value(random, depth + 1) + "]";
      default -> object(random, depth + 1);
    };
  }

  private static RawLine line(String text) {
    return RawLine.of(text, 0);
  }
}

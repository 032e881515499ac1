package io.badhop.ingest.parse.wrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.RawLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Whatever a line is wrapped in, and however deep, it comes out as it went in. */
class NestedWrappersTest {
  private static final int ROUNDS = 600;
  private static final String LETTERS = "abcXYZ019 .,:;/?&=%#\"'\\{}[]<>()|~\u00e9\u4e2d";

  private static final List<UnaryOperator<String>> KINDS =
      List.of(
          line ->
              "{\"log\":\""
                  + escaped(line)
                  + "\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-22T06:00:01.5Z\"}",
          line -> "2026-11-22T06:00:01.123456789Z stdout F " + line,
          line -> "2026-11-22T06:00:01.123456789Z " + line,
          line ->
              "{\"__REALTIME_TIMESTAMP\":\"1795327201500000\",\"_HOSTNAME\":\"vm1\",\"MESSAGE\":\""
                  + escaped(line)
                  + "\"}",
          line -> "{\"@timestamp\":\"2026-11-22T06:00:01Z\",\"message\":\"" + escaped(line) + "\"}",
          line -> "web-1  | " + line,
          line -> "<134>1 2026-11-22T06:00:01Z vm1 shop 7 - [a@1 b=\"c\\]\"] " + line,
          line -> "Nov 22 06:00:01 vm1 shop[12]: " + line);

  private final Random chance = new Random(31);

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** Begins like no wrapper. */
  private String line() {
    StringBuilder line = new StringBuilder("= ");
    for (int i = 0, length = 1 + chance.nextInt(40); i < length; i++) {
      line.append(LETTERS.charAt(chance.nextInt(LETTERS.length())));
    }
    return line.toString();
  }

  @Test
  void anyNestingGivesTheLinesBack() {
    for (int round = 0; round < ROUNDS; round++) {
      List<Integer> stack = new ArrayList<>();
      for (int depth = 1 + chance.nextInt(3); depth > 0; depth--) {
        stack.add(chance.nextInt(KINDS.size()));
      }
      List<String> plain = List.of(line(), line(), line());
      List<RawLine> wrapped = new ArrayList<>();
      for (String line : plain) {
        String outer = line;
        for (int kind : stack) {
          outer = KINDS.get(kind).apply(outer);
        }
        wrapped.add(RawLine.of(outer, wrapped.size() * 1000L));
      }
      assertThat(Wrappers.around(wrapped))
          .as(wrapped.get(0).text())
          .anySatisfy(
              found -> {
                assertThat(found.inner()).extracting(RawLine::text).isEqualTo(plain);
                assertThat(found.inner())
                    .extracting(RawLine::offset)
                    .containsExactly(0L, 1000L, 2000L);
              });
    }
  }
}

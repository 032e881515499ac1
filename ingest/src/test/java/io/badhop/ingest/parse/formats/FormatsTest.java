package io.badhop.ingest.parse.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.nginx.NginxConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The choice among all formats. */
class FormatsTest {
  private static final ParseContext CONTEXT = ParseContext.of("test");

  private static final String COMBINED =
      "192.0.2.9 - - [22/Nov/2026:06:00:00 +0000] \"GET /a HTTP/1.1\" 200 12 \"-\" \"curl\"";
  private static final String JSON =
      "{\"ts\":\"2026-11-22T06:00:00Z\",\"level\":\"info\",\"request_id\":\"abc\",\"status\":200,\"msg\":\"x\"}";

  /** Two formats, of which the richer one begins like nginx's own. */
  private static final String TWO_FORMATS =
      """
      http {
        log_format rich '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent '
          '"$http_referer" "$http_user_agent" rid=$request_id rt=$request_time ua="$upstream_addr" us="$upstream_status"';
        log_format poor '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';
        access_log /var/log/nginx/poor.log poor;
      }
      """;

  private static List<RawLine> lines(String... texts) {
    List<RawLine> lines = new ArrayList<>();
    for (String text : texts) {
      lines.add(RawLine.of(text, lines.size() * 1000L));
    }
    return lines;
  }

  private static Optional<Detection> detect(
      String fileName, ServerConfigs configs, String... texts) {
    return Formats.detect(lines(texts), fileName, configs, CONTEXT);
  }

  private static ServerConfigs configs() {
    NginxConfig config = NginxConfig.parse("nginx.conf", TWO_FORMATS, name -> Optional.empty());
    return new ServerConfigs(List.of(config));
  }

  @Test
  void namesAreUniqueAndDescribed() {
    assertThat(Formats.all())
        .extracting(Format::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z0-9-]+"));
    assertThat(Formats.all()).extracting(Format::description).noneMatch(String::isBlank);
  }

  @Test
  void theFormatThatTellsMoreWinsOverOneThatFitsToo() {
    String rich =
        COMBINED + " rid=4ab1e9b8b295c214489c4a547375a685 rt=0.012 ua=\"10.0.0.1:80\" us=\"200\"";

    assertThat(detect("any.log", configs(), rich, rich))
        .hasValueSatisfying(found -> assertThat(found.variant()).isEqualTo("rich"));
  }

  @Test
  void theConfigurationThatNamesTheFileDecidesBetweenEquals() {
    assertThat(detect("poor.log", configs(), COMBINED))
        .hasValueSatisfying(found -> assertThat(found.variant()).isEqualTo("poor"));
  }

  @Test
  void afterFewOddLinesTheRichFormatIsStillTheOne() {
    String rich =
        COMBINED + " rid=4ab1e9b8b295c214489c4a547375a685 rt=0.012 ua=\"10.0.0.1:80\" us=\"200\"";
    String[] texts = new String[100];
    java.util.Arrays.fill(texts, rich);
    texts[50] = COMBINED;
    texts[70] = "garbage";

    assertThat(detect("any.log", configs(), texts))
        .hasValueSatisfying(
            found -> {
              assertThat(found.variant()).isEqualTo("rich");
              assertThat(found.confidence()).isBetween(0.9, 0.99);
            });
  }

  @Test
  void emptyLinesSpeakForNoFormat() {
    assertThat(detect("a.log", ServerConfigs.EMPTY, "", "", JSON, ""))
        .hasValueSatisfying(
            found -> {
              assertThat(found.format().name()).isEqualTo("app-json");
              assertThat(found.confidence()).isEqualTo(1);
            });
    assertThat(detect("a.log", ServerConfigs.EMPTY, "", "")).isEmpty();
  }

  @Test
  void halfOfTheLinesMustBeExplained() {
    assertThat(detect("a.log", ServerConfigs.EMPTY, JSON, "garbage")).isPresent();
    assertThat(detect("a.log", ServerConfigs.EMPTY, JSON, "garbage", "garbage")).isEmpty();
  }

  @Test
  void aParserThatPassesOverEveryLineHasNotRecognisedAnAccessLog() {
    String noHaproxy = "Nov 22 06:00:00 lb1 haproxy[7]: Proxy app started.";

    assertThat(detect("x.log", ServerConfigs.EMPTY, noHaproxy, noHaproxy)).isEmpty();
  }

  @Test
  void anApplicationLogWithoutARequestIsHalfBelieved() {
    assertThat(
            detect(
                "x.log",
                ServerConfigs.EMPTY,
                "{\"ts\":\"2026-11-22T06:00:00Z\",\"msg\":\"cache warm\"}"))
        .hasValueSatisfying(
            found -> {
              assertThat(found.format().name()).isEqualTo("app-json");
              assertThat(found.confidence()).isEqualTo(0.5);
            });
  }

  @Test
  void onlyTheFirstLinesCount() {
    String[] texts = new String[Formats.SAMPLE + 500];
    java.util.Arrays.fill(texts, "garbage");
    java.util.Arrays.fill(texts, 0, Formats.SAMPLE, JSON);

    assertThat(detect("a.log", ServerConfigs.EMPTY, texts))
        .hasValueSatisfying(found -> assertThat(found.confidence()).isEqualTo(1));
  }

  @Test
  void theParserOfADetectionIsANewOneEachTime() {
    Detection found = detect("a.log", ServerConfigs.EMPTY, JSON).orElseThrow();

    assertThat(found.parser().get()).isNotSameAs(found.parser().get());
  }

  @Test
  void errorAndAccessLogOfOneServerBelongTogether() {
    Format access = named("nginx-access");

    assertThat(Formats.sameServer(access, named("nginx-error"))).isTrue();
    assertThat(Formats.sameServer(access, named("apache-error"))).isFalse();
  }

  private static Format named(String name) {
    return Formats.all().stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNamedFormatGivesItsParser() {
    LineParser parser = Formats.parser("app-json", ServerConfigs.EMPTY, CONTEXT);

    assertThat(parser.parse(RawLine.of(JSON, 0))).isInstanceOf(ParseResult.Event.class);
  }

  @Test
  void aNameThatIsNoneIsAnsweredWithTheNames() {
    assertThatThrownBy(() -> Formats.parser("json", ServerConfigs.EMPTY, CONTEXT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'json'")
        .hasMessageContaining("app-json");
  }
}

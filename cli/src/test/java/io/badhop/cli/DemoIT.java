package io.badhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The whole pipeline through a real broker. */
class DemoIT {

  private static final Pattern HEADLINE =
      Pattern.compile("^== (?:MINOR|MAJOR|CRITICAL)  (\\w+ at \\w+: \\w+ \\S+)", Pattern.MULTILINE);

  @Test
  void theBundledIncidentsAreFoundThroughKafka() {
    Cli cli = Cli.run("demo", "--once", "--speed", "10");
    assertThat(cli.status()).as(cli.err()).isZero();
    assertThat(cli.err())
        .contains("starting the embedded Kafka broker")
        .doesNotContain("Exception");
    assertThat(cli.out()).contains("OPENED").contains("RESOLVED").contains("curl ");
    assertThat(
            HEADLINE
                .matcher(cli.out())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(
            "HEADER_TOO_LARGE at APP: PATH shop.example.com/login",
            "TLS_FAILURE at UPSTREAM_LINK: UPSTREAM 127.0.3.51:10003",
            "CONNECTION_REFUSED at APP: UPSTREAM 127.0.3.22:10401");
  }
}

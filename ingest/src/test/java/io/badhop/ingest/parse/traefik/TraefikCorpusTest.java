package io.badhop.ingest.parse.traefik;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Corpus;
import io.badhop.schemas.event.ProxyEvent;
import org.junit.jupiter.api.Test;

/** Public logs of Traefik, those of its own tests among them. */
class TraefikCorpusTest {

  @Test
  void everyLineOfAPublicLogIsUnderstood() {
    assertThat(Corpus.outcomes("traefik", "crowdsec-traefik-base-scenario.log"))
        .isEqualTo("traefik-access event=80");
    assertThat(Corpus.outcomes("traefik", "crowdsec-traefik-clf.log"))
        .isEqualTo("traefik-access event=6 skipped:empty=2 skipped:no-status=1");
    assertThat(Corpus.outcomes("traefik", "traefik-logger_test.log"))
        .isEqualTo("traefik-access event=13");
    assertThat(Corpus.outcomes("traefik", "traefik-parser_test.log"))
        .isEqualTo("traefik-access event=2");
  }

  @Test
  void aServerWrittenAsAnObjectIsFound() {
    ProxyEvent first =
        (ProxyEvent) Corpus.events("traefik", "crowdsec-traefik-base-scenario.log").get(0);

    assertThat(first.getAttempts().get(0).getAddress()).isEqualTo("172.17.0.3:80");
    assertThat(first.getAttempts().get(0).getResponseUs()).isEqualTo(204);
    assertThat(first.getDurationUs()).isEqualTo(215);
    assertThat(first.getHost()).isEqualTo("test.docker.localhost");
  }
}

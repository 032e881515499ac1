package io.badhop.ingest.parse.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Corpus;
import io.badhop.schemas.event.ProxyEvent;
import org.junit.jupiter.api.Test;

/** Public logs of Envoy in JSON, as a container runtime keeps them. */
class EnvoyCorpusTest {

  @Test
  void everyLineOfAPublicLogIsUnderstood() {
    assertThat(Corpus.outcomes("envoy", "crowdsec-envoy-bad-ua.log"))
        .isEqualTo("envoy-json event=2");
    assertThat(Corpus.outcomes("envoy", "crowdsec-envoy-crawl.log"))
        .isEqualTo("envoy-json event=41");
  }

  @Test
  void theFewFieldsThatThereAreAreTaken() {
    ProxyEvent first = (ProxyEvent) Corpus.events("envoy", "crowdsec-envoy-crawl.log").get(0);

    assertThat(first.getPath()).isEqualTo("/page-01");
    assertThat(first.getHost()).isEqualTo("crawl.internal");
    assertThat(first.getClientIp()).isEqualTo("10.0.0.13");
    assertThat(first.getStatus()).isEqualTo(404);
    assertThat(first.getAttemptsLogged()).isFalse();
    assertThat(first.getDurationUs()).isEqualTo(-1);
  }
}

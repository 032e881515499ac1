package io.badhop.ingest.parse.caddy;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Corpus;
import io.badhop.schemas.event.ProxyEvent;
import org.junit.jupiter.api.Test;

/** Public logs of Caddy, and one of version 2.6.2 against backends that misbehave. */
class CaddyCorpusTest {

  @Test
  void everyLineOfAPublicLogIsUnderstood() {
    assertThat(Corpus.outcomes("caddy", "crowdsec-caddy-basic-auth-bf.log"))
        .isEqualTo("caddy-access event=6");
    assertThat(Corpus.outcomes("caddy", "crowdsec-caddy-logs.log"))
        .isEqualTo("caddy-access event=10 skipped:empty=1 skipped:process-message=1");
    assertThat(Corpus.outcomes("caddy", "lnav-caddy.1.log")).isEqualTo("caddy-access event=4");
    assertThat(Corpus.outcomes("caddy", "crowdsec-caddy-coraza.log"))
        .isEqualTo("caddy-runtime component=16 skipped:process-message=39");
  }

  @Test
  void everyFailureOfTheRuntimeLogIsAnErrorLine() {
    assertThat(Corpus.outcomes("caddy", "lab-runtime-error-json.log"))
        .isEqualTo(
            "caddy-runtime component=3 errorline=36 skipped:no-trouble=4 skipped:process-message=34"
                + " skipped:told-by-the-next=1");
  }

  @Test
  void aClientBehindAnotherProxyIsTaken() {
    ProxyEvent first = (ProxyEvent) Corpus.events("caddy", "lnav-caddy.1.log").get(0);

    assertThat(first.getClientIp()).isEqualTo("10.10.10.117");
    assertThat(first.getConnection()).isEqualTo("10.5.1.1:38574");
    assertThat(first.getDurationUs()).isEqualTo(17_557);
    assertThat(first.getStatus()).isEqualTo(200);
  }
}

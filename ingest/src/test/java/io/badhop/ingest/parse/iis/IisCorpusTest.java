package io.badhop.ingest.parse.iis;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Corpus;
import org.junit.jupiter.api.Test;

/** Public logs of IIS and of others that write W3C logs. */
class IisCorpusTest {

  @Test
  void everyRowOfAPublicLogOfIisIsUnderstood() {
    assertThat(Corpus.outcomes("iis", "lnav-w3c_big.log"))
        .isEqualTo("iis-w3c event=210 skipped:comment=44");
    assertThat(Corpus.outcomes("iis", "lnav-w3c.0.log"))
        .isEqualTo("iis-w3c event=1 skipped:comment=4");
    assertThat(Corpus.outcomes("iis", "lnav-w3c.3.log"))
        .isEqualTo("iis-w3c event=3 skipped:comment=4 skipped:empty=3");
    assertThat(Corpus.outcomes("iis", "lnav-w3c.5.log"))
        .isEqualTo("iis-w3c event=1 skipped:comment=1");
    assertThat(Corpus.outcomes("iis", "lnav-w3c.6.log"))
        .isEqualTo("iis-w3c event=1 skipped:comment=4");
    assertThat(Corpus.outcomes("iis", "crowdsec-iis-eventlog-xml.log"))
        .isEqualTo("iis-w3c event=1");
  }

  @Test
  void anotherServersLogIsNotTakenForOneOfIis() {
    assertThat(Corpus.outcomes("iis", "lnav-w3c.1.log")).doesNotContain("iis");
    assertThat(Corpus.outcomes("iis", "lnav-w3c.4.log")).doesNotContain("iis");
  }
}

package io.badhop.ingest.parse.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.ComponentEventKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Deployment of web application archive [/srv/shop.war] has finished in [412] ms | DEPLOYED",
        "WFLYSRV0010: Deployed \"shop.war\" (runtime-name : \"shop.war\") | DEPLOYED",
        "Release v42 created by shop@example.com | DEPLOYED",
        "Deployed shop 2.4.1 | DEPLOYED",
        "deployment finished | DEPLOYED",
        "Deployment of web application archive [/srv/shop.war] begins |",
        "the deployed version is old |",
        "Started Shop in 13.5 seconds (process running for 16) | STARTED",
        "java.lang.OutOfMemoryError: Java heap space | OUT_OF_MEMORY",
        "HikariPool-1 - Connection is not available, request timed out after 30000ms | POOL_FULL",
        "Commencing graceful shutdown | STOPPED",
        "GET /deployed |"
      })
  void aMessageTellsOfItsProcessOrOfNothing(String message, ComponentEventKind kind) {
    assertThat(ProcessWords.kind(message)).isEqualTo(kind);
  }
}

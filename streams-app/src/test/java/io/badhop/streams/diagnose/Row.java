package io.badhop.streams.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;

/** One row of a table test: what was seen, in a sentence, and what it must be called. */
record Row(
    String sentence,
    Diagnosis diagnosis,
    Cause cause,
    FaultDomain domain,
    double least,
    double most) {

  static Row sure(String sentence, Diagnosis diagnosis, Cause cause, FaultDomain domain) {
    return new Row(sentence, diagnosis, cause, domain, 0.9, 1);
  }

  static Row likely(String sentence, Diagnosis diagnosis, Cause cause, FaultDomain domain) {
    return new Row(sentence, diagnosis, cause, domain, 0.6, 0.9);
  }

  static Row guess(String sentence, Diagnosis diagnosis, Cause cause, FaultDomain domain) {
    return new Row(sentence, diagnosis, cause, domain, 0.1, 0.6);
  }

  void check() {
    assertThat(diagnosis.failed()).as("failed").isTrue();
    assertThat(diagnosis.cause()).as(diagnosis.evidence().toString()).isEqualTo(cause);
    assertThat(diagnosis.faultDomain()).as(diagnosis.evidence().toString()).isEqualTo(domain);
    assertThat(diagnosis.confidence()).as(diagnosis.evidence().toString()).isBetween(least, most);
    assertThat(diagnosis.evidence()).isNotEmpty();
  }

  @Override
  public String toString() {
    return sentence;
  }
}

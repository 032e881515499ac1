package io.badhop.schemas.serde;

import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import java.util.List;

/** Records for tests, with every kind of field filled. */
final class Samples {
  private Samples() {}

  static ProxyEvent proxyEvent() {
    return ProxyEvent.newBuilder()
        .setEventId(-7_234_567_890_123L)
        .setTime(1_700_000_000_123_456L)
        .setRequestId("req-ü-1")
        .setSoftware("nginx")
        .setPath("/cart/{id}")
        .setStatus(502)
        .setAttempts(List.of(attempt("10.0.3.7:8080"), attempt("unix:/run/app.sock")))
        .setAttemptsLogged(true)
        .setErrors(List.of(note()))
        .build();
  }

  private static Attempt attempt(String address) {
    return Attempt.newBuilder().setAddress(address).setStatus(502).setResponseUs(900).build();
  }

  private static ErrorNote note() {
    return ErrorNote.newBuilder()
        .setTime(1_700_000_000_000_000L)
        .setMessage("connect() failed (111: Connection refused)")
        .setErrno(111)
        .build();
  }

  static Tick tick() {
    return Tick.newBuilder()
        .setNumber(300)
        .setWatermarks(List.of(new TierWatermark("default", Tier.PROXY, 1_700_000_000_000_000L)))
        .build();
  }
}

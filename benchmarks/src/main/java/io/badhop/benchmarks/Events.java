package io.badhop.benchmarks;

import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import java.util.List;
import java.util.UUID;

/** Events as real logs give them. */
final class Events {
  private static final long TIME = 1_760_000_000_123_000L;

  private Events() {}

  static ProxyEvent failedAfterTwoAttempts() {
    return ProxyEvent.newBuilder()
        .setEventId(0x5bd1e995_27d4eb2fL)
        .setSource("web-1:/var/log/nginx/access.log")
        .setTime(TIME)
        .setRequestId("7f3c9e5a1b2d4c6e8f00112233445566")
        .setRequestIdKind(RequestIdKind.REQUEST_ID)
        .setOtherId("8c2f6d1e9a7b3c45")
        .setSoftware("nginx")
        .setProxy("10.0.1.4")
        .setConnection("184467")
        .setClientIp("203.0.113.77")
        .setMethod("POST")
        .setHost("shop.example.com")
        .setPath("/api/payments/38291/confirm")
        .setStatus(502)
        .setBytesSent(157)
        .setDurationUs(6_000)
        .setPool("payments")
        .setAttempts(List.of(refused("10.0.3.7:8080"), refused("10.0.3.8:8080")))
        .setAttemptsLogged(true)
        .setErrors(List.of(note()))
        .build();
  }

  /** Mostly successes of one attempt, one in 64 failed after two. */
  static ProxyEvent proxyEvent(int number) {
    ProxyEvent event = failedAfterTwoAttempts();
    event.setEventId(event.getEventId() * (number + 1));
    event.setRequestId(new UUID(event.getEventId(), number).toString().replace("-", ""));
    event.setOtherId(Long.toHexString(event.getEventId() >>> 3));
    event.setConnection(Integer.toString(184_467 + number / 8));
    event.setClientIp("203.0." + number % 200 + "." + number % 251);
    event.setPath("/api/payments/" + (38_291L * number) % 100_000 + "/confirm");
    if (number % 64 != 0) {
      event.setStatus(200);
      event.setErrors(List.of());
      event.setAttempts(List.of(answered("10.0.3." + (7 + number % 4) + ":8080")));
    }
    return event;
  }

  private static Attempt answered(String address) {
    return Attempt.newBuilder()
        .setAddress(address)
        .setPool("payments")
        .setStatus(200)
        .setConnectUs(1_000)
        .setHeaderUs(5_000)
        .setResponseUs(5_000)
        .setBytesReceived(812)
        .build();
  }

  private static Attempt refused(String address) {
    return Attempt.newBuilder()
        .setAddress(address)
        .setPool("payments")
        .setStatus(502)
        .setResponseUs(1_000)
        .setBytesReceived(0)
        .build();
  }

  private static ErrorNote note() {
    return ErrorNote.newBuilder()
        .setTime(TIME)
        .setLevel("error")
        .setMessage("connect() failed (111: Connection refused) while connecting to upstream")
        .setAction("connecting to upstream")
        .setErrno(111)
        .setUpstream("10.0.3.7:8080")
        .build();
  }
}
